"""What is said to who wishes for somebody else's record: kindly no, and what to bring to the counter."""

from __future__ import annotations

from typing import Final

_HEAD: Final = "ขออภัย ในแชตนี้ขอได้เฉพาะเอกสารของตนเอง เพื่อคุ้มครองข้อมูลของเจ้าของเอกสาร"
_THEMSELVES: Final = "เจ้าของเอกสารทักแชตนี้จาก LINE ของตนเองได้"
_OWNER: Final = "เจ้าของเอกสารต้องมาด้วยตนเอง พร้อมบัตรประจำตัวประชาชนตัวจริง"
_ATTORNEY: Final = (
    "ผู้รับมอบอำนาจขอแทนได้ที่เคาน์เตอร์ โดยนำ\n"
    "- หนังสือมอบอำนาจที่ลงลายมือชื่อแล้ว\n"
    "- บัตรประจำตัวประชาชนของเจ้าของเอกสาร หรือสำเนาที่รับรองแล้ว\n"
    "- บัตรประจำตัวประชาชนตัวจริงของผู้รับมอบอำนาจ"
)
_MINOR: Final = "กรณีบุตรที่ยังไม่มีบัตรประจำตัวประชาชน บิดาหรือมารดานำบัตรของตนและหลักฐานของบุตรมาที่เคาน์เตอร์ได้"


def declined(*, office: str, telephone: str, attorney: bool) -> str:
    """Say no, and how it can be had; ``attorney``: the office allows a power of attorney."""
    call = f" (โทร. {telephone})" if telephone else ""
    ways = [_THEMSELVES, f"หรือมาที่{office}{call}", _ATTORNEY if attorney else _OWNER, _MINOR]
    return f"{_HEAD}\n\n" + "\n".join(ways)
