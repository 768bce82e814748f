"""What can be done about a request from any list: move its day, correct it, take it from its holder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desk.check_memory import CORRECTION
from desk.errors import DeskError
from desk.messages import afterwards as words
from desk.messages import away, errors, outcomes
from desk.widgets.dialog import ConfirmDialog
from desk.widgets.footer import Footer
from desk.widgets.request_words import appointment
from registry.commands import Correct, Decision, Outcome, OutcomeStatus, Release, Reschedule, TakeBack
from registry.duties import Duty, may
from registry.request import Appointment, Request
from registry.states import State

if TYPE_CHECKING:
    from desk.app import DeskApp
    from desk.backend import Backend
    from desk.check_memory import Kept
    from desk.undoing import LastDecision

GROUP = "commands"
_RESCHEDULE = "reschedule"


def movable(request: Request) -> bool:
    """Whether a request has an appointment that can be moved."""
    from desk.screens.reschedule import MOVABLE

    return request.state in MOVABLE


def correctable(request: Request) -> bool:
    """Whether a citizen has been told of something that can be corrected."""
    from desk.screens.correct import can_be_corrected

    return can_be_corrected(request)


def reschedule(desk: DeskApp, request: Request) -> None:
    """Let the clerk choose another time, and send it."""
    from desk.screens.reschedule import RescheduleDialog

    if desk.backend is None:
        return
    if not movable(request):
        desk.say(words.NO_APPOINTMENT)
        return

    def chosen(place: Appointment | None) -> None:
        if place is not None:
            moved = request.model_copy(update={"appointment": place})
            said = words.rescheduled(request.reference, appointment(moved))
            _issue(desk, request, Reschedule(appointment=place), said, _RESCHEDULE)

    kept = desk.memory.of(request.id, _RESCHEDULE)
    desk.push_screen(RescheduleDialog(request, desk.backend, kept), chosen)


def correct(desk: DeskApp, request: Request) -> None:
    """Let the clerk correct what the citizen has been told, and send it."""
    from desk.screens.correct import CorrectDialog

    if not correctable(request):
        desk.say(words.NOTHING_TO_CORRECT)
        return

    def decided(command: Correct | None) -> None:
        if command is not None:
            _issue(desk, request, command, words.CORRECTED, CORRECTION)

    desk.push_screen(CorrectDialog(request, desk.memory.of(request.id, CORRECTION).drafts), decided)


def release(desk: DeskApp, request: Request) -> None:
    """Let the head or the admin take a request from its holder, after a question."""
    if desk.backend is None:
        return
    holder, person = request.holder, desk.backend.person
    if holder is None:
        desk.say(words.NOT_HELD)
        return
    if request.held_by(person.clerk, person.counter):
        _issue(desk, request, Release(), words.released(request.reference))
        return
    if not may(person.role, Duty.RELEASE):
        desk.say(words.ONLY_HEAD, warning=True)
        return

    def answered(yes: bool | None) -> None:  # noqa: FBT001  a screen's result
        if yes:
            _issue(desk, request, Release(), words.released(request.reference))

    question = words.release_question(request.reference, holder.clerk_name, holder.counter)
    desk.push_screen(ConfirmDialog(words.RELEASE_TITLE, question, words.RELEASE), answered)


def offer_undo(
    desk: DeskApp, request: Request, outcome: Outcome, said: str, kept: Kept, *, kind: str = "check"
) -> str:
    """Remember a decision that can be taken back, with what was entered for it; return what to say of it.

    While that is a matter of seconds, they are counted down beside the keys.
    """
    if not desk.undoing.remember(request, outcome, kept, kind):
        return said
    seconds = desk.undoing.seconds_left
    offer = words.undo_offer(said, seconds) if seconds else away.undo_offer(said)
    desk.undoing.offer = offer
    if not seconds:
        return offer

    def tick() -> None:
        for footer in desk.screen.query(Footer):
            footer.look_again()
        if not desk.undoing.seconds_left:
            counting.stop()
            desk.unsay(offer)

    counting = desk.every(1, tick)
    return offer


def take_back(desk: DeskApp) -> None:
    """Take the last decision back while its message waits, and go on where it was made."""
    last = desk.undoing.last
    if last is None or desk.backend is None:
        desk.say(words.NOTHING_TO_TAKE_BACK)
        return
    desk.undoing.forget()
    desk.unsay(desk.undoing.offer)
    if not last.unsent:
        desk.run_worker(_take_back(desk, last), group=GROUP, exit_on_error=False)
    elif withdraw(desk, last.unsent, last.request_id):
        _taken_back(desk, last, away.withdrawn(last.reference))
    else:
        desk.undoing.restore(last)


def withdraw(desk: DeskApp, command_id: str, request_id: str) -> bool:
    """Drop a decision that has not left this desk; False where that fails, which is told."""
    try:
        done = desk.backend is not None and desk.backend.withdraw(command_id, request_id)
    except DeskError as error:
        desk.tell(errors.told(error))
        return False
    if not done:
        desk.say(away.LEFT_ALREADY, warning=True)
    return done


async def _take_back(desk: DeskApp, last: LastDecision) -> None:
    backend = desk.backend
    if backend is None:
        return
    outcome = await _answer(desk, backend, last.request_id, last.version, TakeBack())
    if outcome is None:
        desk.undoing.restore(last)
    elif _applied(desk, backend, outcome):
        _taken_back(desk, last, words.taken_back(last.reference))


def _taken_back(desk: DeskApp, last: LastDecision, said: str) -> None:
    """Go on where the decision was made, with what was entered for it."""
    desk.memory.put_back(last.request_id, last.kind, last.kept)
    desk.say(said)
    record = desk.backend.record(last.request_id) if desk.backend is not None else None
    if record is None or getattr(desk.screen, "request_id", None) == last.request_id:
        return
    if record.request.state is State.CHECKING and not record.request.only_inquiry:
        from desk.screens.check import CheckScreen

        desk.push_screen(CheckScreen(last.request_id))
    else:
        desk.open_request(record.request)


def _issue(desk: DeskApp, request: Request, command: Decision, said: str, kind: str = "") -> None:
    """Send a command in the background; the work belongs to the application, not to a screen.

    What was entered for it is kept as ``kind`` until it has been applied.
    """
    backend, memory = desk.backend, desk.memory
    if backend is None:
        return

    async def carry() -> None:
        outcome = await _answer(desk, backend, request.id, request.version, command)
        if outcome is not None and _applied(desk, backend, outcome):
            memory.forget(request.id, kind)
            desk.say(offer_undo(desk, request, outcome, said, memory.of(request.id, "check")))

    desk.run_worker(carry(), group=GROUP, exit_on_error=False)


async def _answer(
    desk: DeskApp, backend: Backend, request_id: str, version: int, command: Decision
) -> Outcome | None:
    """Return what the daemon says; None where it could not be asked, which is told."""
    try:
        return await backend.send(request_id, version, command)
    except DeskError as error:
        if desk.backend is backend:
            desk.tell(errors.told(error))
        return None


def _applied(desk: DeskApp, backend: Backend, outcome: Outcome) -> bool:
    """Whether a command was applied for who is still at work; tells what stood against it."""
    if desk.backend is not backend:
        return False
    if outcome.status is not OutcomeStatus.APPLIED:
        desk.tell(outcomes.told_outcome(outcome))
        return False
    return True
