"""What the office refuses after the dialogue has said yes to it."""

from __future__ import annotations

from tests.sync.line.dialogue.checking import buttons_of, words_of
from tests.sync.line.dialogue.player import Player

FULL = "1#JC9-7654321-05 2 ฉบับ 1/12/69 10.30 น. 1040-02-98765432"


def test_a_place_that_has_just_gone_is_asked_for_again() -> None:
    player = Player()
    for line in (FULL, "[ยินยอม]", "[ยืนยัน]"):
        player.citizen_line(line)
    player.office_line("approve BK-R2 2026-12-01 10:30")
    player.citizen_line("เลื่อนเป็นวันพฤหัสหน้า")
    player.citizen_line("[10.00 น.]")
    player.office_line("race 2026-12-03 10:00")
    player.citizen_line("[ยืนยัน]")
    assert "เวลาที่เลือกเพิ่งเต็ม" in words_of(player.messages[0])
    assert "10.00 น." not in {action["label"] for action in buttons_of(player.messages)}
    player.citizen_line("[11.00 น.]")
    player.citizen_line("ใช่")
    assert "เวลา 11.00 น. แล้ว" in words_of(player.messages[0])
    assert player.effects[-2:] == ["move BK-R2 2026-12-03 10:00", "move BK-R2 2026-12-03 11:00"]
    assert str(player.office.by_reference("BK-R2")[0].appointment).count("11, 0") == 1
