"""The account set up, looked at and drawn, against the simulated platform."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from registry.errors import ConfigurationError
from registry.settings import Settings
from sync.cli import main
from sync.line.account import command, poster, rich_menu
from sync.line.dialogue.buttons import press
from sync.line.messages import account as say
from sync.simulator.platform import LinePlatform
from sync.simulator.server import LoopbackServer
from tests.line_openapi import assert_valid


class Daemon:
    """Answers LINE's test of the webhook with the status it was given."""

    status = 200

    async def take(self, _request: Request) -> Response:
        return Response(status_code=self.status)


class Office:
    """A platform, a daemon behind it, and the office's settings for both."""

    def __init__(self, line: LinePlatform, daemon: Daemon, url: str) -> None:
        self.line, self.daemon, self.url = line, daemon, url

    def settings(self, **changes: Any) -> Settings:
        line = {
            "channel_secret": self.line.channel_secret,
            "channel_access_token": self.line.channel_access_token,
            "api_base": self.line.url,
            "data_api_base": self.line.url,
            "webhook_url": self.url,
            "basic_id": self.line.bot_info["basicId"],
            **changes,
        }
        return Settings.model_validate({"line": line})

    async def checked(self, **changes: Any) -> dict[str, dict[str, str]]:
        settings = self.settings(**changes)
        code, (whole,) = await asyncio.to_thread(lambda: command.check(settings, as_json=True))
        found = json.loads(whole)
        assert found["ok"] is (code == 0)
        return {one["name"]: one for one in found["checks"]}

    async def set_up(self, **changes: Any) -> tuple[int, str]:
        code, lines = await asyncio.to_thread(command.set_up, self.settings(**changes))
        return code, "\n".join(lines)


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    daemon = Daemon()
    application = Starlette(routes=[Route("/line/webhook", daemon.take, methods=["POST"])])
    server = LoopbackServer(application, host="127.0.0.1", port=0)
    await server.start()
    async with LinePlatform(monthly_limit=100) as line:
        yield Office(line, daemon, f"{server.url}/line/webhook")
    await server.stop()


async def test_set_up_once_all_is_well_and_once_more_changes_nothing(office: Office) -> None:
    code, said = await office.set_up()
    assert code == 0
    assert say.MENU_STORED in said
    assert "Greeting message: ปิด" in said
    assert office.line.webhooks.url == office.url
    menu_id = office.line.account.default_menu
    assert menu_id is not None
    made = office.line.account.menus[menu_id]
    assert_valid("RichMenuRequest", made.menu)
    with Image.open(BytesIO(made.picture)) as picture:
        assert picture.size == rich_menu.SIZE
    assert len(made.picture) <= rich_menu.MOST_BYTES
    assert {check["level"] for check in (await office.checked()).values()} == {"ok"}
    code, said = await office.set_up()
    assert (code, office.line.account.default_menu) == (0, menu_id)
    assert say.MENU_KEPT in said


async def test_a_menu_of_a_former_version_goes_and_another_s_stays(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as former:
        former.setattr(rich_menu, "_LOOK", 0)
        await office.set_up()
    account = office.line.account
    account.menus["richmenu-other"] = type(account.menus[str(account.default_menu)])({"name": "ของผู้อื่น"})
    assert (await office.checked())["menu"]["level"] == "warning"
    await office.set_up()
    assert {menu.menu["name"] for menu in account.menus.values()} == {rich_menu.name(), "ของผู้อื่น"}


def test_every_area_posts_what_the_dialogue_takes_and_all_fill_the_picture() -> None:
    menu = rich_menu.menu("x")
    covered = 0
    for area in menu["areas"]:
        assert press(area["action"]["data"]) is not None
        covered += area["bounds"]["width"] * area["bounds"]["height"]
    assert covered >= 0.99 * rich_menu.SIZE[0] * rich_menu.SIZE[1]
    assert len(menu["areas"]) == 6


Trouble = tuple[str, dict[str, Any], Callable[[Office], object], str, str]
TROUBLE: list[Trouble] = [
    ("token", {"channel_access_token": "wrong"}, lambda _: None, "error", say.ACCESS_NEXT),
    ("token", {"channel_access_token": ""}, lambda _: None, "error", say.ACCESS_NEXT),
    ("token", {"channel_access_token": "ไม่ใช่"}, lambda _: None, "error", say.UNREACHABLE_NEXT),
    ("token", {"api_base": "http://127.0.0.1:9"}, lambda _: None, "error", say.UNREACHABLE_NEXT),
    ("secret", {"channel_secret": ""}, lambda _: None, "error", say.SIGNING_NEXT),
    ("basic_id", {"basic_id": "@other"}, lambda _: None, "error", say.basic_id_next("@000bangkhae")),
    ("basic_id", {"basic_id": ""}, lambda _: None, "warning", say.basic_id_next("@000bangkhae")),
    ("chat", {}, lambda o: o.line.bot_info.update(chatMode="chat"), "warning", say.CHAT_NEXT),
    ("webhook", {}, lambda o: setattr(o.line.webhooks, "url", None), "error", say.WEBHOOK_SET_NEXT),
    ("webhook", {}, lambda o: setattr(o.line.account, "uses_webhook", False), "error", say.WEBHOOK_OFF_NEXT),
    ("webhook", {"webhook_url": "https://a.example/x"}, lambda _: None, "error", say.WEBHOOK_OTHER_NEXT),
    ("webhook_test", {}, lambda o: setattr(o.daemon, "status", 401), "error", say._REASONS[401][1]),
    ("webhook_test", {}, lambda o: setattr(o.daemon, "status", 503), "error", say._REASONS[503][1]),
    ("webhook_test", {}, lambda o: setattr(o.daemon, "status", 418), "error", say._OTHER[1]),
    ("webhook_test", {}, lambda o: o.line.connect("http://127.0.0.1:9/x"), "error", say._NO_ANSWER[1]),
    ("quota", {}, lambda o: spend(o, 90), "warning", say.QUOTA_NEXT),
    ("quota", {}, lambda o: spend(o, 100), "error", say.QUOTA_NEXT),
    ("quota", {}, lambda o: o.line.faults.fail(where="quota"), "warning", say.UNREACHABLE_NEXT),
]


def spend(office: Office, pushes: int) -> None:
    for _ in range(pushes):
        office.line.quota.count()


@pytest.mark.parametrize("case", TROUBLE, ids=lambda case: case[0])
async def test_what_is_wrong_is_said_with_the_next_step(office: Office, case: Trouble) -> None:
    name, changes, trouble, level, following = case
    office.line.connect(office.url)
    trouble(office)
    check = (await office.checked(**changes))[name]
    assert (check["level"], check["next_step"]) == (level, following)
    secrets = (office.line.channel_secret, office.line.channel_access_token)
    assert not any(secret in json.dumps(check) for secret in secrets)


async def test_a_menu_that_line_does_not_take_leaves_nothing_behind(office: Office) -> None:
    office.line.faults.fail(where="content")
    code, said = await office.set_up()
    assert code == 1
    assert f"{say.ERROR}: {say.CHAT_BAR}: LINE ตอบ 500" in said
    assert office.line.account.menus == {}


async def test_the_commands_print_a_line_each_and_draw_the_poster(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    line = office.settings().line
    for key in ("channel_secret", "channel_access_token"):
        monkeypatch.setenv(f"BANGKHAE_LINE_{key.upper()}", getattr(line, key).get_secret_value())
    for key in ("api_base", "data_api_base", "webhook_url", "basic_id"):
        monkeypatch.setenv(f"BANGKHAE_LINE_{key.upper()}", getattr(line, key))
    run = asyncio.to_thread
    assert await run(main, ["line", "check"]) == 1
    assert say.WEBHOOK_NONE in capsys.readouterr().out
    assert await run(main, ["line", "setup"]) == 0
    capsys.readouterr()
    assert await run(main, ["line", "check"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 8
    assert await run(main, ["line", "poster", "--out", "friend.png"]) == 0
    assert await run(main, ["line", "poster", "--out", "friend.pdf"]) == 0
    assert (tmp_path / "friend.pdf").read_bytes().startswith(b"%PDF")
    for arguments, words in ((["friend.jpg"], ".png or .pdf"), (["none/x.png"], "cannot be written")):
        assert await run(main, ["line", "poster", "--out", *arguments]) == 1
        assert words in capsys.readouterr().err
    monkeypatch.setenv("BANGKHAE_LINE_CHANNEL_ACCESS_TOKEN", "wrong")
    assert await run(main, ["line", "poster", "--out", "x.png"]) == 1
    assert say.ACCESS_REFUSED in capsys.readouterr().err


@pytest.mark.parametrize("office_name", ["สำนักงานเขตบางแค", "สำนักงานเขต" * 12])
def test_the_poster_is_a4_with_ink_inside_its_margins(office_name: str) -> None:
    page = poster.draw(office_name, "@123abcde")
    left, top, right, bottom = page.point(lambda value: 255 - value).getbbox() or (0, 0, 0, 0)
    assert page.size == (1654, 2339)
    assert left >= 60
    assert right <= page.width - 60
    assert 60 <= top < bottom <= page.height - 60


def test_only_https_is_a_webhook() -> None:
    for url in ("http://line.example.go.th/line/webhook", "line.example.go.th", "https://"):
        with pytest.raises(ValueError, match="not an address"):
            Settings.model_validate({"line": {"webhook_url": url}})
    with pytest.raises(ConfigurationError):
        poster.save(Path("x.gif"), office="x", basic_id="@x")
