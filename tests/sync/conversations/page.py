"""The page that shows every conversation as the citizen sees it; run as a module, it writes it anew."""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from pathlib import Path

from sync.store.database import migrate
from tests.sync.conversations.play import Play
from tests.sync.conversations.script import Script, scripts
from tests.sync.conversations.stage import Stage

PAGE = Path(__file__).parents[3] / "docs" / "conversations.md"
_FOLDERS = {
    "anytime": "ทำได้ทุกเมื่อ",
    "arrival": "มาถึงสำนักงาน",
    "consent": "ความยินยอม",
    "corrections": "แก้ไขสิ่งที่พิมพ์",
    "inquiries": "สอบถามและนัดหมายล่วงหน้า (บริการ 5)",
    "office": "เมื่อเจ้าหน้าที่ติดต่อกลับ",
    "others": "ขอแทนผู้อื่น",
    "particulars": "ข้อมูลที่สำนักงานขอ",
    "privacy": "ข้อมูลส่วนบุคคลและบัญชี",
    "reminders": "การแจ้งเตือน",
    "request": "ขอคัดเอกสาร",
    "survey": "แบบสอบถามความพึงพอใจ",
}
_HEAD = """# บทสนทนาในแชต

หน้านี้แสดงบทสนทนาอย่างที่ผู้ร้องเห็นในแชต LINE ตัวอักษรใน [ ] คือปุ่ม คนและเลขทั้งหมดสมมติขึ้น ทุกบทเล่นจริงกับโปรแกรมทุกครั้งที่ทดสอบ
หน้านี้สร้างด้วย `make conversations` จากไฟล์ใน `tests/sync/conversations/scripts` กรุณาอย่าแก้ที่นี่
"""


def section(script: Script, seen: str) -> str:
    """Return the part of the page that shows one conversation."""
    return f"### {script.title}\n\n```text\n{seen}\n```\n"


def kept() -> dict[str, str]:
    """Return the sections of the page as it is, by title."""
    text = PAGE.read_text("utf-8") if PAGE.exists() else ""
    parts = re.split(r"^(?=### )", text, flags=re.MULTILINE)[1:]
    sections = [part.split("\n## ")[0].rstrip("\n") + "\n" for part in parts]
    return {part.splitlines()[0].removeprefix("### "): part for part in sections}


def whole(sections: dict[str, str]) -> str:
    """Return the page of these sections (by title), in the order of the scripts."""
    parts, folder = [_HEAD], ""
    for script in scripts():
        if script.name.partition("/")[0] != folder:
            folder = script.name.partition("/")[0]
            parts.append(f"## {_FOLDERS[folder]}\n")
        parts.append(sections.get(script.title, ""))
    return "\n".join(parts)


async def _play_all(folder: Path) -> dict[str, str]:
    url = folder / "office.sqlite"
    migrate(f"sqlite:///{url}")
    sections = {}
    async with Stage(url) as stage:
        for script in scripts():
            sections[script.title] = section(script, await Play(stage, script).run())
    return sections


def main() -> None:
    """Play everything and write the page."""
    with tempfile.TemporaryDirectory() as folder:
        sections = asyncio.run(_play_all(Path(folder)))
    PAGE.write_text(whole(sections), "utf-8")
    sys.stdout.write(f"{PAGE.name}: {len(sections)} conversations\n")


if __name__ == "__main__":
    main()
