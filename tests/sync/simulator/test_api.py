"""LINE's own client against the platform: what is accepted, what is refused, and in which words."""

import asyncio
import json
import uuid
from typing import Any, Literal

import aiohttp
import httpx
import pytest
from linebot.v3.messaging import (  # type: ignore[import-untyped, unused-ignore]
    ApiException,
    AsyncApiClient,
    AsyncMessagingApi,
    AsyncMessagingApiBlob,
    Configuration,
    PushMessageRequest,
    ReplyMessageRequest,
    ShowLoadingAnimationRequest,
    TextMessage,
)

from sync.simulator.citizen import Citizen
from sync.simulator.platform import LinePlatform
from tests.line_openapi import assert_valid
from tests.sync.simulator.conftest import HandSetClock, NotingDaemon

WAIT = 5.0


def push(to: str, text: str = "สวัสดี") -> PushMessageRequest:
    return PushMessageRequest(to=to, messages=[TextMessage(text=text)])


def reply(token: str, text: str = "สวัสดี") -> ReplyMessageRequest:
    return ReplyMessageRequest(replyToken=token, messages=[TextMessage(text=text)])


def body(refused: pytest.ExceptionInfo[ApiException]) -> dict[str, Any]:
    return dict(json.loads(refused.value.body))


async def raw(line: LinePlatform, path: str, **request: Any) -> httpx.Response:
    headers = {"authorization": f"Bearer {line.channel_access_token}"} | request.pop("headers", {})
    async with httpx.AsyncClient(trust_env=False, verify=False) as web:  # noqa: S501 - plain HTTP on loopback
        return await web.post(line.url + path, headers=headers, **request)


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


async def test_a_push_is_counted_and_delivered(
    api: AsyncMessagingApi, somsri: Citizen, line: LinePlatform
) -> None:
    await api.push_message(push(somsri.user_id))
    assert (await somsri.next_message()).text == "สวัสดี"
    assert (await api.get_message_quota_consumption()).total_usage == 1
    assert line.quota.used == 1


async def test_a_push_with_an_accepted_retry_key_is_409_with_what_was_sent(
    api: AsyncMessagingApi, somsri: Citizen, line: LinePlatform
) -> None:
    key = str(uuid.uuid4())
    first = await api.push_message(push(somsri.user_id), x_line_retry_key=key)
    with pytest.raises(ApiException) as refused:
        await api.push_message(push(somsri.user_id), x_line_retry_key=key.upper())
    assert refused.value.status == 409
    told = body(refused)
    assert told["message"] == "The retry key is already accepted"
    assert told["sentMessages"] == [
        {"id": sent.id, "quoteToken": sent.quote_token} for sent in first.sent_messages
    ]
    assert refused.value.headers["x-line-accepted-request-id"] == line.calls[0].request_id
    assert refused.value.headers["x-line-request-id"] == line.calls[1].request_id
    assert len(await somsri.next_messages()) == 1
    assert line.complaints == []


async def test_a_retry_key_with_another_body_is_noted(
    api: AsyncMessagingApi, somsri: Citizen, line: LinePlatform
) -> None:
    key = str(uuid.uuid4())
    await api.push_message(push(somsri.user_id), x_line_retry_key=key)
    with pytest.raises(ApiException, match="409"):
        await api.push_message(push(somsri.user_id, "อื่น"), x_line_retry_key=key)
    assert len(line.complaints) == 1


async def test_a_retry_key_is_forgotten_after_a_day(
    api: AsyncMessagingApi, somsri: Citizen, clock: HandSetClock
) -> None:
    key = str(uuid.uuid4())
    await api.push_message(push(somsri.user_id), x_line_retry_key=key)
    clock.now += 24 * 3600 + 1
    await api.push_message(push(somsri.user_id), x_line_retry_key=key)
    assert len(await somsri.next_messages()) == 2


async def test_a_refused_push_leaves_its_retry_key_unused(
    api: AsyncMessagingApi, somsri: Citizen, line: LinePlatform
) -> None:
    key = str(uuid.uuid4())
    line.faults.fail()
    with pytest.raises(ApiException, match="500"):
        await api.push_message(push(somsri.user_id), x_line_retry_key=key)
    line.faults.limit()
    with pytest.raises(ApiException, match="429"):
        await api.push_message(push(somsri.user_id), x_line_retry_key=key)
    await api.push_message(push(somsri.user_id), x_line_retry_key=key)
    assert len(await somsri.next_messages()) == 1


async def test_a_retry_key_must_be_a_uuid(line: LinePlatform, somsri: Citizen) -> None:
    asked = {"to": somsri.user_id, "messages": [{"type": "text", "text": "ก"}]}
    answer = await raw(line, "/v2/bot/message/push", json=asked, headers={"x-line-retry-key": "BK-7F3K"})
    assert answer.status_code == 400
    assert somsri.conversation == []


async def test_a_push_to_who_blocks_is_accepted_uncounted_and_not_delivered(
    api: AsyncMessagingApi, somsri: Citizen, line: LinePlatform
) -> None:
    await somsri.blocks()
    answer = await api.push_message(push(somsri.user_id))
    assert len(answer.sent_messages) == 1
    assert [entry.who for entry in somsri.conversation] == ["citizen"]
    assert line.quota.used == 0


async def test_a_push_to_a_stranger_arrives_for_seven_days_after_a_message(
    api: AsyncMessagingApi, line: LinePlatform, clock: HandSetClock
) -> None:
    stranger = line.citizen("คนแปลกหน้า", friend=False)
    await api.push_message(push(stranger.user_id))
    assert stranger.conversation == []
    await stranger.says("สวัสดี")
    await api.push_message(push(stranger.user_id))
    clock.now += 8 * 24 * 3600
    await api.push_message(push(stranger.user_id))
    assert len(await stranger.next_messages()) == 1


@pytest.mark.parametrize(
    ("to", "words"),
    [
        ("somsri", "The property, 'to', in the request body is invalid (line: -, column: -)"),
        ("U" + "g" * 32, "The property, 'to', in the request body is invalid (line: -, column: -)"),
        ("U" + "0" * 32, "Failed to send messages"),
    ],
)
async def test_a_push_to_nobody_is_refused(api: AsyncMessagingApi, to: str, words: str) -> None:
    with pytest.raises(ApiException) as refused:
        await api.push_message(push(to))
    assert (refused.value.status, body(refused)["message"]) == (400, words)


async def test_the_month_s_quota_ends_and_begins_anew(clock: HandSetClock, daemon: NotingDaemon) -> None:
    async with LinePlatform(clock=clock, monthly_limit=1) as line:
        somsri = line.citizen("สมศรี")
        async with AsyncApiClient(
            Configuration(access_token=line.channel_access_token, host=line.url)
        ) as client:
            api = AsyncMessagingApi(client)
            await api.push_message(push(somsri.user_id))
            with pytest.raises(ApiException) as refused:
                await api.push_message(push(somsri.user_id))
            assert (refused.value.status, body(refused)["message"]) == (
                429,
                "You have reached your monthly limit.",
            )
            quota = await api.get_message_quota()
            assert (quota.type, quota.value) == ("limited", 1)
            clock.now += 31 * 24 * 3600
            await api.push_message(push(somsri.user_id))


async def test_the_three_kinds_of_429_differ_by_their_words(
    api: AsyncMessagingApi, somsri: Citizen, line: LinePlatform
) -> None:
    words = []
    kinds: tuple[Literal["rate", "quota", "user"], ...] = ("rate", "quota", "user")
    for kind in kinds:
        line.faults.limit(kind=kind)
        with pytest.raises(ApiException) as refused:
            await api.push_message(push(somsri.user_id))
        assert refused.value.status == 429
        words.append(body(refused)["message"])
    assert words[:2] == [
        "The API rate limit has been exceeded. Try again later.",
        "You have reached your monthly limit.",
    ]
    assert len(set(words)) == 3


async def test_more_calls_a_second_than_allowed_are_429(line: LinePlatform, clock: HandSetClock) -> None:
    asked = {"chatId": "U" + "0" * 32}
    statuses = [(await raw(line, "/v2/bot/chat/loading/start", json=asked)).status_code for _ in range(101)]
    assert statuses == [202] * 100 + [429]
    clock.now += 1
    assert (await raw(line, "/v2/bot/chat/loading/start", json=asked)).status_code == 202


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


async def test_an_accepted_push_whose_answer_is_lost_is_409_when_retried(
    api: AsyncMessagingApi, somsri: Citizen, line: LinePlatform
) -> None:
    key = str(uuid.uuid4())
    line.faults.drop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await api.push_message(push(somsri.user_id), x_line_retry_key=key)
    line.faults.stay_silent()
    with pytest.raises(TimeoutError):
        await api.push_message(push(somsri.user_id), x_line_retry_key=key, _request_timeout=0.1)
    with pytest.raises(ApiException, match="409"):
        await api.push_message(push(somsri.user_id), x_line_retry_key=key)
    assert len(await somsri.next_messages()) == 1


async def test_a_call_that_is_lost_before_it_takes_effect_does_nothing(
    api: AsyncMessagingApi, somsri: Citizen, line: LinePlatform
) -> None:
    line.faults.drop(accepted=False)
    line.faults.stay_silent(accepted=False)
    line.faults.fail(status=503)
    with pytest.raises(aiohttp.ClientConnectionError):
        await api.push_message(push(somsri.user_id))
    with pytest.raises(TimeoutError):
        await api.push_message(push(somsri.user_id), _request_timeout=0.1)
    with pytest.raises(ApiException, match="503"):
        await api.push_message(push(somsri.user_id))
    assert somsri.conversation == []


async def test_an_error_may_hide_a_message_that_went_out(
    api: AsyncMessagingApi, somsri: Citizen, line: LinePlatform
) -> None:
    line.faults.fail(accepted=True)
    with pytest.raises(ApiException, match="500"):
        await api.push_message(push(somsri.user_id))
    assert len(somsri.conversation) == 1


async def test_faults_wait_for_their_path(
    api: AsyncMessagingApi, daemon: NotingDaemon, somsri: Citizen, line: LinePlatform
) -> None:
    await somsri.says("สวัสดี")
    line.faults.fail(where="push")
    await api.reply_message(reply(daemon.reply_token))
    with pytest.raises(ApiException, match="500"):
        await api.push_message(push(somsri.user_id))


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
