"""``bangkhae-sync line``: sets the account up, looks after it, and draws its poster."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from registry.errors import ConfigurationError
from registry.settings import Settings
from sync.line.account import poster, rich_menu
from sync.line.account.checks import Check, check_all, check_token
from sync.line.account.client import AccountClient
from sync.line.messages import account as say


def check(settings: Settings, *, as_json: bool) -> tuple[int, list[str]]:
    """Return the exit code (1 where something must be mended) and what to print."""
    with AccountClient(settings.line) as client:
        found = check_all(settings.line, client)
    code = int(any(one.level == "error" for one in found))
    if as_json:
        whole = {"ok": code == 0, "checks": [one.as_json() for one in found]}
        return code, [json.dumps(whole, ensure_ascii=False)]
    return code, [one.line() for one in found]


def set_up(settings: Settings) -> tuple[int, list[str]]:
    """Set the webhook and the menu, then check everything; what only a hand can set is said."""
    with AccountClient(settings.line) as client:
        token = check_token(settings.line, client)
        if token.level != "ok":
            return 1, [token.line()]
        done = [*_set_webhook(settings, client), *_set_menu(client)]
        found = check_all(settings.line, client)
    code = int(any(one.level == "error" for one in (*done, *found)))
    return code, [*(one.line() for one in (*done, *found)), "", *say.BY_HAND]


def draw_poster(settings: Settings, out: Path) -> None:
    """Draw the poster with the account's own id; raises ConfigurationError."""
    with AccountClient(settings.line) as client:
        token = check_token(settings.line, client)
        basic_id = str(client.get("info").body.get("basicId", "")) if token.level == "ok" else ""
    if not basic_id:
        raise ConfigurationError(token.line())
    poster.save(out, office=settings.office.name, basic_id=basic_id)


def _set_webhook(settings: Settings, client: AccountClient) -> Iterator[Check]:
    url = settings.line.webhook_url
    if not url:
        yield Check("set_webhook", "warning", say.WEBHOOK_LEFT, say.WEBHOOK_SET_NEXT)
        return
    stored = client.send("PUT", "channel/webhook/endpoint", {"endpoint": url})
    if stored.ok:
        yield Check("set_webhook", "ok", f"{say.WEBHOOK_STORED}: {url}")
    else:
        yield Check("set_webhook", "error", say.refused("Webhook", stored.status), say.WEBHOOK_OTHER_NEXT)


def _set_menu(client: AccountClient) -> Iterator[Check]:
    new, answer = rich_menu.install(client)
    if answer.ok:
        yield Check("set_menu", "ok", say.MENU_STORED if new else say.MENU_KEPT)
    else:
        yield Check("set_menu", "error", say.refused(say.CHAT_BAR, answer.status), say.UNREACHABLE_NEXT)
