"""What is asked after documents were collected, one question at a time, and what is said around it."""

from __future__ import annotations

from typing import Final

from registry.request import Request

THANKS: Final = "ขอบคุณสำหรับคำตอบ ทุกคำตอบช่วยให้เราปรับปรุงบริการ"
STOPPED: Final = "ขอบคุณที่สละเวลา ไม่ต้องตอบต่อแล้ว"
OVER: Final = "แบบสอบถามนี้ปิดแล้ว ขอบคุณที่ให้ความสนใจ"
ANSWERED: Final = "ได้รับคำตอบสำหรับครั้งนี้แล้ว ขอบคุณที่ให้ความเห็น"
APART: Final = "คำตอบเก็บแยกจากชื่อและคำร้องของท่าน และไม่ตอบก็ได้"

_SCALE: Final = "1 (น้อยที่สุด) ถึง 5 (มากที่สุด)"
QUESTIONS: Final = {
    "speed": f"ท่านพึงพอใจกับความรวดเร็วของบริการเพียงใด กรุณาให้คะแนน {_SCALE}",
    "ease": f"ขอบคุณ การขอเอกสารทางแชตนี้ง่ายเพียงใด กรุณาให้คะแนน {_SCALE}",
    "overall": f"โดยรวมแล้ว ท่านพึงพอใจเพียงใด กรุณาให้คะแนน {_SCALE}",
    "source": "ท่านรู้จักบริการนี้จากที่ใด กรุณาเลือกหนึ่งข้อ",
    "comment": "คำถามสุดท้าย หากมีข้อเสนอแนะหรือปัญหาที่พบ กรุณาพิมพ์มาได้ในข้อความเดียว โดยไม่ต้องใส่ชื่อหรือเลขบัตร หรือกด “ข้าม”",
}


def begin(request: Request) -> str:
    """Thank for the visit, and ask the first question."""
    return f"ขอบคุณที่ใช้บริการคำร้อง {request.reference}\n\n{QUESTIONS['speed']}\n\n{APART}"
