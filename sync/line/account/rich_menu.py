"""The menu under the chat: six areas that post what the menu's buttons post, and its picture."""

from __future__ import annotations

import hashlib
import io
import json
from functools import cache
from typing import Any, Final

from sync import drawing
from sync.line.account.client import AccountClient, Answer
from sync.line.dialogue.buttons import data
from sync.line.dialogue.questions import MENU_BUTTONS
from sync.line.message_json import Button, Tap, action
from sync.line.messages import account as say

SIZE: Final = (2500, 1686)
COLUMNS, ROWS = 3, 2
MOST_BYTES: Final = 1024 * 1024
NAME: Final = "bangkhae-desk"
"""What the names of our menus begin with; the rest tells the version."""

_LOOK: Final = 1
"""Goes up when the picture is drawn another way."""
_PAPER, _INK, _SOFT, _LINE, _FIRST = "#f4f1ea", "#16324f", "#5b6b7b", "#d9d2c3", "#16324f"


def buttons() -> list[Button]:
    """Return the six buttons, row by row."""
    return [*MENU_BUTTONS[: COLUMNS * ROWS - 1], Tap(say.HOW, data("help"))]


def menu(called: str) -> dict[str, Any]:
    """Return the menu as LINE takes it."""
    width, height = SIZE[0] // COLUMNS, SIZE[1] // ROWS
    areas = [
        {
            "bounds": {
                "x": at % COLUMNS * width,
                "y": at // COLUMNS * height,
                "width": width,
                "height": height,
            },
            "action": action(button),
        }
        for at, button in enumerate(buttons())
    ]
    size = {"width": SIZE[0], "height": SIZE[1]}
    return {"size": size, "selected": True, "name": called, "chatBarText": say.CHAT_BAR, "areas": areas}


@cache
def picture() -> bytes:
    """Return the menu's picture, a PNG of at most 1 MB."""
    from PIL import Image, ImageDraw

    page = Image.new("RGB", SIZE, _PAPER)
    pen = ImageDraw.Draw(page)
    width, height = SIZE[0] // COLUMNS, SIZE[1] // ROWS
    for at, button in enumerate(buttons()):
        left, top = at % COLUMNS * width, at // COLUMNS * height
        _draw(pen, button.label, (left, top, left + width, top + height), first=at == 0)
    written = io.BytesIO()
    page.quantize(32).save(written, "PNG", optimize=True)
    return written.getvalue()


def name() -> str:
    """Return the name of the menu as this version makes it: another one for other areas, words or looks."""
    whole = json.dumps([_LOOK, menu(""), say.HINTS], sort_keys=True)
    return f"{NAME} {hashlib.sha256(whole.encode()).hexdigest()[:16]}"


def install(client: AccountClient) -> tuple[bool, Answer]:
    """Make the menu everybody's; returns whether it was new, and LINE's last answer.

    Menus of former versions go; those that others made stay, but no longer for everybody.
    """
    listed = client.get("richmenu/list")
    if not listed.ok:
        return False, listed
    ours = [one for one in listed.body.get("richmenus", []) if str(one.get("name", "")).startswith(NAME)]
    default = client.get("user/all/richmenu").body.get("richMenuId")
    if any(one["name"] == name() and one["richMenuId"] == default for one in ours):
        return False, listed
    made = client.send("POST", "richmenu", menu(name()))
    if not made.ok:
        return False, made
    menu_id = made.body["richMenuId"]
    answer = client.upload(f"richmenu/{menu_id}/content", picture())
    if answer.ok:
        answer = client.send("POST", f"user/all/richmenu/{menu_id}")
    if not answer.ok:
        client.send("DELETE", f"richmenu/{menu_id}")
        return False, answer
    for one in ours:
        client.send("DELETE", f"richmenu/{one['richMenuId']}")
    return True, answer


def _draw(pen: Any, label: str, box: tuple[int, int, int, int], *, first: bool) -> None:
    left, top, right, bottom = box
    ground, ink, soft = (_FIRST, "#ffffff", "#d8e2ec") if first else (_PAPER, _INK, _SOFT)
    pen.rectangle((left + 12, top + 12, right - 12, bottom - 12), fill=ground, outline=_LINE, width=4)
    middle, room = (left + right) // 2, right - left - 100
    half = (top + bottom) // 2
    drawing.write(pen, label, (middle, half - 50), 116, room, fill=ink, bold=True)
    drawing.write(pen, say.HINTS.get(label, ""), (middle, half + 90), 60, room, fill=soft)
