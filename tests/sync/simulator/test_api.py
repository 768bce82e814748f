"""LINE's own client against the platform: replies, profiles, contents, and in which words it says no."""

import asyncio
import uuid

import pytest
from linebot.v3.messaging import (  # type: ignore[import-untyped, unused-ignore]
    ApiException,
    AsyncMessagingApi,
    AsyncMessagingApiBlob,
    ShowLoadingAnimationRequest,
)

from sync.simulator.citizen import Citizen
from sync.simulator.platform import LinePlatform
from tests.line_openapi import assert_valid
from tests.sync.simulator.calls import body, push, raw, reply
from tests.sync.simulator.conftest import HandSetClock, NotingDaemon

WAIT = 5.0


async def test_a_reply_reaches_the_citizen_and_names_what_was_sent(
    api: AsyncMessagingApi, daemon: NotingDaemon, somsri: Citizen, line: LinePlatform
) -> None:
    await somsri.says("1#JC1-1234567-12")
    answer = await api.reply_message_with_http_info(reply(daemon.reply_token), _request_timeout=WAIT)
    heard = await somsri.next_message(WAIT)
    assert heard.text == "สวัสดี"
    assert [sent.id for sent in answer.data.sent_messages] == [heard.message_id]
    assert answer.headers["X-Line-Request-Id"] == line.calls[-1].request_id
    assert line.quota.used == 0


async def test_a_reply_token_is_good_once(
    api: AsyncMessagingApi, daemon: NotingDaemon, somsri: Citizen
) -> None:
    await somsri.says("สวัสดี")
    await api.reply_message(reply(daemon.reply_token))
    with pytest.raises(ApiException) as refused:
        await api.reply_message(reply(daemon.reply_token))
    assert (refused.value.status, body(refused)) == (400, {"message": "Invalid reply token"})
    assert len(await somsri.next_messages()) == 1


async def test_of_many_replies_with_one_token_at_once_one_is_accepted(
    api: AsyncMessagingApi, daemon: NotingDaemon, somsri: Citizen
) -> None:
    await somsri.says("สวัสดี")
    answers = await asyncio.gather(
        *[api.reply_message(reply(daemon.reply_token)) for _ in range(8)], return_exceptions=True
    )
    assert sum(not isinstance(answer, ApiException) for answer in answers) == 1
    assert len(await somsri.next_messages()) == 1


@pytest.mark.parametrize(("seconds", "good"), [(0.0, True), (60.0, True), (60.5, False)])
async def test_a_reply_token_is_good_for_a_minute(
    *,
    api: AsyncMessagingApi,
    daemon: NotingDaemon,
    somsri: Citizen,
    clock: HandSetClock,
    seconds: float,
    good: bool,
) -> None:
    await somsri.says("สวัสดี")
    clock.now += seconds
    if good:
        await api.reply_message(reply(daemon.reply_token))
    else:
        with pytest.raises(ApiException, match="Invalid reply token"):
            await api.reply_message(reply(daemon.reply_token))


async def test_a_refused_reply_leaves_its_token_good(
    api: AsyncMessagingApi, daemon: NotingDaemon, somsri: Citizen
) -> None:
    await somsri.says("สวัสดี")
    with pytest.raises(ApiException):
        await api.reply_message(reply(daemon.reply_token, "ก" * 5001))
    await api.reply_message(reply(daemon.reply_token))


async def test_a_reply_takes_no_retry_key(line: LinePlatform, daemon: NotingDaemon, somsri: Citizen) -> None:
    await somsri.says("สวัสดี")
    asked = {"replyToken": daemon.reply_token, "messages": [{"type": "text", "text": "ก"}]}
    answer = await raw(
        line, "/v2/bot/message/reply", json=asked, headers={"x-line-retry-key": str(uuid.uuid4())}
    )
    assert answer.status_code == 400
    assert somsri.conversation[-1].who == "citizen"


@pytest.mark.parametrize("token", ["", "Bearer wrong", "Basic abc"])
async def test_without_the_channel_s_token_nothing_happens(
    line: LinePlatform, somsri: Citizen, token: str
) -> None:
    asked = {"to": somsri.user_id, "messages": [{"type": "text", "text": "ก"}]}
    answer = await raw(line, "/v2/bot/message/push", json=asked, headers={"authorization": token})
    assert answer.status_code == 401
    assert answer.json()["message"].startswith("Authentication failed due to the following reason: ")
    assert somsri.conversation == []


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"{}", "text/plain", 415),
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[]", "application/json; charset=utf-8", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'"' + b"x" * (2 * 1024 * 1024) + b'"', "application/json", 413),
    ],
)
async def test_a_body_that_is_no_request_is_refused(
    line: LinePlatform, content: bytes, content_type: str, status: int
) -> None:
    for path in ("/v2/bot/message/push", "/v2/bot/message/reply"):
        answer = await raw(line, path, content=content, headers={"content-type": content_type})
        assert answer.status_code == status
        assert answer.json()["message"]


async def test_the_loading_animation_is_shown_until_the_answer(
    api: AsyncMessagingApi, somsri: Citizen, clock: HandSetClock
) -> None:
    await api.show_loading_animation(ShowLoadingAnimationRequest(chatId=somsri.user_id, loadingSeconds=10))
    assert somsri.loading_until == clock.now + 10
    await api.push_message(push(somsri.user_id))
    assert somsri.loading_until == 0


async def test_loading_seconds_are_five_to_sixty_in_fives(line: LinePlatform, somsri: Citizen) -> None:
    asked = {"chatId": somsri.user_id, "loadingSeconds": 3}
    answer = await raw(line, "/v2/bot/chat/loading/start", json=asked)
    assert answer.status_code == 400
    assert answer.json() == {
        "message": "The request body has 2 error(s)",
        "details": [
            {"message": "Must be between 5 and 60", "property": "loadingSeconds"},
            {"message": "must be a multiple of five", "property": "loadingSeconds"},
        ],
    }


async def test_profile_and_bot_info(api: AsyncMessagingApi, somsri: Citizen, line: LinePlatform) -> None:
    profile = await api.get_profile(somsri.user_id)
    assert (profile.display_name, profile.user_id) == ("สมศรี", somsri.user_id)
    assert (await api.get_bot_info()).user_id == line.bot_user_id
    await somsri.blocks()
    with pytest.raises(ApiException, match="Not found"):
        await api.get_profile(somsri.user_id)


async def test_a_picture_is_fetched_until_it_is_taken_back(
    blob: AsyncMessagingApiBlob, somsri: Citizen, line: LinePlatform
) -> None:
    sent = await somsri.sends_picture(b"\xff\xd8picture", "image/jpeg")
    assert sent.message_id is not None
    assert bytes(await blob.get_message_content(sent.message_id)) == b"\xff\xd8picture"
    await somsri.unsends(sent)
    with pytest.raises(ApiException) as gone:
        await blob.get_message_content(sent.message_id)
    assert (gone.value.status, body(gone)["message"]) == (410, "The content is gone")
    line.forget_contents()
    with pytest.raises(ApiException) as missing:
        await blob.get_message_content(sent.message_id)
    assert (missing.value.status, body(missing)["message"]) == (404, "not found")


async def test_requests_and_answers_are_valid_by_the_published_schemas(
    api: AsyncMessagingApi, daemon: NotingDaemon, somsri: Citizen, line: LinePlatform
) -> None:
    await somsri.says("สวัสดี")
    key = str(uuid.uuid4())
    await api.reply_message(reply(daemon.reply_token))
    await api.push_message(push(somsri.user_id), x_line_retry_key=key)
    await api.get_profile(somsri.user_id)
    await api.get_bot_info()
    await api.get_message_quota()
    await api.get_message_quota_consumption()
    for refused in (reply("used"), reply(daemon.reply_token, "")):
        with pytest.raises(ApiException):
            await api.reply_message(refused)
    with pytest.raises(ApiException, match="409"):
        await api.push_message(push(somsri.user_id), x_line_retry_key=key)
    assert_valid("ReplyMessageRequest", line.calls[0].json())
    assert_valid("PushMessageRequest", line.calls[1].json())
    schemas = [
        *("ReplyMessageResponse", "PushMessageResponse", "UserProfileResponse", "BotInfoResponse"),
        *("MessageQuotaResponse", "QuotaConsumptionResponse", *["ErrorResponse"] * 3),
    ]
    for schema, call in zip(schemas, line.calls, strict=True):
        assert_valid(schema, call.answer)


async def test_unknown_paths_are_answered_in_line_s_way(line: LinePlatform) -> None:
    answer = await raw(line, "/v2/bot/message/multicast", json={})
    assert (answer.status_code, answer.json()) == (404, {"message": "Not found"})
