"""Webhooks as they leave the platform: shape, signature, redelivery, duplicates, order."""

import json
import re

import pytest
from linebot.v3.messaging import (  # type: ignore[import-untyped, unused-ignore]
    ApiException,
    AsyncMessagingApi,
    ReplyMessageRequest,
    TextMessage,
)
from linebot.v3.webhook import SignatureValidator, WebhookParser  # type: ignore[import-untyped, unused-ignore]
from linebot.v3.webhooks import MessageEvent, PostbackEvent  # type: ignore[import-untyped, unused-ignore]

from sync.simulator.citizen import Citizen
from sync.simulator.platform import LinePlatform
from sync.simulator.webhooks import sign
from tests.line_openapi import assert_valid, problems
from tests.sync.simulator.conftest import HandSetClock, NotingDaemon

ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")


def test_the_signature_of_the_published_example() -> None:
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    assert sign("8c570fa6dd201bb328f1c1eac23a96d8", body) == "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="


async def everything(citizen: Citizen) -> None:
    """One event of each kind that a citizen can cause."""
    await citizen.follows()
    first = await citizen.says("1#JC1-1234567-12\n\"'\\ \U0001f642")
    await citizen.says("อ้างถึง", quoting=first)
    await citizen.sends_picture(b"picture")
    await citizen.sends_sticker()
    await citizen.sends_location()
    citizen.receives([_picker("datetime")], ["1"])
    await citizen.taps("เลือก", "2026-12-01T10:30")
    await citizen.unsends(first)
    await citizen.blocks()
    await citizen.follows()


def _picker(mode: str) -> dict[str, object]:
    action = {"type": "datetimepicker", "label": "เลือกวัน", "data": "day", "mode": mode}
    return {
        "type": "text",
        "text": "วันใด",
        "quickReply": {"items": [{"type": "action", "action": action}]},
    }


async def test_every_event_is_valid_by_the_published_schema(
    daemon: NotingDaemon, somsri: Citizen, line: LinePlatform
) -> None:
    await everything(somsri)
    await line.webhooks.verify()
    for webhook in daemon.webhooks:
        assert_valid("CallbackRequest", webhook.whole, api="webhook")


async def test_every_webhook_is_signed_and_every_event_has_an_id_of_its_own(
    daemon: NotingDaemon, somsri: Citizen, line: LinePlatform
) -> None:
    await everything(somsri)
    await line.webhooks.verify()
    validator = SignatureValidator(line.channel_secret)
    assert len(daemon.webhooks) == 11
    for webhook in daemon.webhooks:
        assert validator.validate(webhook.body.decode(), webhook.headers["x-line-signature"])
        assert webhook.headers["content-type"] == "application/json; charset=utf-8"
    assert len({event["webhookEventId"] for event in daemon.events}) == 10
    assert all(ULID.fullmatch(event["webhookEventId"]) for event in daemon.events)


def test_the_validator_sees_what_is_missing_behind_a_discriminator() -> None:
    event = {
        "type": "message",
        "timestamp": 1,
        "mode": "active",
        "webhookEventId": "x",
        "deliveryContext": {"isRedelivery": False},
        "message": {"type": "text", "id": "1", "quoteToken": "q"},
    }
    whole = {"destination": "U" + "0" * 32, "events": [event]}
    assert problems("CallbackRequest", whole, api="webhook") == [
        "$.events[0].message: 'text' is a required property"
    ]
    event["type"] = "unheard-of"
    assert len(problems("CallbackRequest", whole, api="webhook")) == 1


async def test_line_s_own_parser_understands_them(
    daemon: NotingDaemon, somsri: Citizen, line: LinePlatform
) -> None:
    sent = await somsri.says("สวัสดี")
    somsri.receives([_picker("date")], ["1"])
    await somsri.taps("เลือกวัน", "2026-12-01")
    parser = WebhookParser(line.channel_secret)
    message, postback = [
        parser.parse(webhook.body.decode(), webhook.headers["x-line-signature"])[0]
        for webhook in daemon.webhooks
    ]
    assert isinstance(message, MessageEvent)
    assert (message.message.id, message.message.text) == (sent.message_id, "สวัสดี")
    assert message.source.user_id == somsri.user_id
    assert isinstance(postback, PostbackEvent)
    assert (postback.postback.data, postback.postback.params) == ("day", {"date": "2026-12-01"})


async def test_several_users_in_one_webhook(
    daemon: NotingDaemon, somsri: Citizen, line: LinePlatform
) -> None:
    async with line.webhooks.together():
        await somsri.says("หนึ่ง")
        await line.citizen("มาลี").says("สอง")
    assert [len(webhook.events) for webhook in daemon.webhooks] == [2]
    assert len({event["source"]["userId"] for event in daemon.events}) == 2


async def test_a_webhook_that_is_not_answered_with_200_comes_again(
    daemon: NotingDaemon, somsri: Citizen, line: LinePlatform
) -> None:
    daemon.statuses = [500, 404]
    await somsri.says("สวัสดี")
    await line.webhooks.settled()
    first, second, third = daemon.events
    assert [event["deliveryContext"]["isRedelivery"] for event in daemon.events] == [False, True, True]
    assert second == third == first | {"deliveryContext": {"isRedelivery": True}}
    assert [attempt.status for attempt in line.webhooks.attempts] == [500, 404, 200]


async def test_redelivery_ends(daemon: NotingDaemon, somsri: Citizen, line: LinePlatform) -> None:
    daemon.statuses = [500] * 10
    await somsri.says("สวัสดี")
    await line.webhooks.settled()
    assert len(daemon.webhooks) == 4


async def test_a_lost_webhook_arrives_as_a_redelivery(
    daemon: NotingDaemon, somsri: Citizen, line: LinePlatform
) -> None:
    line.faults.lose_webhooks(tries=2)
    line.faults.lose_webhooks(for_good=True)
    await somsri.says("หนึ่ง")
    await somsri.says("สอง")
    await line.webhooks.settled()
    assert [event["message"]["text"] for event in daemon.events] == ["หนึ่ง"]
    assert [attempt.status for attempt in line.webhooks.attempts] == [0, 0, 0, 200]
    assert daemon.events[0]["deliveryContext"] == {"isRedelivery": True}


async def test_a_lost_answer_and_a_duplicate_repeat_an_event(
    daemon: NotingDaemon, somsri: Citizen, line: LinePlatform
) -> None:
    line.faults.lose_answers()
    await somsri.says("หนึ่ง")
    await line.webhooks.settled()
    line.faults.deliver_twice()
    await somsri.says("สอง")
    texts = [(event["message"]["text"], event["deliveryContext"]["isRedelivery"]) for event in daemon.events]
    assert texts == [("หนึ่ง", False), ("หนึ่ง", True), ("สอง", False), ("สอง", False)]
    assert len({event["webhookEventId"] for event in daemon.events}) == 2


async def test_held_webhooks_can_come_in_the_opposite_order(
    daemon: NotingDaemon, somsri: Citizen, line: LinePlatform, clock: HandSetClock
) -> None:
    line.webhooks.hold()
    for text in ("หนึ่ง", "สอง", "สาม"):
        clock.now += 1
        await somsri.says(text)
    assert daemon.webhooks == []
    await line.webhooks.release(reverse=True)
    assert [event["message"]["text"] for event in daemon.events] == ["สาม", "สอง", "หนึ่ง"]
    assert [event["timestamp"] for event in daemon.events] == sorted(
        (event["timestamp"] for event in daemon.events), reverse=True
    )


async def test_a_daemon_that_is_too_slow_is_not_waited_for(clock: HandSetClock, daemon: NotingDaemon) -> None:
    async with LinePlatform(clock=clock, redelivery_waits=(), webhook_timeout=0.05) as line:
        daemon.answering.clear()
        line.connect(daemon.url)
        await line.citizen("สมศรี").says("สวัสดี")
        assert [attempt.status for attempt in line.webhooks.attempts] == [0]
        assert len(daemon.webhooks) == 1


@pytest.mark.parametrize(("event_age", "good"), [(61.0, True), (19 * 60.0, True), (20 * 60.0 + 1, False)])
async def test_a_redelivery_makes_the_token_good_for_a_minute_within_twenty(
    *,
    api: AsyncMessagingApi,
    daemon: NotingDaemon,
    somsri: Citizen,
    line: LinePlatform,
    clock: HandSetClock,
    event_age: float,
    good: bool,
) -> None:
    reply = ReplyMessageRequest(replyToken="", messages=[TextMessage(text="สวัสดี")])
    line.webhooks.hold()
    await somsri.says("สวัสดี")
    clock.now += event_age
    line.faults.lose_webhooks()
    await line.webhooks.release()
    await line.webhooks.settled()
    reply.reply_token = daemon.reply_token
    if good:
        clock.now += 59
        await api.reply_message(reply)
    else:
        with pytest.raises(ApiException, match="Invalid reply token"):
            await api.reply_message(reply)


async def test_a_used_token_stays_used_after_a_redelivery(
    api: AsyncMessagingApi, daemon: NotingDaemon, somsri: Citizen, line: LinePlatform
) -> None:
    line.faults.lose_answers()
    await somsri.says("สวัสดี")
    token = daemon.events[0]["replyToken"]
    reply = ReplyMessageRequest(replyToken=token, messages=[TextMessage(text="สวัสดี")])
    await api.reply_message(reply)
    await line.webhooks.settled()
    with pytest.raises(ApiException, match="Invalid reply token"):
        await api.reply_message(reply)


async def test_events_of_the_future_and_malformed_ones_go_out_signed(
    daemon: NotingDaemon, somsri: Citizen, line: LinePlatform
) -> None:
    future = line.events.event("hologram", somsri.user_id, hologram={"depth": 3}, mode="dreaming")
    await line.webhooks.deliver([future, {"type": "message"}, {}])
    broken = b'{"destination": '
    assert await line.webhooks.post(broken) == 200
    assert await line.webhooks.post(b"{}", signature="") == 200
    first, second, third = daemon.webhooks
    assert json.loads(first.body)["events"] == [future, {"type": "message"}, {}]
    assert (second.body, second.headers["x-line-signature"]) == (broken, sign(line.channel_secret, broken))
    assert "x-line-signature" not in third.headers


async def test_without_a_daemon_nothing_is_delivered_and_nothing_fails(clock: HandSetClock) -> None:
    async with LinePlatform(clock=clock, redelivery_waits=(0.0,)) as line:
        await line.citizen("สมศรี").says("สวัสดี")
        line.connect("http://127.0.0.1:9/line/webhook")
        assert await line.webhooks.verify() == 0
        await line.citizen("สมศรี").says("สวัสดี")
        await line.webhooks.settled()
        assert [attempt.status for attempt in line.webhooks.attempts] == [0, 0]
