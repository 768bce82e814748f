"""A citizen's chat with the pure dialogue, line by line, and an office in memory behind it.

text                 the citizen writes        [label]         taps a button that is to be seen
[label] 2026-12-01   sets the date picker      (picture) (sticker) (follow) (unfollow) (unsend m-1)
{data}               posts any data back       (again)         the last event once more
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from registry import commands as c
from registry.actors import Actor
from registry.lifecycle import Notice
from registry.request import Appointment, Check, Fee, Group, Holder
from registry.settings import Settings
from registry.states import State
from sync.line.dialogue import Conversation, Turn, converse
from sync.line.incoming import Incoming
from sync.line.notices import notice
from tests.line_openapi import problems
from tests.sync.line.dialogue.chat_office import MemoryOffice, told
from tests.sync.line.dialogue.checking import buttons_of, check_messages

SECRETS = ("JC9765432105", "JT8000123499", "10400298765432", "31009911122233", "1104000000010", "รักเรียน")
CLERK = Actor(kind="clerk", id="malee", name="มาลี", counter="2")
_KINDS: dict[str, Any] = {
    "picture": "picture",
    "sticker": "other",
    "follow": "follow",
    "unfollow": "unfollow",
}


@dataclass
class Player:
    """One citizen's chat as it is played."""

    office: MemoryOffice = field(default_factory=MemoryOffice)
    conversation: Conversation = field(default_factory=Conversation)
    messages: tuple[dict[str, Any], ...] = ()
    effects: list[str] = field(default_factory=list)
    validate: bool = False
    _events: int = 0
    _last: Incoming | None = None

    def citizen_line(self, rest: str) -> None:
        if rest == "(again)":
            assert self._last is not None
            self.send(replace(self._last, redelivered=True))
        elif tap := re.fullmatch(r"\[(.+)\](?: (\d{4}-\d{2}-\d{2}))?", rest):
            action = next((a for a in buttons_of(self.messages) if tap[1] in a["label"]), None)
            assert action is not None, "no such button"
            self.send(self.event("postback", data=action["data"], params={"date": tap[2]} if tap[2] else {}))
        elif data := re.fullmatch(r"\{(.*)\}", rest):
            self.send(self.event("postback", data=data[1]))
        elif unsend := re.fullmatch(r"\(unsend (.+)\)", rest):
            self.send(self.event("unsend", message_id=unsend[1]))
        elif other := re.fullmatch(r"\((.+)\)", rest):
            self.send(self.event(_KINDS.get(other[1], "unknown")))
        else:
            self.send(self.event("text", text=rest))

    def event(self, kind: Literal["text", "postback", "unsend"], **fields: Any) -> Incoming:
        self._events += 1
        fields.setdefault("message_id", f"m-{self._events}")
        return Incoming(event_id=f"E{self._events}", at=self.office.now, kind=kind, **fields)

    def send(self, incoming: Incoming) -> Turn:
        """Let the dialogue work on an event, carry out the effects, and check what holds of every turn."""
        self._last = incoming
        turn = converse(self.conversation, incoming, self.office)
        self.effects += [told(self.office, effect) for effect in turn.effects]
        refusal = self.office.carry_out(turn.conversation, turn.effects)
        turn = refusal or turn
        self.messages = turn.messages
        self._check(turn)
        return turn

    def _check(self, turn: Turn) -> None:
        check_messages(turn.messages, SECRETS)
        shown = repr(turn)
        assert not any(secret in shown for secret in SECRETS)
        if self.validate:
            wrong = [text for message in turn.messages for text in problems("Message", message)]
            assert not wrong, wrong
        stored = turn.conversation.model_dump_json()
        self.conversation = Conversation.load(stored)
        assert self.conversation == turn.conversation

    def office_line(self, rest: str) -> None:
        """Let something happen at the office, or set it up."""
        word, _, argument = rest.partition(" ")
        getattr(self, f"_do_{word}")(argument)

    def _do_settings(self, argument: str) -> None:
        section, key, value = re.split(r"[.=]", argument, maxsplit=2)
        values = self.office.settings.model_dump()
        values[section][key] = value
        self.office.settings = Settings.model_validate(values)

    def _do_wait(self, hours: str) -> None:
        self.office.now += dt.timedelta(hours=float(hours))

    def _do_full(self, argument: str) -> None:
        day, _, at = argument.partition(" ")
        self.office.fill(dt.date.fromisoformat(day), dt.time.fromisoformat(at) if at else None)

    def _do_race(self, argument: str) -> None:
        """Somebody else takes a slot between the free slots being shown and the act being carried out."""
        self.office.race = tuple(argument.split())

    def _do_closed(self, argument: str) -> None:
        day, _, name = argument.partition(" ")
        values = self.office.settings.model_dump()
        values["special_days"] = [*values["special_days"], {"date": day, "name": name}]
        self.office.settings = Settings.model_validate(values)

    def _do_take(self, reference: str) -> None:
        until = self.office.now + dt.timedelta(minutes=10)
        holder = Holder(clerk=CLERK.id, clerk_name=CLERK.name, counter=CLERK.counter, until=until)
        self.office.put(reference, state=State.CHECKING, holder=holder)

    def _do_approve(self, argument: str) -> None:
        reference, day, at = argument.split()
        self._do_take(reference)
        where = Appointment(date=dt.date.fromisoformat(day), time=dt.time.fromisoformat(at))
        request = self.office.by_reference(reference)[0]
        fee = Fee(baht=self.office.proposed_fee(request.items, self.office.today).baht)
        self._tell(reference, c.Approve(fee=fee, appointment=where, check_done=Check(lines=())))

    def _do_ask(self, argument: str) -> None:
        reference, _, question = argument.partition(" ")
        self._do_take(reference)
        self._tell(reference, c.Ask(question=question))

    def _do_reject(self, argument: str) -> None:
        reference, _, reason = argument.partition(" ")
        self._do_take(reference)
        self._tell(reference, c.Reject(reason=reason))

    def _do_say(self, argument: str) -> None:
        """A clerk answers an inquiry."""
        reference, _, text = argument.partition(" ")
        self._tell(reference, c.Say(text=text))

    def _do_close(self, argument: str) -> None:
        reference, _, word = argument.partition(" ")
        self._tell(reference, c.Close(word=word))

    def _do_hand_on(self, argument: str) -> None:
        reference, _, group = argument.partition(" ")
        self.office.do(self.office.by_reference(reference)[0].id, c.HandOn(group=Group(group)), CLERK)

    def _do_ready(self, reference: str) -> None:
        self._tell(reference, c.Prepare(tray="7"))

    def _do_no_show(self, reference: str) -> None:
        request = self.office.by_reference(reference)[0]
        self.office.put(reference, state=State.NO_SHOW)
        self._notice(Notice.NO_SHOW, request.id)

    def _do_collected(self, reference: str) -> None:
        self.office.put(reference, state=State.COLLECTED)
        self._notice(Notice.SURVEY, self.office.by_reference(reference)[0].id)

    def _tell(self, reference: str, command: Any) -> None:
        request = self.office.by_reference(reference)[0]
        done = self.office.do(request.id, command, CLERK)
        assert done.notice is not None
        self._notice(done.notice, request.id, done.said)

    def _notice(self, kind: Notice, request_id: str, said: str = "") -> None:
        request = self.office.known[request_id][0]
        self.messages = tuple(notice(kind, request, self.office.settings, said=said))
        check_messages(self.messages, SECRETS)
