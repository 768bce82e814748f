"""Base of the pick-up: a citizen is called, parked, sent on, put back, or has not come."""

from __future__ import annotations

from desk.messages import number_card as card_words
from desk.messages import pick_up as words
from desk.messages import queueing as say
from desk.messages import walk_in
from desk.screens import number_card
from desk.screens.menu import MenuDialog
from desk.screens.park import SEND_ON, ParkDialog
from desk.screens.reject import saying_no
from desk.screens.reply import Reply
from desk.screens.send_on import SendOnDialog
from desk.screens.slip_printing import SlipPrintingScreen
from desk.screens.walk_in import WalkInDialog
from desk.widgets.dialog import ConfirmDialog
from registry.commands import Call, Decision, DrawNumber, Fact, NoShow, Park, Reject, Requeue, SendOn, WalkIn
from registry.request import Queue
from registry.states import EXPECTED, QueueState, State

_REJECT, _NO_SHOW, _REQUEUE, _BEHIND = "reject", "no_show", "requeue", "behind"
_CAME, _AGAIN, _PARK, _NOWHERE = "came", "again", "park", "-"


class QueueingScreen(SlipPrintingScreen):
    """What becomes of a citizen in the queue; each answer is a decision of its own."""

    @property
    def arrived(self) -> bool:
        """Whether the citizen is in the office."""
        return self.request is not None and self.request.state is State.ARRIVED

    @property
    def expected(self) -> bool:
        """Whether the citizen is still to come."""
        return self.request is not None and self.request.state in EXPECTED

    @property
    def has_only_a_number(self) -> bool:
        """Whether the citizen came by themselves and waits: the check has not begun."""
        return self.request is not None and self.request.has_only_a_number

    @property
    def called_here(self) -> Queue | None:
        """The citizen's place in the queue, while they are called to this counter."""
        queue = self.request.queue if self.request is not None and self.arrived else None
        if queue is None or queue.state is not QueueState.CALLED:
            return None
        return queue if queue.counter == self.backend.person.counter else None

    def action_call(self) -> None:
        """Call the citizen here, or again; called often enough, ask what becomes of them."""
        if not self.arrived or self.busy:
            return
        queue = self.called_here
        if queue is not None and queue.times_called >= self.backend.profile.max_calls:
            self.ask_whether_they_came()
        else:
            self.issue(Call())

    def ask_whether_they_came(self) -> None:
        """Ask the question that every call ends with: they came, not yet, or they did not."""
        queue, most = self.called_here, self.backend.profile.max_calls
        if queue is None or self.busy:
            return
        came, gone = (walk_in.CAME, walk_in.GONE) if self.has_only_a_number else (say.CAME, say.NO_SHOW)
        choices = [(_CAME, came), (_AGAIN, say.again(queue.times_called + 1, most))]
        choices += [(_PARK, say.NOT_YET_PARK), (_BEHIND, say.BEHIND), (_NO_SHOW, gone)]
        if queue.times_called >= most:
            del choices[1]
        dialog = MenuDialog(say.did_they_come(queue.number), choices, say.called(queue.times_called, most))
        self.desk.push_screen(dialog, self._answered)

    def take_in(self) -> None:
        """Ask what who waited with a number wants, and for their consent; the check begins."""
        if self.request is None or self.busy:
            return
        draft = self.desk.memory.waited(self.request)

        def entered(command: WalkIn | DrawNumber | None) -> None:
            if isinstance(command, WalkIn):
                self.issue(command)

        particulars, away = self.backend.profile.walk_in_particulars, self.backend.status().away
        self.desk.push_screen(WalkInDialog(draft, particulars, away=away), entered)

    def print_number_again(self) -> None:
        """Print the card of who waits with a number once more; it says so."""
        if self.request is not None:
            number_card.print_again(self.desk, self.backend, self.request)

    def paper_heading(self) -> tuple[str, str]:
        """Return what paper the preview is of, and how it stands."""
        if not self.has_only_a_number:
            return super().paper_heading()
        return card_words.paper(self.backend.paper_mm), card_words.ANOTHER

    def paper_lines(self) -> tuple[list[str], bool]:
        """Return the preview's lines: of the card for who has only a number."""
        if self.request is None or not self.request.has_only_a_number:
            return super().paper_lines()
        from printer.preview import COLUMNS, written

        parts = number_card.card(self.backend, self.request, again=True)
        return written(parts, COLUMNS[self.backend.paper_mm]), False

    def action_park(self) -> None:
        """Put the citizen aside with a note, or send them on to another counter."""
        if self.arrived and not self.busy:
            self.desk.push_screen(ParkDialog(self.kept.drafts), self._put_off)

    def action_problem(self) -> None:
        """Choose what to do with a mismatch or somebody who is not here."""
        if self.busy or not (self.arrived or self.expected):
            return
        choices = [(_NO_SHOW, walk_in.LEFT if self.has_only_a_number else words.NO_SHOW)]
        if self.arrived:
            reject = [] if self.has_only_a_number else [(_REJECT, words.purpose(self.request).reject)]
            choices = [*reject, *choices, (_REQUEUE, words.REQUEUE)]
            choices += [(_BEHIND, say.BEHIND)] if self.called_here else []
        self.desk.push_screen(MenuDialog(words.PROBLEM_TITLE, choices), self._answered)

    def moved(self, command: Decision | Fact) -> str | None:
        """Say what a move in the queue has come to; None for any other command."""
        number = self.request.queue.number if self.request is not None and self.request.queue else ""
        if isinstance(command, Call):
            return words.calling(number, self.backend.person.counter)
        if isinstance(command, SendOn):
            return say.sent_on(number, command.counter)
        if isinstance(command, Requeue):
            return say.BEHIND_NOW if command.behind else say.REQUEUED
        return say.parked(command.place) if isinstance(command, Park) else None

    def _answered(self, choice: str | None) -> None:
        if choice == _CAME:
            self._came()
        elif choice == _AGAIN:
            self.issue(Call())
        elif choice == _PARK:
            self.action_park()
        elif choice in {_REQUEUE, _BEHIND}:
            self.issue(Requeue(behind=choice == _BEHIND))
        elif choice == _REJECT and self.request is not None:
            self.desk.push_screen(saying_no(self.request, self.kept.drafts), self._reject)
        elif choice == _NO_SHOW:
            self.confirm(self._no_show_dialog(), NoShow())

    def _came(self) -> None:
        if self.has_only_a_number:
            self.take_in()
        else:
            self.lines.focus()

    def _no_show_dialog(self) -> ConfirmDialog:
        """Return the question, which says what the citizen hears of it: only who came over LINE does."""
        if self.has_only_a_number:
            return ConfirmDialog(walk_in.LEFT, walk_in.LEFT_ASK)
        alone = self.request is not None and self.request.channel == "walk_in"
        return ConfirmDialog(words.NO_SHOW_TITLE, walk_in.NO_SHOW_ASK if alone else words.NO_SHOW_ASK)

    def _reject(self, reply: Reply | None) -> None:
        if reply is not None:
            self.issue(Reject(reason=reply.text))

    def _put_off(self, reply: Reply | None) -> None:
        if reply is None:
            return
        if reply.extra == SEND_ON:
            self._choose_counter()
            return
        self.kept.drafts.pop(ParkDialog.purpose, None)
        places = self.backend.profile.parking
        if not places:
            self.issue(Park(note=reply.text))
            return
        choices = [(place, place) for place in places] + [(_NOWHERE, say.NO_PLACE)]

        def park(place: str | None) -> None:
            if place is not None:
                self.issue(Park(note=reply.text, place="" if place == _NOWHERE else place))

        self.desk.push_screen(MenuDialog(say.WHERE, choices), park)

    def _choose_counter(self) -> None:
        own = self.backend.person.counter
        choices = [(each, say.counter(each)) for each in self.backend.profile.counters if each != own]
        if not choices:
            self.say(say.NO_OTHER_COUNTER)
            return
        self.desk.push_screen(MenuDialog(say.SEND_ON_TO, choices), self._send_on)

    def _send_on(self, counter: str | None) -> None:
        if counter is None:
            return

        def send(reply: Reply | None) -> None:
            if reply is not None:
                self.kept.drafts.pop(SendOnDialog.purpose, None)
                self.issue(SendOn(counter=counter, note=reply.text))

        self.desk.push_screen(SendOnDialog(self.kept.drafts), send)
