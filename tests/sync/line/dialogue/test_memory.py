"""What a conversation remembers: sealed as JSON, silent in logs, and not longer than it may."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from registry.settings import Settings
from sync.line.dialogue import Conversation, keeps_until, purged
from sync.line.dialogue.model import EVENTS_REMEMBERED, ForgetMessage
from sync.line.incoming import Incoming
from tests.sync.line.dialogue.chat_office import NOW, MemoryOffice
from tests.sync.line.dialogue.player import SECRETS, Player

FULL = "1#JC9-7654321-05 2 ฉบับ 1/12/69 10.30 น. 1040-02-98765432"


def talked(*lines: str) -> Player:
    player = Player()
    for line in lines:
        player.citizen_line(line)
    player.effects.clear()
    return player


def test_a_conversation_comes_back_as_it_was_stored() -> None:
    conversation = talked(FULL, "ยินยอม").conversation
    assert conversation.draft is not None
    assert Conversation.load(conversation.model_dump_json()) == conversation


@pytest.mark.parametrize(
    "stored",
    [
        None,
        "",
        b"",
        "null",
        "[]",
        "{",
        '{"shape": 2}',
        '{"shape": 1, "mood": "good"}',
        '{"draft": {"id": 7}}',
        b"\xff",
    ],
)
def test_what_cannot_be_read_begins_anew(stored: str | bytes | None) -> None:
    assert Conversation.load(stored) == Conversation()


def test_nothing_of_the_citizen_is_in_a_repr_or_an_error() -> None:
    conversation = talked(FULL).conversation
    shown = repr(conversation) + str(conversation)
    for secret in SECRETS:
        assert secret not in shown
    assert "ฉบับ" not in shown
    with pytest.raises(ValueError, match="draft") as error:
        Conversation.model_validate({"draft": {"laser": ["JC9765432105"]}})
    assert "JC9765432105" not in str(error.value)


def test_a_draft_without_consent_is_kept_for_its_hours_from_the_beginning() -> None:
    player, settings = talked(FULL), Settings()
    begun = NOW
    assert keeps_until(player.conversation, settings) == begun + dt.timedelta(hours=24)
    player.office.now += dt.timedelta(hours=23)
    player.citizen_line("2 ฉบับ")
    assert keeps_until(player.conversation, settings) == begun + dt.timedelta(hours=24)
    assert purged(player.conversation, settings, begun + dt.timedelta(hours=23.9)) is player.conversation
    gone = purged(player.conversation, settings, begun + dt.timedelta(hours=24))
    assert gone.draft is None
    assert "JC9765432105" not in gone.model_dump_json()


def test_a_draft_with_consent_is_kept_for_days_after_the_last_word() -> None:
    player = talked(FULL, "ยินยอม")
    assert keeps_until(player.conversation, Settings()) == NOW + dt.timedelta(days=7)
    assert keeps_until(Conversation(), Settings()) is None


def test_declining_forgets_everything_but_the_events() -> None:
    player = talked(FULL, "ไม่ยินยอม")
    assert player.conversation == Conversation(seen=("E1", "E2"))


def test_events_are_remembered_within_bounds() -> None:
    player = talked(*["เมนู"] * (EVENTS_REMEMBERED + 5))
    assert len(player.conversation.seen) == EVENTS_REMEMBERED
    assert player.conversation.seen[-1] == f"E{EVENTS_REMEMBERED + 5}"


def test_the_request_carries_the_chat_that_led_to_it() -> None:
    player = talked("1#JC9-7654321-05", "ยินยอม", "2 ฉบับ 1/12/69 10.30 น.", "1040-02-98765432")
    request, particulars = player.office.open_requests()[0]
    assert [line.id for line in particulars.chat] == ["m-1", "m-3", "m-4"]
    assert particulars.laser == "JC9765432105"
    assert particulars.card == "10400298765432"
    assert request.submitted_at == NOW
    assert player.conversation.draft is None
    assert "JC9765432105" not in player.conversation.model_dump_json()


def test_chat_lines_of_a_draft_are_bounded_in_number_and_length() -> None:
    player = talked(*["2 ฉบับ " + "ก" * 4900] * 30)
    draft = player.conversation.draft
    assert draft is not None
    assert len(draft.lines) <= 20
    assert max(len(line.text) for line in draft.lines) <= 1000


def test_tomorrow_is_the_day_after_the_message_was_written() -> None:
    office = MemoryOffice(now=dt.datetime(2026, 11, 22, 17, 5, tzinfo=dt.UTC))  # Monday, five past midnight
    player = Player(office=office)
    event = player.event("text", text="พรุ่งนี้ 10 โมง")
    player.send(replace(event, at=office.now - dt.timedelta(minutes=10)))  # written on Sunday
    assert player.conversation.draft is not None
    assert player.conversation.draft.date is None  # Monday is today, which is too early
    player.send(replace(player.event("text", text="พรุ่งนี้"), at=dt.datetime(1990, 1, 1, tzinfo=dt.UTC)))
    assert player.conversation.draft.date == dt.date(2026, 11, 24)


def test_nothing_happens_while_a_person_has_the_chat_in_hand() -> None:
    player = Player()
    turn = player.send(replace(player.event("text", text="เมนู"), standby=True))
    assert not turn.messages
    assert turn.conversation == Conversation()


def test_a_message_is_taken_back_even_while_a_person_has_the_chat_in_hand() -> None:
    player = talked("1#JC9-7654321-05", "ยินยอม")
    first = f"m-{player._events - 1}"
    turn = player.send(replace(player.event("unsend", message_id=first), standby=True))
    assert [type(effect) for effect in turn.effects] == [ForgetMessage]
    assert not turn.messages
    assert "JC97654321" not in turn.conversation.model_dump_json()


def written(player: Player, text: str, seconds: int) -> None:
    """Let a text arrive now that was written so many seconds from the office's now."""
    event = f"late-{text}-{seconds}"
    at = player.office.now + dt.timedelta(seconds=seconds)
    player.send(Incoming(event_id=event, at=at, kind="text", text=text, message_id=event))


def test_a_late_message_adds_what_is_missing_and_rewinds_nothing() -> None:
    player = talked("1#JC9-7654321-05", "ยินยอม")
    written(player, "3 ฉบับ", 10)
    written(player, "4 ฉบับ รับวันที่ 1/12/2569", 5)
    draft = player.conversation.draft
    assert draft is not None
    assert [item.copies for item in draft.items] == [3]
    assert draft.date == dt.date(2026, 12, 1)
    written(player, "2 ฉบับ 2/12/2569", 20)
    draft = player.conversation.draft
    assert draft is not None
    assert [item.copies for item in draft.items] == [2]
    assert draft.date == dt.date(2026, 12, 2)
    written(player, "JC9-123", 15)
    assert player.conversation.draft is not None
    assert player.conversation.draft.laser == "JC9765432105"
