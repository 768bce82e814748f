"""What a conversation remembers, what one turn of it comes to, and what it needs to know of the office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from registry.calendar import OfficeCalendar
from registry.commands import Cancel, Close, Reschedule
from registry.lifecycle import Answer, Coming, Rewish
from registry.office import Slot
from registry.particulars import ChatLine, Particulars
from registry.request import AdvanceKind, Group, Request
from registry.settings import Settings
from registry.transitions import Write
from sync.line.faq import Faq

EVENTS_REMEMBERED: Final = 20
SURVEY_HOURS: Final = 24
"""How long answers can be changed or taken back; then nothing ties them to the visit."""
DAYS_WITH_CONSENT: Final = 7


class Value(BaseModel):
    """Base of everything here: immutable, strict about its fields, silent about what it holds."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Asking(StrEnum):
    """What the citizen was asked last, which decides what a bare ``2`` means."""

    NOTHING = "nothing"
    CONSENT = "consent"
    SERVICES = "services"
    DUPLICATE = "duplicate"
    LASER = "laser"
    PID = "pid"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    COPIES = "copies"
    DATE = "date"
    TIME = "time"
    CONFIRMATION = "confirmation"
    MOVE = "move"
    QUESTION = "question"
    PERSON = "person"
    FAQ = "faq"
    GROUP = "group"
    ADVANCE = "advance"


class DraftItem(Value):
    """A service named so far; copies are None until they are said."""

    service: int = Field(ge=1, le=4)
    copies: int | None = None


class Draft(Value):
    """A request while it is being talked about; ``id`` will be the request's, so it is submitted once.

    ``revision`` counts what a summary shows; ``shown`` is the revision of the last summary.
    ``heard_at`` is when the newest message in it was written, by LINE's clock.
    ``copies`` were said before any service was. ``laser_line`` and the like name the messages that
    a particular came in (for unsend); ``near`` is a day that could not be had, to offer others after it;
    ``questions`` are what a person of the office is to answer; ``offered`` and ``opened`` are the FAQ's
    entries shown for them, ``person`` says that none of these was wanted, ``group`` whose matter it is.
    """

    id: str
    begun_at: dt.datetime
    touched_at: dt.datetime
    heard_at: dt.datetime | None = None
    items: tuple[DraftItem, ...] = ()
    copies: int | None = None
    laser: str | None = Field(default=None, repr=False)
    laser_line: str = ""
    card: str | None = Field(default=None, repr=False)
    card_line: str = ""
    pid: str | None = Field(default=None, repr=False)
    pid_line: str = ""
    name: str | None = Field(default=None, repr=False)
    name_line: str = ""
    birth_date: dt.date | None = Field(default=None, repr=False)
    birth_date_line: str = ""
    date: dt.date | None = None
    time: dt.time | None = None
    any_time: bool = False
    near: dt.date | None = None
    lines: tuple[ChatLine, ...] = Field(default=(), repr=False)
    questions: tuple[ChatLine, ...] = Field(default=(), repr=False)
    offered: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    person: bool = False
    group: Group | None = None
    reference: str = ""
    another_wanted: bool = False
    revision: int = 0
    shown: int | None = None

    @property
    def services(self) -> tuple[int, ...]:
        """The services in the order named."""
        return tuple(item.service for item in self.items)

    @property
    def identified(self) -> bool:
        """Whether an identifier has been given."""
        given = (self.laser, self.card, self.pid, self.name, self.birth_date)
        return any(one is not None for one in given)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to go on with."""
        return not (self.items or self.identified or self.copies or self.date or self.time)


class Moving(Value):
    """Another day being chosen for a submitted request."""

    request_id: str
    date: dt.date | None = None
    time: dt.time | None = None
    any_time: bool = False


SurveyQuestion = Literal["speed", "ease", "overall", "source", "comment"]
SURVEY_SCORES: Final[tuple[SurveyQuestion, ...]] = ("speed", "ease", "overall")
SURVEY_QUESTIONS: Final[tuple[SurveyQuestion, ...]] = (*SURVEY_SCORES, "source", "comment")


class Surveying(Value):
    """The survey of one visit, as long as its answers can be changed or taken back.

    ``id`` is the answers' own; nothing else ties them to the request. ``asking`` is the question that was
    asked last, empty when the talk has gone on to something else; ``comment_line`` is the comment's message.
    """

    id: str
    request_id: str
    touched_at: dt.datetime
    asking: SurveyQuestion | Literal[""] = ""
    comment_line: str = ""


class AdvanceDraft(Value):
    """Advance business being talked about; ``values`` are the parts said so far, as text.

    ``revision`` counts what a summary shows: a button confirms the summary it stands under.
    """

    id: str
    kind: AdvanceKind
    begun_at: dt.datetime
    touched_at: dt.datetime
    values: dict[str, str] = Field(default={}, repr=False)
    lines: tuple[ChatLine, ...] = Field(default=(), repr=False)
    revision: int = 0


class Conversation(Value):
    """What one citizen's chat remembers between two messages; sealed by the store.

    ``withdrawn`` is whether consent was taken back while a request is open: no text reaches its clerk.
    ``erasing_at`` is when it was asked whether all data is to be removed; ``surveyed`` are the last visits
    whose survey was begun.
    """

    shape: Literal[1] = 1
    consent_version: str | None = None
    consent_at: dt.datetime | None = None
    withdrawn: bool = False
    withdrawn_at: dt.datetime | None = None
    draft: Draft | None = None
    asking: Asking = Asking.NOTHING
    moving: Moving | None = None
    advance: AdvanceDraft | None = None
    cancelling: str = ""
    erasing_at: dt.datetime | None = None
    answer_hinted: str = ""
    survey: Surveying | None = None
    surveyed: tuple[str, ...] = ()
    seen: tuple[str, ...] = ()

    @classmethod
    def load(cls, stored: str | bytes | None) -> Conversation:
        """Return a stored conversation; a new one where nothing, or another version's shape, is stored."""
        try:
            return cls.model_validate_json(stored) if stored else cls()
        except ValidationError:
            return cls()

    @property
    def begun(self) -> bool:
        """Whether something is in hand that can be gone on with."""
        return self.draft is not None or self.moving is not None or self.advance is not None

    def consented(self, settings: Settings) -> bool:
        """Whether the citizen has agreed to the privacy notice as it is now."""
        return self.consent_version == settings.chat.consent_version


class SubmitRequest(Value):
    """Effect: create this request (state COLLECTING) with its particulars, then submit it.

    ``draft`` is what it was made of: where its place has just gone, the citizen goes on with it.
    """

    kind: Literal["submit"] = "submit"
    request: Request
    particulars: Particulars
    draft: Draft | None = None


class CitizenAct(Value):
    """Effect: the citizen does something to a request; given ``particulars`` replace the kept ones."""

    kind: Literal["act"] = "act"
    request_id: str
    command: Answer | Rewish | Cancel | Reschedule | Write | Close | Coming
    particulars: Particulars | None = None


class CheckIn(Value):
    """Effect: the citizen is at the office for these requests; what to say follows from their numbers."""

    kind: Literal["check_in"] = "check_in"
    request_ids: tuple[str, ...]


class PassOn(Value):
    """Effect: lines go to the clerks of an open request: the office's, or those written before the consent.

    A line with an id goes in once.
    """

    kind: Literal["pass_on"] = "pass_on"
    request_id: str
    lines: tuple[ChatLine, ...] = Field(repr=False)


class ForgetMessage(Value):
    """Effect: the citizen has unsent a message; it goes from everything that is kept of the conversation.

    ``text`` is the message where the conversation itself held it.
    """

    kind: Literal["forget"] = "forget"
    line_id: str
    text: str = Field(default="", repr=False)


class EraseData(Value):
    """Effect: the citizen's data goes, of all requests but those to ``keep``, which are still open.

    ``messages``: what waits to be sent, events that failed; before anything is changed. ``requests``: what
    has ended is emptied, and nothing leads to the citizen any more.
    """

    kind: Literal["erase"] = "erase"
    part: Literal["messages", "requests"]
    keep: tuple[str, ...] = ()


class SurveyAnswer(Value):
    """Effect: a survey question answered, or its answer taken away; one given again replaces the former.

    ``text`` is where they heard of the service, or the comment; numbers of cards are masked in it.
    """

    kind: Literal["survey"] = "survey"
    survey_id: str
    question: SurveyQuestion
    score: int | None = Field(default=None, ge=1, le=5)
    text: str = Field(default="", repr=False)


class KeepPicture(Value):
    """Effect: fetch a picture from LINE and keep it with an inquiry."""

    kind: Literal["picture"] = "picture"
    request_id: str
    line_id: str


class PairClerk(Value):
    """Effect: this chat is a clerk's own, who is told here what is for the office."""

    kind: Literal["pair"] = "pair"
    code: str = Field(repr=False)


class FaqCount(Value):
    """Effect: an entry of the FAQ was offered, opened, has helped, or has not (a person was asked)."""

    kind: Literal["faq"] = "faq"
    entry: str
    what: Literal["offered", "opened", "helped", "asked"]


Effect = (
    SubmitRequest
    | CitizenAct
    | CheckIn
    | PassOn
    | ForgetMessage
    | SurveyAnswer
    | KeepPicture
    | FaqCount
    | PairClerk
    | EraseData
)


class Turn(Value):
    """What one event comes to: the conversation as it is now, LINE messages, and effects to carry out."""

    conversation: Conversation
    messages: tuple[dict[str, Any], ...] = Field(default=(), max_length=5, repr=False)
    effects: tuple[Effect, ...] = ()
    importance: Literal["decision", "small_talk"] = "small_talk"


class ChatOffice(Protocol):
    """What a conversation needs to know of the office while one event is worked on."""

    @property
    def settings(self) -> Settings:
        """The configuration."""

    @property
    def now(self) -> dt.datetime:
        """The time, UTC."""

    @property
    def today(self) -> dt.date:
        """The office's date."""

    @property
    def calendar(self) -> OfficeCalendar:
        """The office's calendar."""

    def free_slots(self, day: dt.date, days: int) -> Sequence[Slot]:
        """Return the slots of ``days`` days from ``day`` on that have places left."""

    def open_requests(self) -> Sequence[tuple[Request, Particulars]]:
        """Return this citizen's requests that are not closed."""

    def closed_requests(self) -> Sequence[tuple[Request, Particulars]]:
        """Return this citizen's requests that have ended and are not emptied yet."""

    def waiting(self) -> Sequence[Request]:
        """Return everybody's requests that are at the office today, as they are now."""

    def wall_code(self, day: dt.date) -> str:
        """Return the code that hangs on the office's wall on a day."""

    @property
    def faq(self) -> Faq:
        """The answers to what is asked often."""

    def pictures_of(self, request_id: str) -> int:
        """Return how many pictures an inquiry has."""

    def clerk_of(self, code: str) -> str | None:
        """Return the name of the clerk whose own chat a code pairs; None where it is no good."""

    def reserve_reference(self) -> str:
        """Return a reference that is not in use."""

    def new_id(self) -> str:
        """Return a new id for a request."""
