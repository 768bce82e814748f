"""Printing the card of who came without an appointment and waits with a number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.messages import number_card as words
from desk.number_card import number_card
from desk.screens.papers import hand_in

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.backend import Backend
    from printer.content import Block
    from registry.request import Request


def give_card(desk: DeskApp, request: Request) -> None:
    """Say the number that was just given, and print its card where this counter can."""
    backend, number = desk.backend, _number(request)
    if backend is None:
        return
    if not backend.can_print_here():
        desk.say(words.given(number, printed=False), warning=True)
        return
    _print(desk, backend, request, words.given(number, printed=True), again=False)


def print_again(desk: DeskApp, backend: Backend, request: Request) -> None:
    """Print a card of which one may be out already, and which says so."""
    _print(desk, backend, request, words.printing_again(_number(request)), again=True)


def card(backend: Backend, request: Request, *, again: bool) -> list[Block]:
    """Return the card as it would be printed here now."""
    return number_card(request, backend.profile, now=backend.now(), training=backend.training, again=again)


def _print(desk: DeskApp, backend: Backend, request: Request, said: str, *, again: bool) -> None:
    label = f"{words.TITLE} {_number(request)}"
    hand_in(desk, backend, backend.print_paper(card(backend, request, again=again), label), said)


def _number(request: Request) -> str:
    return request.queue.number if request.queue is not None else ""
