"""The survey by buttons that stand in the chat for long, and by whoever it is none of."""

from __future__ import annotations

import pytest

from registry.states import State
from sync.line.dialogue import keeps_until
from sync.line.dialogue.survey_words import score
from tests.sync.line.dialogue.player import Player

FULL = "1#JC9-7654321-05 2 ฉบับ 1/12/69 10.30 น. 1040-02-98765432"


def collected() -> tuple[Player, str]:
    player = Player()
    for line in (FULL, "[ยินยอม]", "[ยืนยัน]"):
        player.citizen_line(line)
    request = player.office.open_requests()[0][0]
    player.office.put(request.reference, state=State.COLLECTED)
    player.effects.clear()
    return player, request.id


def press(player: Player, data: str) -> str:
    turn = player.send(player.event("postback", data=data))
    return str(turn.messages[0]["text"])


def test_an_answer_can_be_changed_for_a_day_and_then_nothing_ties_it_to_the_visit() -> None:
    player, visit = collected()
    press(player, f"survey={visit}/speed/5")
    press(player, f"survey={visit}/speed/3")
    first, second = player.office.scores
    assert first.survey_id == second.survey_id
    assert visit not in first.model_dump_json()
    tie = player.conversation.survey
    assert tie is not None
    assert keeps_until(player.conversation, player.office.settings) is not None
    player._do_wait("25")
    assert "ได้รับคำตอบสำหรับครั้งนี้แล้ว" in press(player, f"survey={visit}/ease/1")
    assert player.conversation.survey is None
    assert tie.id not in player.conversation.model_dump_json()
    assert len(player.office.scores) == 2


def test_each_visit_has_answers_of_its_own() -> None:
    player, first = collected()
    press(player, f"survey={first}/speed/5")
    for line in (FULL, "[ยืนยัน]"):
        player.citizen_line(line)
    second = player.office.open_requests()[0][0]
    player.office.put(second.reference, state=State.COLLECTED)
    press(player, f"survey={second.id}/speed/1")
    assert len({answer.survey_id for answer in player.office.scores}) == 2


@pytest.mark.parametrize("data", ["survey={}/speed/5", "survey-skip={}/end", "survey={}/source/0"])
def test_a_survey_of_nobody_s_visit_or_of_long_ago_is_over(data: str) -> None:
    player, visit = collected()
    assert "ปิดแล้ว" in press(player, data.format("01900000-0000-7000-8000-000000000999"))
    player._do_wait(f"{24 * 15}")
    assert "ปิดแล้ว" in press(player, data.format(visit))
    assert not player.office.scores


def test_a_source_that_the_list_has_no_more_is_asked_again() -> None:
    player, visit = collected()
    assert "รู้จักบริการ" in press(player, f"survey={visit}/source/99")
    assert not player.office.scores


def test_an_unsent_comment_goes_also_when_the_survey_is_over() -> None:
    player, visit = collected()
    press(player, f"survey-skip={visit}/source")
    player.citizen_line("ช้ามาก ป้าข้างบ้านชื่อยุพาพิมพ์ก็บอก")
    said = player.conversation.survey
    assert said is not None
    player.citizen_line(f"(unsend {said.comment_line})")
    assert [(answer.question, answer.text) for answer in player.office.scores[-1:]] == [("comment", "")]
    assert "ยุพาพิมพ์" not in player.conversation.model_dump_json()


@pytest.mark.parametrize(
    ("text", "expected"),
    [("5", 5), ("๔", 4), ("5 มากที่สุด", 5), ("ให้ 3 คะแนนค่ะ", 3), ("2/5", 2), ("น้อยที่สุด", 1), ("ห้าครับ", 5)]
    + [(text, None) for text in ("6", "0", "55", "5 ฉบับ", "1,2", "", "ดี", "5#")],
)
def test_a_score_in_words(text: str, expected: int | None) -> None:
    assert score(text) == expected
