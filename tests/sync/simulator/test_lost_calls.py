"""Calls that are lost before or after they take effect, as the platform can be told to lose them."""

import uuid

import aiohttp
import pytest
from linebot.v3.messaging import (  # type: ignore[import-untyped, unused-ignore]
    ApiException,
    AsyncMessagingApi,
)

from sync.simulator.citizen import Citizen
from sync.simulator.platform import LinePlatform
from tests.sync.simulator.calls import push, reply
from tests.sync.simulator.conftest import NotingDaemon


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
