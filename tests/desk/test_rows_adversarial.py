"""Every widget that shows a citizen's text: whatever it is, the rows fit and hold no control character."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.content import Content

from desk.check_model import CheckModel
from desk.widgets.chat_log import ChatLog
from desk.widgets.check_lines import CheckLines
from desk.widgets.claim_panel import Claim, ClaimPanel
from desk.widgets.prepare_list import PrepareList
from desk.widgets.rows import row, spread
from desk.widgets.slip_view import SlipView
from registry.checks import Step
from registry.defaults import OUTCOMES
from registry.particulars import ChatLine, Particulars
from registry.request import Fee
from tests.desk.driving import HOSTILE
from tests.desk.people import NOW, approved, request
from thai.clusters import cell_width

SHORT = st.one_of(st.sampled_from([text[:200] for text in HOSTILE]), st.text(max_size=60))
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=300))
WIDTHS = st.sampled_from([24, 46, 76, 112])
FORBIDDEN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f\ufeff")


def assert_plain(rows: list[Content], width: int) -> None:
    for each in rows:
        assert cell_width(each.plain) <= width
        assert not [c for c in each.plain if ord(c) < 32 or 0x7F <= ord(c) <= 0x9F or c in FORBIDDEN]
        assert all(span.style is None or "click" not in str(span.style) for span in each.spans)


@given(TEXTS, TEXTS, WIDTHS)
def test_any_row_fits(left: str, right: str, width: int) -> None:
    assert_plain([row(width, left, (right, "bold"))], width)
    assert_plain([spread(width, left, "F4")], width)


@given(st.lists(TEXTS, max_size=4), WIDTHS, st.sampled_from(["citizen", "office", "clerk"]))
@settings(max_examples=60, deadline=None)
def test_any_conversation_fits(texts: list[str], width: int, who: str) -> None:
    lines = [ChatLine(at=NOW, who=who, text=text) for text in texts]
    assert_plain(ChatLog(lines).rows(width), width)


@given(TEXTS, TEXTS, WIDTHS, st.booleans(), st.integers(0, 30))
@settings(max_examples=60, deadline=None)
def test_any_claim_fits(name: str, question: str, width: int, compact: bool, left: int) -> None:
    given_by_citizen = Particulars(laser=name, card=question, pid=name, name=name, display_name=name)
    claim = Claim(request(question=question), given_by_citizen, fee=Fee(baht=10), reveal_left=left)
    panel = ClaimPanel(claim)
    panel.compact = compact
    assert_plain(panel.rows(width), width)


@given(SHORT, SHORT, SHORT, WIDTHS, st.booleans())
@settings(max_examples=80, deadline=None)
def test_any_line_of_a_check_fits(label: str, claimed: str, found: str, width: int, revealed: bool) -> None:
    steps = [
        Step(id="a", label=label, kind="typed", particular="name"),
        Step(id="b", label=label, kind="typed", particular="card"),
        Step(id="c", label=label, kind="attested", particular="pid"),
        Step(id="d", label=label, kind="outcome"),
        Step(id="e", label=label, kind="typed"),
    ]
    model = CheckModel(steps, OUTCOMES, Particulars(name=claimed, card=claimed, pid=claimed))
    lines = CheckLines(model, monotonic=lambda: 0.0)
    lines.set_reactive(CheckLines.revealed, revealed)
    assert_plain(lines.rows(width), width)
    for index in (0, 1, 4):
        model.type(index, found)
    model.attest(2, seen=False)
    model.pick(3, 4)
    for cursor in range(len(steps)):
        lines.cursor = cursor
        assert_plain(lines.rows(width), width)


@given(TEXTS, WIDTHS)
def test_any_tray_and_any_paper_fit(text: str, width: int) -> None:
    paper, prepared = SlipView(), PrepareList()
    paper._lines = (text, text)
    prepared.requests = (approved("BK-7NPQ", tray=text), request("BK-9QRT", question=text))
    assert_plain(paper.rows(width), width)
    assert_plain(prepared.rows(width), width)


@pytest.mark.parametrize("number", ["JC1-1234567-12", "๑๐๔๐-๐๒-๑๒๓๔๕๖๗๘", "1 1040 00000 01 0"])
def test_numbers_in_the_chat_are_masked(number: str) -> None:
    line = ChatLine(at=NOW + dt.timedelta(), who="citizen", text=f"เลข {number} ค่ะ")
    shown = "".join(each.plain for each in ChatLog([line]).rows(60))
    assert number not in shown
    assert "X" in shown


def test_twenty_messages_of_five_thousand_characters_are_bounded_and_wrapped_once() -> None:
    lines = [ChatLine(at=NOW, who="citizen", text=f"{n}" + "ทะเบียนบ้าน" * 454) for n in range(20)]
    log = ChatLog(lines[:19])
    before = log.rows(44)
    log._lines = tuple(lines)
    after = log.rows(44)
    assert 20 * 40 < len(after) < 20 * 80
    assert all(one is other for one, other in zip(before, after, strict=False))
    assert "(ยาวอีก 2,9" in "".join(each.plain for each in after)
