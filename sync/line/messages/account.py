"""What `bangkhae-sync line` says to the office, each check in a line with the next step; the menu's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sync.line.messages import labels

CHAT_BAR: Final = "เมนูบริการ"
HOW: Final = "วิธีใช้"
HINTS: Final = {
    labels.ORDER: "ทะเบียนบ้าน สมรส หย่า ภาพถ่าย",
    labels.STATUS: "คำร้องถึงขั้นไหน",
    labels.MOVE: "เปลี่ยนวันหรือเวลา",
    labels.CANCEL: "ยกเลิกคำร้อง",
    labels.INQUIRY: "ถามงานทะเบียน นัดล่วงหน้า",
    HOW: "เริ่มต้นใช้งาน",
}

OK: Final = "ผ่าน"
WARNING: Final = "ควรแก้"
ERROR: Final = "ต้องแก้"

SIGNING_SET: Final = "Channel secret: ตั้งไว้แล้ว"
SIGNING_MISSING: Final = "Channel secret: ยังไม่ได้ตั้ง"
SIGNING_NEXT: Final = "คัดลอกจาก LINE Developers แท็บ Basic settings ใส่ [line] channel_secret_file"
ACCESS_MISSING: Final = "Channel access token: ยังไม่ได้ตั้ง"
ACCESS_REFUSED: Final = "Channel access token: LINE ไม่รับ"
ACCESS_NEXT: Final = "ออกใหม่ที่ LINE Developers แท็บ Messaging API แล้วใส่ [line] channel_access_token_file"
UNREACHABLE: Final = "ติดต่อ LINE ไม่ได้"
UNREACHABLE_NEXT: Final = "ตรวจอินเทอร์เน็ต ไฟร์วอลล์ และ [line] api_base แล้วลองใหม่"
BASIC_ID: Final = "ชื่อบัญชีในป้ายเช็กอิน: ตรงกัน"
CHAT_OFF: Final = "โหมดแชต: ปิด โปรแกรมตอบเอง"
CHAT_ON: Final = "โหมดแชต: เปิดอยู่ เจ้าหน้าที่อาจตอบชนกับโปรแกรม"
CHAT_NEXT: Final = "ที่ LINE Official Account Manager → Settings → Response settings ปิด Chat"
WEBHOOK_NONE: Final = "Webhook: ยังไม่ได้ตั้งที่อยู่"
WEBHOOK_SET_NEXT: Final = "ตั้ง [line] webhook_url แล้วสั่ง bangkhae-sync line setup"
WEBHOOK_OFF: Final = "Webhook: ปิดอยู่"
WEBHOOK_OFF_NEXT: Final = "ที่ LINE Developers แท็บ Messaging API เปิด Use webhook และ Webhook redelivery"
WEBHOOK_OTHER_NEXT: Final = "แก้ [line] webhook_url หรือสั่ง bangkhae-sync line setup เพื่อตั้งที่ LINE ใหม่"
WEBHOOK_ANSWERS: Final = "ทดสอบ Webhook: LINE ติดต่อเครื่องกลางได้"
QUOTA: Final = "โควตาข้อความ"
QUOTA_NONE: Final = "โควตาข้อความ: ไม่จำกัด"
QUOTA_NEXT: Final = "เพิ่มแพ็กเกจของบัญชี ข้อความแจ้งผลที่เกินโควตาจะค้างไว้ ดูด้วย bangkhae-sync messages list"
MENU_OURS: Final = "เมนูในแชต: ตั้งแล้ว"
MENU_NONE: Final = "เมนูในแชต: ยังไม่มี"
MENU_OTHER: Final = "เมนูในแชต: เป็นของรุ่นก่อนหรือของผู้อื่น"
MENU_NEXT: Final = "สั่ง bangkhae-sync line setup"

WEBHOOK_STORED: Final = "ตั้ง Webhook แล้ว"
WEBHOOK_LEFT: Final = "ไม่ได้ตั้ง Webhook เพราะ [line] webhook_url ว่าง"
MENU_STORED: Final = "ตั้งเมนูในแชตแล้ว"
MENU_KEPT: Final = "เมนูในแชตเป็นรุ่นล่าสุดอยู่แล้ว"
BY_HAND: Final = (
    "สิ่งที่ LINE ให้ตั้งได้ด้วยมือเท่านั้น ที่ https://manager.line.biz → Settings → Response settings:",
    "- Greeting message: ปิด (โปรแกรมทักทายผู้ที่เพิ่มเพื่อนเอง)",
    "- Auto-response messages: ปิด",
    "- Chat: ปิด · Webhooks: เปิด",
    "และที่ https://developers.line.biz/console/ แท็บ Messaging API: เปิด Use webhook และ Webhook redelivery",
)

_REASONS: Final = {
    401: ("ลายเซ็นไม่ตรง", "Channel secret ที่ตั้งไว้ไม่ใช่ของบัญชีนี้ คัดลอกใหม่จากแท็บ Basic settings แล้วเปิดโปรแกรมใหม่"),
    404: ("ไม่พบที่อยู่", "ที่อยู่ต้องลงท้ายด้วย /line/webhook และ reverse proxy ต้องส่งต่อทางนี้"),
    405: ("ไม่ใช่ที่อยู่ของ webhook", "ที่อยู่ต้องลงท้ายด้วย /line/webhook"),
    502: (
        "reverse proxy ต่อเครื่องกลางไม่ได้",
        "ตรวจว่า bangkhae-sync serve ทำงาน และพอร์ตใน reverse proxy ตรงกับ [sync] listen",
    ),
    503: ("เครื่องกลางยังไม่พร้อม", "ตั้ง Channel secret ให้โปรแกรมที่ทำงานอยู่ แล้วเปิดใหม่ และดู /health"),
}
_NO_ANSWER: Final = ("ไม่มีคำตอบ", "ตรวจว่าเปิดที่อยู่นี้จากอินเทอร์เน็ตภายนอกได้ และใบรับรอง HTTPS ใช้ได้")
_OTHER: Final = ("คำตอบผิดปกติ", "ดูบันทึกของ reverse proxy และของ bangkhae-sync")

POSTER_HEAD: Final = "ขอคัดเอกสารทะเบียนทาง LINE"
POSTER_SUB: Final = "เลือกวันและเวลารับได้เอง"
POSTER_STEPS: Final = (
    "1. สแกนคิวอาร์โค้ดแล้วเพิ่มเพื่อน",
    "2. บอกเอกสารที่ต้องการ จำนวน และวันที่จะมารับ",
    "3. มารับตามนัดพร้อมบัตรประจำตัวประชาชนตัวจริง",
)
POSTER_SERVICES: Final = "ทะเบียนบ้าน · ทะเบียนสมรส · ทะเบียนการหย่า · ภาพถ่ายใบหน้า · สอบถามงานทะเบียน"


def account(name: str, basic_id: str) -> str:
    """Say which account the token belongs to."""
    return f"Channel access token: ใช้ได้ เป็นของบัญชี “{name}” ({basic_id})"


def basic_id_other(configured: str) -> str:
    """Say that the configuration names no account, or another one, for the code on the wall."""
    return f"ชื่อบัญชีในป้ายเช็กอิน: {f'ตั้งค่าไว้เป็น {configured}' if configured else 'ยังไม่ได้ตั้ง'}"


def basic_id_next(known: str) -> str:
    """Say which account is the right one."""
    return f'ใส่ [line] basic_id = "{known}" แล้วเปิดโปรแกรมใหม่ หากติดป้ายเช็กอินไปแล้วให้พิมพ์ใหม่'


def webhook(url: str) -> str:
    """Say where webhooks go."""
    return f"Webhook: เปิดอยู่ ส่งไปที่ {url}"


def webhook_other(url: str, wanted: str) -> str:
    """Say that webhooks go elsewhere than the configuration says."""
    return f"Webhook: LINE ส่งไปที่ {url} แต่ตั้งค่าไว้เป็น {wanted}"


def webhook_trouble(status: int, reason: str) -> tuple[str, str]:
    """Return what LINE's test of the webhook found, and the next step."""
    words, following = _REASONS.get(status, _OTHER if status > 0 else _NO_ANSWER)
    code = f" ({status})" if status > 0 else f" ({reason})" if reason else ""
    return f"ทดสอบ Webhook: {words}{code}", following


def quota(used: int, limit: int) -> str:
    """Say how much of the month's messages is used."""
    return f"โควตาข้อความเดือนนี้: ใช้ไป {used:,} จาก {limit:,}"


def refused(what: str, status: int) -> str:
    """Say that LINE did not take a call."""
    return f"{what}: LINE ตอบ {status}"


def check_line(level: str, text: str, following: str) -> str:
    """Write a check in a line."""
    return f"{level}: {text}" + (f" → {following}" if following else "")


def poster_lines(office: str) -> Sequence[str]:
    """Return what stands over the code."""
    return office, POSTER_HEAD, POSTER_SUB
