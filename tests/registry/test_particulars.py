"""The chat that is kept with a request: each message once, bounded, longer where a person talks."""

from __future__ import annotations

import datetime as dt

from registry.particulars import ChatLine, Particulars, lines_kept, with_line
from registry.request import Group, Inquiry, Item
from tests.sync import factories as f

AT = dt.datetime(2026, 11, 23, 3, 0, tzinfo=dt.UTC)


def line(number: int, *, line_id: str | None = None) -> ChatLine:
    return ChatLine(at=AT, who="citizen", text=str(number), id=f"m-{number}" if line_id is None else line_id)


def test_a_message_is_kept_once_and_lines_without_an_id_each_time() -> None:
    particulars = Particulars().with_line(line(1))
    assert particulars.with_line(line(2, line_id="m-1")) is particulars
    own = line(3, line_id="")
    assert [one.text for one in particulars.with_line(own).with_line(own).chat] == ["1", "3", "3"]
    assert with_line(particulars.chat, None) is particulars.chat


def test_the_oldest_go_beyond_the_bound_and_an_inquiry_keeps_more() -> None:
    copies = f.request()
    inquiry = f.request(items=(Item(service=5),)).model_copy(
        update={"inquiry": Inquiry(group=Group.POPULATION)}
    )
    for request in (copies, inquiry):
        chat: tuple[ChatLine, ...] = ()
        for number in range(100):
            chat = with_line(chat, line(number), lines_kept(request))
        assert [one.text for one in chat] == [str(n) for n in range(100 - lines_kept(request), 100)]
    assert lines_kept(inquiry) > lines_kept(copies)
