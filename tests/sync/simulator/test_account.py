"""LINE's own client against the account's endpoints: what is taken, what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from linebot.v3.messaging import (  # type: ignore[import-untyped, unused-ignore]
    ApiException,
    AsyncMessagingApi,
    AsyncMessagingApiBlob,
    RichMenuRequest,
    SetWebhookEndpointRequest,
)

from sync.line.account import rich_menu
from sync.simulator.platform import LinePlatform
from tests.sync.simulator.calls import raw
from tests.sync.simulator.conftest import NotingDaemon

WAIT: dict[str, Any] = {"_request_timeout": 5.0}
PNG = {"_headers": {"Content-Type": "image/png"}}


async def test_the_webhook_is_set_told_and_tried(
    api: AsyncMessagingApi, line: LinePlatform, daemon: NotingDaemon
) -> None:
    line.webhooks.url = None
    with pytest.raises(ApiException) as none:
        await api.get_webhook_endpoint(**WAIT)
    assert none.value.status == 404
    for wrong in ("http://line.example.go.th/line/webhook", "line"):
        with pytest.raises(ApiException) as refused:
            await api.set_webhook_endpoint(SetWebhookEndpointRequest(endpoint=wrong), **WAIT)
        assert refused.value.status == 400
    await api.set_webhook_endpoint(SetWebhookEndpointRequest(endpoint=daemon.url), **WAIT)
    told = await api.get_webhook_endpoint(**WAIT)
    assert (told.endpoint, told.active) == (daemon.url, True)
    tried = await api.test_webhook_endpoint(**WAIT)
    assert (tried.success, tried.status_code) == (True, 200)
    assert daemon.webhooks[-1].events == []
    daemon.statuses = [401]
    tried = await api.test_webhook_endpoint(**WAIT)
    assert (tried.success, tried.status_code, tried.reason) == (False, 401, "ERROR_STATUS_CODE")


async def test_a_rich_menu_needs_its_picture_before_it_is_everybody_s(
    api: AsyncMessagingApi, blob: AsyncMessagingApiBlob, line: LinePlatform
) -> None:
    asked = RichMenuRequest.from_dict(rich_menu.menu("ทดสอบ"))
    menu_id = (await api.create_rich_menu(asked, **WAIT)).rich_menu_id
    with pytest.raises(ApiException, match="must upload"):
        await api.set_default_rich_menu(menu_id, **WAIT)
    large = {"content": b"x" * (1024 * 1024 + 1), "headers": {"content-type": "image/png"}}
    assert (await raw(line, f"/v2/bot/richmenu/{menu_id}/content", **large)).status_code == 413
    await blob.set_rich_menu_image(menu_id, body=b"\x89PNG", **PNG, **WAIT)
    with pytest.raises(ApiException, match="already"):
        await blob.set_rich_menu_image(menu_id, body=b"\x89PNG", **PNG, **WAIT)
    await api.set_default_rich_menu(menu_id, **WAIT)
    assert (await api.get_default_rich_menu_id(**WAIT)).rich_menu_id == menu_id
    assert [one.name for one in (await api.get_rich_menu_list(**WAIT)).richmenus] == ["ทดสอบ"]
    await api.delete_rich_menu(menu_id, **WAIT)
    assert line.account.default_menu is None
    with pytest.raises(ApiException) as gone:
        await api.get_rich_menu(menu_id, **WAIT)
    assert gone.value.status == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"size": {"width": 700, "height": 400}},
        {"size": {"width": 2500, "height": 2000}},
        {"chatBarText": "ก" * 15},
        {"name": ""},
        {"areas": [{"bounds": {"x": 2000, "y": 0, "width": 501, "height": 9}, "action": {}}]},
    ],
)
async def test_a_rich_menu_that_line_would_refuse(line: LinePlatform, wrong: dict[str, Any]) -> None:
    answer = await raw(line, "/v2/bot/richmenu", json={**rich_menu.menu("x"), **wrong})
    assert answer.status_code == 400
    assert line.account.menus == {}
