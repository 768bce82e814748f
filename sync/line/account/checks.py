"""Looks at all of the account that must be right for citizens to be answered, and says the next step."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

from registry.settings import LineSettings
from sync.line.account import rich_menu
from sync.line.account.client import AccountClient, Answer
from sync.line.messages import account as say

Level = Literal["ok", "warning", "error"]
_WORDS: Final[dict[Level, str]] = {"ok": say.OK, "warning": say.WARNING, "error": say.ERROR}
SCARCE: Final = 0.9
"""A used share of the month's messages from which the office should think of a larger plan."""


@dataclass(frozen=True)
class Check:
    """One thing looked at; ``next_step`` is empty where all is well."""

    name: str
    level: Level
    text: str
    next_step: str = ""

    def line(self) -> str:
        """Return it as an operator reads it."""
        return say.check_line(_WORDS[self.level], self.text, self.next_step)

    def as_json(self) -> dict[str, Any]:
        """Return it for a program."""
        return asdict(self)


def check_all(line: LineSettings, client: AccountClient) -> list[Check]:
    """Return every check; those that need a good token are left out without one."""
    secret = bool(line.channel_secret.get_secret_value())
    found = [
        Check("secret", "ok", say.SIGNING_SET)
        if secret
        else Check("secret", "error", say.SIGNING_MISSING, say.SIGNING_NEXT)
    ]
    token = check_token(line, client)
    found.append(token)
    if token.level == "ok":
        found += _account(line, client)
    return found


def check_token(line: LineSettings, client: AccountClient) -> Check:
    """Look whether LINE takes the token, and whose it is."""
    if not line.channel_access_token.get_secret_value():
        return Check("token", "error", say.ACCESS_MISSING, say.ACCESS_NEXT)
    info = client.get("info")
    if info.ok:
        text = say.account(str(info.body.get("displayName", "")), str(info.body.get("basicId", "")))
        return Check("token", "ok", text)
    if info.status in {401, 403}:
        return Check("token", "error", say.ACCESS_REFUSED, say.ACCESS_NEXT)
    return Check("token", "error", _no_answer("LINE", info), say.UNREACHABLE_NEXT)


def _account(line: LineSettings, client: AccountClient) -> Iterator[Check]:
    info = client.get("info").body
    yield _basic_id(line, str(info.get("basicId", "")))
    chatting = info.get("chatMode") == "chat"
    yield (
        Check("chat", "warning", say.CHAT_ON, say.CHAT_NEXT)
        if chatting
        else Check("chat", "ok", say.CHAT_OFF)
    )
    yield from _webhook(line, client)
    yield _quota(client)
    yield _menu(client)


def _basic_id(line: LineSettings, known: str) -> Check:
    if line.basic_id == known:
        return Check("basic_id", "ok", say.BASIC_ID)
    level: Level = "error" if line.basic_id else "warning"
    return Check("basic_id", level, say.basic_id_other(line.basic_id), say.basic_id_next(known))


def _webhook(line: LineSettings, client: AccountClient) -> Iterator[Check]:
    endpoint = client.get("channel/webhook/endpoint")
    url = str(endpoint.body.get("endpoint", ""))
    if endpoint.status == 404 or (endpoint.ok and not url):
        yield Check("webhook", "error", say.WEBHOOK_NONE, say.WEBHOOK_SET_NEXT)
        return
    if not endpoint.ok:
        yield Check("webhook", "error", _no_answer("Webhook", endpoint), say.UNREACHABLE_NEXT)
        return
    if line.webhook_url and url != line.webhook_url:
        text = say.webhook_other(url, line.webhook_url)
        yield Check("webhook", "error", text, say.WEBHOOK_OTHER_NEXT)
    elif not endpoint.body.get("active"):
        yield Check("webhook", "error", say.WEBHOOK_OFF, say.WEBHOOK_OFF_NEXT)
    else:
        yield Check("webhook", "ok", say.webhook(url))
    yield _webhook_test(client)


def _webhook_test(client: AccountClient) -> Check:
    tested = client.send("POST", "channel/webhook/test", {})
    if tested.ok and tested.body.get("success"):
        return Check("webhook_test", "ok", say.WEBHOOK_ANSWERS)
    if not tested.ok:
        return Check("webhook_test", "error", _no_answer("Webhook", tested), say.UNREACHABLE_NEXT)
    status = tested.body.get("statusCode")
    text, following = say.webhook_trouble(
        status if isinstance(status, int) else 0, str(tested.body.get("reason", ""))
    )
    return Check("webhook_test", "error", text, following)


def _quota(client: AccountClient) -> Check:
    quota, used = client.get("message/quota"), client.get("message/quota/consumption")
    if not (quota.ok and used.ok):
        worse = quota if not quota.ok else used
        return Check("quota", "warning", _no_answer(say.QUOTA, worse), say.UNREACHABLE_NEXT)
    if quota.body.get("type") != "limited":
        return Check("quota", "ok", say.QUOTA_NONE)
    limit, count = int(quota.body.get("value", 0)), int(used.body.get("totalUsage", 0))
    text = say.quota(count, limit)
    if count >= limit:
        return Check("quota", "error", text, say.QUOTA_NEXT)
    if count >= SCARCE * limit:
        return Check("quota", "warning", text, say.QUOTA_NEXT)
    return Check("quota", "ok", text)


def _menu(client: AccountClient) -> Check:
    default = client.get("user/all/richmenu")
    if not default.ok:
        return Check("menu", "warning", say.MENU_NONE, say.MENU_NEXT)
    menu_id = str(default.body.get("richMenuId", ""))
    if client.get(f"richmenu/{menu_id}").body.get("name") == rich_menu.name():
        return Check("menu", "ok", say.MENU_OURS)
    return Check("menu", "warning", say.MENU_OTHER, say.MENU_NEXT)


def _no_answer(what: str, answer: Answer) -> str:
    return say.refused(what, answer.status) if answer.status else say.UNREACHABLE
