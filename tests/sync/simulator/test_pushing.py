"""Pushes by LINE's own client: counted, retried under their key, bounded by quota and rate."""

import uuid
from typing import Literal

import pytest
from linebot.v3.messaging import (  # type: ignore[import-untyped, unused-ignore]
    ApiException,
    AsyncApiClient,
    AsyncMessagingApi,
    Configuration,
)

from sync.simulator.citizen import Citizen
from sync.simulator.platform import LinePlatform
from tests.sync.simulator.calls import body, push, raw
from tests.sync.simulator.conftest import HandSetClock, NotingDaemon


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
