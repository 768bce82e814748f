"""How each screen and dialog of the desk is brought in front, for the tests that look at every one of them.

A new screen or dialog needs a line here: its class's name, and how it is opened over the work list.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from typing import Any, Final

from textual.pilot import Pilot
from textual.screen import Screen

import desk.screens
from desk.app import DeskApp
from desk.check_memory import Kept, WalkInDraft
from desk.messages import errors
from desk.ready_answers import AnswerSearch
from desk.screens.answer_search import AnswerSearchDialog
from desk.screens.arrange import ArrangeDialog
from desk.screens.base import DeskScreen
from desk.screens.correct import CorrectDialog
from desk.screens.inquiry import InquiryScreen
from desk.screens.pictures import PictureScreen
from desk.screens.reschedule import RescheduleDialog
from desk.screens.second import SecondDialog
from desk.screens.walk_in import WalkInDialog
from desk.screens.work_list import WorkListScreen
from desk.training.case import cases as all_cases
from desk.training.scoring import Deeds, score_all
from desk.training.sheet_dialog import SheetDialog
from desk.widgets.dialog import ConfirmDialog, Dialog, NoticeDialog
from registry.answers import ReadyAnswer
from registry.request import Group, Request
from tests.desk.driving import front, press, settle
from tests.desk.fakes import FakeBackend, FakeEntrance
from tests.desk.people import inquiry

Opener = Callable[[Pilot[None], DeskApp], Awaitable[object]]
BASES: Final = frozenset(
    {"DeskScreen", "Dialog", "ReplyDialog"}
    | {"WorkingScreen", "RevealingScreen", "CheckingScreen", "SlipPrintingScreen", "QueueingScreen"}
    | {"SlotDialog", "HeldInquiryScreen", "PassingInquiryScreen", "HoldingScreen"}
    | {"ShownCheckScreen", "ShownPickUpScreen"}
)
"""Classes that others are made of; they are never opened themselves."""


def every_kind() -> dict[str, type[Screen[Any]]]:
    """Return the screens and dialogs of the desk by name, wherever in it they stand."""
    for module in pkgutil.iter_modules(desk.screens.__path__):
        importlib.import_module(f"desk.screens.{module.name}")
    pending: list[type[Screen[Any]]] = [DeskScreen, Dialog]
    found: dict[str, type[Screen[Any]]] = {}
    while pending:
        kind = pending.pop()
        if kind.__module__.startswith("desk.") and kind.__name__ not in BASES:
            found[kind.__name__] = kind
        pending += kind.__subclasses__()
    return found


def _keys(*keys: str) -> Opener:
    return lambda pilot, _app: press(pilot, *keys)


def _pushed(name: str, *arguments: object) -> Opener:
    async def push(_pilot: Pilot[None], app: DeskApp) -> None:
        kind: Callable[..., Screen[Any]] = every_kind()[name]
        app.push_screen(kind(*arguments))

    return push


def _made(make: Callable[[FakeBackend], Screen[Any]]) -> Opener:
    """Return what pushes a screen that is made for a backend, with an inquiry among its records."""

    async def push(_pilot: Pilot[None], app: DeskApp) -> None:
        assert isinstance(app.backend, FakeBackend)
        app.backend.put(inquiry(pictures=2))
        app.push_screen(make(app.backend))

    return push


def _request(backend: FakeBackend, reference: str) -> Request:
    return backend.records[f"id-{reference}"].request


def _answers(_backend: FakeBackend) -> Screen[Any]:
    answer = ReadyAnswer(id="house", title="ย้ายเข้า", words=("ย้าย",), text="กรุณานำทะเบียนบ้านมาด้วย")
    return AnswerSearchDialog(AnswerSearch([answer], Group.POPULATION), {})


async def _approve(_pilot: Pilot[None], app: DeskApp) -> None:
    from desk.screens.approve import ApproveDialog

    assert isinstance(app.backend, FakeBackend)
    request = app.backend.records["id-BK-9QRT"].request
    slots = await app.backend.slots(request.wish.date) if request.wish and request.wish.date else ()
    app.push_screen(ApproveDialog(request, app.backend, slots, Kept()))


async def _self_test(_pilot: Pilot[None], app: DeskApp) -> None:
    app.open_self_test()


async def _confirm(_pilot: Pilot[None], app: DeskApp) -> None:
    app.push_screen(ConfirmDialog("ถาม", "ต้องการทำสิ่งนี้หรือไม่"))


def _sheet(_backend: FakeBackend) -> Screen[Any]:
    cases = all_cases()
    done = (Deeds(("taken", "asked")), Deeds(("taken", "approved")), Deeds(("taken",)))
    played = dict(zip(("BK-3CDE", "BK-4FGH", "BK-6JKM", "BK-7F3K"), cases, strict=False))
    deeds = dict(zip(played, (*done, Deeds()), strict=True))
    return SheetDialog(score_all(played, deeds))


async def _notice(_pilot: Pilot[None], app: DeskApp) -> None:
    app.push_screen(NoticeDialog(errors.OFFLINE))


OPENERS: Final[dict[str, Opener]] = {
    "ApproveDialog": _approve,
    "AnswerSearchDialog": _made(_answers),
    "ArrangeDialog": _made(lambda on: ArrangeDialog(_request(on, "BK-5ASK"), on, None, visit=False)),
    "AskDialog": _pushed("AskDialog", {}),
    "CancelDialog": _pushed("CancelDialog", {}),
    "CheckScreen": _keys("enter"),
    "ConfirmDialog": _confirm,
    "CloseDialog": _pushed("CloseDialog", {}),
    "CorrectDialog": _made(lambda on: CorrectDialog(_request(on, "BK-6JKM"), {})),
    "DeclineDialog": _pushed("DeclineDialog", {}),
    "DropDialog": _pushed("DropDialog", {}),
    "HandOnDialog": _pushed("HandOnDialog", Group.POPULATION, {}),
    "HelpScreen": _keys("f1"),
    "InquiryScreen": _made(lambda _: InquiryScreen("id-BK-5ASK")),
    "LookScreen": _pushed("LookScreen", "id-BK-9QRT"),
    "MenuDialog": _pushed("MenuDialog", "เลือก", [("one", "ข้อแรก"), ("two", "ข้อที่สอง")]),
    "NoticeDialog": _notice,
    "OutboxScreen": _pushed("OutboxScreen"),
    "PaletteDialog": _keys("ctrl+p"),
    "ParkDialog": _pushed("ParkDialog", {}),
    "PickUpScreen": _pushed("PickUpScreen", "id-BK-4FGH"),
    "PictureScreen": _made(lambda _: PictureScreen("id-BK-5ASK")),
    "PrepareScreen": _pushed("PrepareScreen", "id-BK-7NPQ"),
    "RejectDialog": _pushed("RejectDialog", {}),
    "RescheduleDialog": _made(lambda on: RescheduleDialog(_request(on, "BK-6JKM"), on, Kept())),
    "SearchScreen": _pushed("SearchScreen", "BK"),
    "SecondDialog": _made(lambda on: SecondDialog(_request(on, "BK-9QRT"), on, ["เลขใต้รูปถ่าย"], {})),
    "SelfTestScreen": _self_test,
    "SendOnDialog": _pushed("SendOnDialog", {}),
    "SheetDialog": _made(_sheet),
    "SignInScreen": _keys("f12"),
    "WalkInDialog": _made(lambda on: WalkInDialog(WalkInDraft("id"), on.profile.walk_in_particulars)),
    "WorkListScreen": _keys(),
}


async def each_in_front(
    pilot: Pilot[Any],
    fresh: Callable[[], FakeBackend] = FakeBackend.of,
    names: Iterable[str] = tuple(OPENERS),
) -> AsyncIterator[str]:
    """Bring screens and dialogs in front, one after the other, over fresh records; yield each one's name."""
    app = pilot.app
    assert isinstance(app, DeskApp)
    entrance = app.entrance
    assert isinstance(entrance, FakeEntrance)
    await settle(pilot)
    for name in names:
        entrance.backend.records = fresh().records
        await OPENERS[name](pilot, app)
        await settle(pilot)
        assert front(app) == name
        yield name
        if app.backend is None:
            app.begin(entrance.backend)
        while not isinstance(app.screen, WorkListScreen):
            app.pop_screen()
        await settle(pilot)
