"""The mark on a message that the citizen may have had before."""

from __future__ import annotations

from typing import Final

REPEATED: Final = "แจ้งซ้ำ (หากได้รับข้อความนี้แล้ว ไม่ต้องดำเนินการใด)"
