"""The endpoints of the account itself: its webhook, its rich menus and their pictures."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sync.simulator import errors
from sync.simulator.identities import token

if TYPE_CHECKING:
    from sync.simulator.api import Call
    from sync.simulator.platform import LinePlatform

MOST_PICTURE_BYTES = 1024 * 1024
_HTTPS = re.compile(r"https://\S{1,490}|http://(?:127\.0\.0\.1|localhost)[:/]\S*")
"""LINE takes HTTPS alone; a daemon on the same machine is let in too."""


@dataclass
class RichMenu:
    """A menu that was made: as it was sent, and its picture once that has come."""

    menu: dict[str, Any]
    picture: bytes = b""


class Account:
    """What the owner of one channel can look at and set."""

    def __init__(self, platform: "LinePlatform") -> None:
        self._platform = platform
        self.menus: dict[str, RichMenu] = {}
        self.default_menu: str | None = None
        self.uses_webhook = True
        """The switch in the console that no call can set."""

    async def endpoint(self, _request: Request, _call: "Call") -> Response:
        """GET the webhook."""
        url = self._platform.webhooks.url
        if url is None:
            raise errors.not_found()
        return JSONResponse({"endpoint": url, "active": self.uses_webhook})

    async def set_endpoint(self, _request: Request, call: "Call") -> Response:
        """PUT the webhook."""
        url = _table(call.json()).get("endpoint")
        if not isinstance(url, str) or _HTTPS.fullmatch(url) is None:
            raise errors.wrong_body([errors.Problem("Invalid webhook endpoint URL", "endpoint")])
        self._platform.webhooks.url = url
        return JSONResponse({})

    async def try_endpoint(self, _request: Request, _call: "Call") -> Response:
        """POST: send a webhook without events and tell what came of it."""
        if self._platform.webhooks.url is None:
            raise errors.not_found()
        status = await self._platform.webhooks.verify()
        reason = "OK" if status == 200 else "ERROR_STATUS_CODE" if status else "COULD_NOT_CONNECT"
        moment = datetime.fromtimestamp(self._platform.clock(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        found = {"success": status == 200, "timestamp": moment, "statusCode": status}
        return JSONResponse({**found, "reason": reason, "detail": str(status or "Connection failed")})

    async def make_menu(self, _request: Request, call: "Call") -> Response:
        """POST a menu, without its picture."""
        menu = _table(call.json())
        if problems := list(_menu_problems(menu)):
            raise errors.wrong_body(problems)
        menu_id = f"richmenu-{token()[:32]}"
        self.menus[menu_id] = RichMenu(menu)
        return JSONResponse({"richMenuId": menu_id})

    async def upload(self, request: Request, _call: "Call") -> Response:
        """POST a menu's picture; a second one is refused, as LINE does."""
        menu = self._menu(request)
        kind = request.headers.get("content-type", "")
        if kind not in {"image/png", "image/jpeg"}:
            raise errors.wrong_content_type(kind)
        picture = await request.body()
        if len(picture) > MOST_PICTURE_BYTES:
            raise errors.too_large()
        if menu.picture:
            raise errors.Refused(400, "An image has already been uploaded to the richmenu")
        menu.picture = picture
        return JSONResponse({})

    async def menu(self, request: Request, _call: "Call") -> Response:
        """GET a menu."""
        return JSONResponse({"richMenuId": request.path_params["menu_id"], **self._menu(request).menu})

    async def menu_list(self, _request: Request, _call: "Call") -> Response:
        """GET all menus."""
        known = [{"richMenuId": menu_id, **one.menu} for menu_id, one in self.menus.items()]
        return JSONResponse({"richmenus": known})

    async def drop_menu(self, request: Request, _call: "Call") -> Response:
        """DELETE a menu."""
        self._menu(request)
        menu_id = request.path_params["menu_id"]
        del self.menus[menu_id]
        self.default_menu = None if self.default_menu == menu_id else self.default_menu
        return JSONResponse({})

    async def default(self, _request: Request, _call: "Call") -> Response:
        """GET everybody's menu."""
        if self.default_menu is None:
            raise errors.not_found("no default richmenu")
        return JSONResponse({"richMenuId": self.default_menu})

    async def set_default(self, request: Request, _call: "Call") -> Response:
        """POST everybody's menu, which needs a picture."""
        if not self._menu(request).picture:
            raise errors.Refused(400, "must upload richmenu image before applying it to user")
        self.default_menu = request.path_params["menu_id"]
        return JSONResponse({})

    def _menu(self, request: Request) -> RichMenu:
        menu = self.menus.get(request.path_params["menu_id"])
        if menu is None:
            raise errors.not_found("richmenu not found")
        return menu


def _table(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise errors.not_json(1, 1)
    return body


def _menu_problems(menu: dict[str, Any]) -> list[errors.Problem]:
    """Tell what LINE refuses in a menu: its size, its words, areas beyond it."""
    size, areas = menu.get("size", {}), menu.get("areas", [])
    width, height = size.get("width", 0), size.get("height", 0)
    found = []
    if not 800 <= width <= 2500 or height < 250 or width / height < 1.45:
        found.append(errors.Problem("Invalid size", "size"))
    if not 1 <= len(str(menu.get("chatBarText", ""))) <= 14:
        found.append(errors.Problem("Length must be between 1 and 14", "chatBarText"))
    if not 1 <= len(str(menu.get("name", ""))) <= 300:
        found.append(errors.Problem("Length must be between 1 and 300", "name"))
    if len(areas) > 20:
        found.append(errors.Problem("Size must be between 0 and 20", "areas"))
    for at, area in enumerate(areas):
        box = area["bounds"]
        if box["x"] + box["width"] > width or box["y"] + box["height"] > height:
            found.append(errors.Problem("Invalid bounds", f"areas[{at}].bounds"))
    return found
