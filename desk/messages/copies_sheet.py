"""Texts of the list of the copies to be made, on paper and around it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from desk.messages.errors import Told

TITLE: Final = "รายการคัดสำเนา"
TRAY_BLANK: Final = "ถาด ____"
COUNTER: Final = "ช่องบริการ"
CLERK: Final = "เจ้าหน้าที่"
MADE_AT: Final = "พิมพ์เมื่อ"
COLUMNS: Final = ("เวลา", "อ้างอิง", "ผู้ร้อง", "ฉบับ", "ถาด")
STYLE: Final = (
    "@page{size:A4;margin:15mm}body{font:14pt Sarabun,'TH Sarabun New',sans-serif}h1{font-size:18pt}"
    "h2{font-size:15pt;margin:1em 0 .3em;break-after:avoid}table{width:100%;border-collapse:collapse}"
    "th,td{border:1px solid;padding:.2em .5em;text-align:left}td:nth-child(4){text-align:right}"
    "td:last-child{width:5em}tr{break-inside:avoid}.mark{font-weight:bold;text-align:center;border:2px solid}"
)

KEY: Final = "พิมพ์รายการ"
KEY_HELP: Final = "พิมพ์รายการคัดสำเนาของเรื่องที่ยังไม่พร้อม แยกตามบริการและเวลา หรือบันทึกเป็นไฟล์สำหรับกระดาษ A4"
HOW: Final = "รายการนี้ปิดชื่อไว้ ไม่มีเลขประจำตัว และไม่นับเป็นบัตรคิว"
ON_SLIPS: Final = "พิมพ์ที่เครื่องพิมพ์ของช่องนี้"
AS_FILE: Final = "บันทึกเป็นไฟล์ เปิดด้วยเบราว์เซอร์แล้วพิมพ์บน A4"
NOTHING: Final = "ไม่มีเรื่องที่ยังต้องคัดสำเนา"
HANDED_IN: Final = "สั่งพิมพ์รายการคัดสำเนาแล้ว"


def kept(path: Path) -> Told:
    """Say where the file is."""
    return Told("บันทึกรายการคัดสำเนาแล้ว", str(path), "เปิดไฟล์นี้ด้วยเบราว์เซอร์แล้วพิมพ์ รายการใหม่จะแทนไฟล์เดิม")
