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


def _labels(player: Player) -> set[str]:
    return {action["label"] for action in buttons_of(player.messages)}


def _heard(player: Player) -> str:
    return "\n".join(map(words_of, player.messages))


def test_a_place_that_goes_at_the_confirmation_is_answered_with_the_nearest() -> None:
    player = Player()
    player.office_line("settings hours.walk_in_places=1")
    for line in (FULL, "[ยินยอม]"):
        player.citizen_line(line)
    player.office_line("race 2026-12-01 10:30")
    player.citizen_line("[ยืนยัน]")
    assert "เวลาที่เลือกเพิ่งเต็ม" in _heard(player)
    assert "ได้รับคำร้อง" not in _heard(player)
    assert "10.30 น." not in _labels(player)
    player.citizen_line("10.30")
    assert "เวลา 10.30 น. เต็มแล้ว เวลาใกล้เคียงที่ยังว่าง: 09.30 น., 10.00 น., 11.00 น." in _heard(player)
    player.citizen_line("[11.00 น.]")
    player.citizen_line("[ยืนยัน]")
    assert "ได้รับคำร้อง BK-R2" in _heard(player)
    # The place is the request's own: it is approved there though everybody else has filled the slot.
    player.office_line("full 2026-12-01 11:00")
    player.office_line("approve BK-R2 2026-12-01 11:00")
    assert "เวลา 11.00 น." in _heard(player)


def test_who_can_come_at_any_time_gets_the_next_one_to_confirm() -> None:
    player = Player()
    for line in ("2#JC9-7654321-05 1 ฉบับ 2/12/69 เวลาใดก็ได้ 1040-02-98765432", "[ยินยอม]"):
        player.citizen_line(line)
    player.office_line("race 2026-12-02 08:00")
    player.citizen_line("[ยืนยัน]")
    assert "เวลาที่เลือกเพิ่งเต็ม" in _heard(player)
    assert "เวลา 08.30 น." in _heard(player)
    player.citizen_line("[ยืนยัน]")
    assert player.effects[-1] == "submit BK-R2 2x1 2026-12-02 08:30"


def test_another_wish_whose_place_goes_is_asked_for_again() -> None:
    player = Player()
    for line in (FULL, "[ยินยอม]", "[ยืนยัน]", "เลื่อนเป็น 3/12/69"):
        player.citizen_line(line)
    player.citizen_line("[09.00 น.]")
    player.office_line("race 2026-12-03 09:00")
    player.citizen_line("[ยืนยัน]")
    assert "เวลาที่เลือกเพิ่งเต็ม" in _heard(player)
    assert "เปลี่ยนวันที่ขอรับ" not in _heard(player)
    player.citizen_line("[09.30 น.]")
    player.citizen_line("[ยืนยัน]")
    assert player.effects[-1] == "wish BK-R2 2026-12-03 09:30"
    request = player.office.by_reference("BK-R2")[0]
    assert request.hold is not None
    assert (request.hold.date.day, request.hold.time.minute) == (3, 30)


def test_the_nearest_days_are_offered_those_before_a_full_one_too() -> None:
    player = Player()
    for line in (FULL, "[ยินยอม]", "[ยืนยัน]"):
        player.citizen_line(line)
    player.office_line("full 2026-11-26")
    player.citizen_line("เลื่อนเป็น 26/11/69")
    for day in (24, 25, 27):
        assert f"ที่ {day} พฤศจิกายน 2569\n" in _heard(player) + "\n"
    assert "ที่ 30 พฤศจิกายน" not in _heard(player)


def test_a_citizen_can_have_no_more_open_requests_than_the_office_allows() -> None:
    player = Player()
    player.office_line("settings chat.open_requests=1")
    for line in (FULL, "[ยินยอม]", "[ยืนยัน]"):
        player.citizen_line(line)
    assert "ได้รับคำร้อง BK-R2" in _heard(player)
    for line in ("2#JC9-7654321-05 1 ฉบับ 2/12/69 9.30 น. 1040-02-98765432", "[ยืนยัน]"):
        player.citizen_line(line)
    assert "ท่านมีคำร้องที่ยังไม่เสร็จ 1 รายการแล้ว" in _heard(player)
    # Nothing that was typed is lost: with the first one away the same draft goes in.
    for line in ("ยกเลิก BK-R2", "[ยกเลิกคำร้อง]", "ยืนยัน"):
        player.citizen_line(line)
    assert "ได้รับคำร้อง" in _heard(player)
