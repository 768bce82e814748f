"""What a citizen can do with the messages on the screen, and how a chat is written down."""

import asyncio
import datetime as dt
from typing import Any

import pytest

from sync.simulator.citizen import Citizen, NotOnScreen, Silence
from sync.simulator.platform import LinePlatform
from tests.sync.simulator.conftest import HandSetClock, NotingDaemon


def quick(text: str, *actions: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "text",
        "text": text,
        "quickReply": {"items": [{"type": "action", "action": action} for action in actions]},
    }


def says(label: str) -> dict[str, Any]:
    return {"type": "message", "label": label, "text": f"พิมพ์ {label}"}


def posts(label: str, **more: Any) -> dict[str, Any]:
    return {"type": "postback", "label": label, "data": f"do={label}"} | more


BUBBLE = {
    "type": "bubble",
    "header": {
        "type": "box",
        "layout": "horizontal",
        "contents": [{"type": "text", "text": "คำร้อง"}, {"type": "text", "text": "BK-7F3K"}],
    },
    "body": {
        "type": "box",
        "layout": "vertical",
        "contents": [
            {"type": "text", "text": "ทะเบียนบ้าน"},
            {"type": "separator"},
            {"type": "text", "contents": [{"type": "span", "text": "2 "}, {"type": "span", "text": "ฉบับ"}]},
            {"type": "box", "layout": "vertical", "contents": [{"type": "button", "action": posts("ยืนยัน")}]},
        ],
    },
}
FLEX = {"type": "flex", "altText": "สรุป", "contents": BUBBLE}


async def test_a_message_button_writes_and_a_postback_button_posts_back(
    daemon: NotingDaemon, somsri: Citizen
) -> None:
    somsri.receives([quick("ยินยอมหรือไม่", says("ยินยอม"), posts("ไม่ยินยอม", displayText="ไม่"))], ["1"])
    assert [button.label for button in somsri.buttons()] == ["ยินยอม", "ไม่ยินยอม"]
    await somsri.taps("ยินยอม")
    assert daemon.events[0]["message"]["text"] == "พิมพ์ ยินยอม"
    somsri.receives([quick("ยินยอมหรือไม่", posts("ไม่ยินยอม", displayText="ไม่"))], ["2"])
    tapped = await somsri.taps("ไม่ยินยอม")
    assert daemon.events[1]["postback"] == {"data": "do=ไม่ยินยอม"}
    assert tapped.text == "ไม่"


async def test_quick_replies_are_gone_once_anything_is_written(somsri: Citizen) -> None:
    somsri.receives([quick("เลือก", says("ก"))], ["1"])
    await somsri.says("อะไรนะ")
    with pytest.raises(NotOnScreen, match="to be seen: none"):
        await somsri.taps("ก")


async def test_only_the_last_message_s_quick_replies_are_shown(somsri: Citizen) -> None:
    somsri.receives([quick("หนึ่ง", says("ก")), quick("สอง", says("ข"))], ["1", "2"])
    with pytest.raises(NotOnScreen, match="ข"):
        await somsri.taps("ก")


async def test_buttons_inside_a_message_stay(daemon: NotingDaemon, somsri: Citizen) -> None:
    somsri.receives([FLEX], ["1"])
    await somsri.says("เดี๋ยวก่อน")
    await somsri.taps("ยืนยัน")
    await somsri.taps("ยืนยัน")
    assert [event["type"] for event in daemon.events] == ["message", "postback", "postback"]


@pytest.mark.parametrize(
    ("mode", "picked", "params"),
    [
        ("date", dt.date(2026, 12, 1), {"date": "2026-12-01"}),
        ("time", dt.time(9, 5), {"time": "09:05"}),
        ("datetime", dt.datetime(2026, 12, 1, 9, 5), {"datetime": "2026-12-01T09:05"}),  # noqa: DTZ001
        ("date", "2026-12-01", {"date": "2026-12-01"}),
    ],
)
async def test_a_picker_posts_back_what_is_picked(
    daemon: NotingDaemon, somsri: Citizen, mode: str, picked: Any, params: dict[str, str]
) -> None:
    picker = {"type": "datetimepicker", "label": "เลือกวัน", "data": "pick", "mode": mode}
    somsri.receives([quick("วันใด", picker)], ["1"])
    with pytest.raises(NotOnScreen, match="picker"):
        await somsri.taps("เลือกวัน")
    await somsri.taps("เลือกวัน", picked)
    assert daemon.events[-1]["postback"] == {"data": "pick", "params": params}


async def test_a_citizen_waits_for_words_and_says_when_there_are_none(somsri: Citizen) -> None:
    somsri.receives([{"type": "text", "text": "หนึ่ง"}, {"type": "text", "text": "สอง"}], ["1", "2"])
    assert (await somsri.hears("สอง")).message_id == "2"
    with pytest.raises(Silence):
        await somsri.next_message(0.01)
    waiting = asyncio.create_task(somsri.next_messages(None))
    await asyncio.sleep(0)
    somsri.receives([{"type": "text", "text": "สาม"}], ["3"])
    assert [entry.text for entry in await waiting] == ["สาม"]
    with pytest.raises(Silence):
        await somsri.hears("สี่", 0.01)


async def test_blocking_and_coming_back(daemon: NotingDaemon, somsri: Citizen) -> None:
    await somsri.blocks()
    assert not somsri.receives([{"type": "text", "text": "ก"}], ["1"])
    await somsri.follows()
    assert somsri.receives([{"type": "text", "text": "ข"}], ["2"])
    assert [event["type"] for event in daemon.events] == ["unfollow", "follow"]
    assert daemon.events[1]["follow"] == {"isUnblocked": True}
    assert "replyToken" not in daemon.events[0]


async def test_only_one_s_own_message_can_be_taken_back(daemon: NotingDaemon, somsri: Citizen) -> None:
    sent = await somsri.says("1040-02-12345678")
    await somsri.unsends(sent)
    assert daemon.events[1]["unsend"] == {"messageId": sent.message_id}
    assert "12345678" not in somsri.conversation_text()
    somsri.receives([{"type": "text", "text": "ก"}], ["1"])
    with pytest.raises(NotOnScreen):
        await somsri.unsends(somsri.conversation[-1])


async def test_a_chat_is_written_down_as_it_is_seen(somsri: Citizen, clock: HandSetClock) -> None:
    await somsri.says("1#JC1-1234567-12")
    clock.now += 90
    somsri.receives([FLEX, quick("ถูกต้องหรือไม่", says("ถูก"), says("แก้ไข"))], ["1", "2"])
    assert somsri.conversation_text() == (
        "09.00 น. สมศรี: 1#JC1-1234567-12\n"
        "09.01 น. สำนักงานเขตบางแค: คำร้อง BK-7F3K\n"
        "    ทะเบียนบ้าน\n"
        "    2 ฉบับ\n"
        "    [ยืนยัน]\n"
        "09.01 น. สำนักงานเขตบางแค: ถูกต้องหรือไม่\n"
        "    [ถูก] [แก้ไข]"
    )


async def test_control_characters_do_not_reach_the_reader_of_a_transcript(somsri: Citizen) -> None:
    await somsri.says("\x1b]52;c;aGVsbG8=\x07\u202eก\x9b2J\r\u2066")
    written = somsri.conversation_text()
    assert not any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in written)
    assert not any(letter in written for letter in "\u202e\u2066")


async def test_watchers_hear_of_everybody(line: LinePlatform) -> None:
    seen: list[tuple[str, str]] = []
    line.watchers.append(lambda citizen, entry: seen.append((citizen.name, entry.text)))
    await line.citizen("สมศรี").says("ก")
    await line.citizen("มาลี").says("ข")
    assert seen == [("สมศรี", "ก"), ("มาลี", "ข")]
    assert line.citizen("มาลี") is line.citizen("มาลี")
