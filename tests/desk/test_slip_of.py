import datetime as dt

import pytest

from desk.backend import Person
from desk.slip_of import slip_of
from printer.slip import Slip, holds_identity
from registry.actors import Role
from registry.office import OfficeProfile
from registry.particulars import Particulars
from registry.request import Appointment, Collector, Fee, HandOver, Item, Queue, Request
from registry.settings import Settings
from registry.states import QueueState, State

NOW = dt.datetime(2026, 11, 25, 2, 31, tzinfo=dt.UTC)
PERSON = Person(clerk="c1", name="สมหญิง", role=Role.CLERK, counter="3")
REQUEST = Request(
    office_id="bangkhae",
    id="r1",
    reference="BK-9QRT",
    state=State.ARRIVED,
    state_since=NOW,
    items=(Item(service=2), Item(service=1, copies=2)),
    appointment=Appointment(date=dt.date(2026, 11, 25), time=dt.time(9, 30)),
    fee=Fee(baht=30),
    queue=Queue(number="B007", state=QueueState.CALLED, since=NOW),
    created_at=NOW,
)
GIVEN = Particulars(
    laser="JC1123456712",
    card="10400212345678",
    pid="1104000000010",
    name="นางสาวตัวอย่าง ใจดี",
    display_name="x",
)


def slip(
    request: Request = REQUEST,
    particulars: Particulars | None = GIVEN,
    *,
    training: bool = False,
    reprint: int = 0,
) -> Slip:
    profile = OfficeProfile.of(Settings())
    return slip_of(request, particulars, PERSON, profile, now=NOW, training=training, reprint=reprint)


def test_a_slip_says_what_the_citizen_needs_and_masks_the_name() -> None:
    made = slip()
    assert (made.queue_number, made.reference, made.qr) == ("B007", "BK-9QRT", "BK-9QRT")
    assert [(line.label, line.copies) for line in made.lines] == [
        ("สำเนาทะเบียนสมรส", 1),
        ("สำเนาทะเบียนบ้าน", 2),
    ]
    assert (made.office, made.section) == ("สำนักงานเขตบางแค", "ฝ่ายทะเบียน")
    assert (made.fee, made.counter, made.clerk, made.reprint) == (30, "3", "สมหญิง", 0)
    assert made.masked_name == "นางสาวตัวอย่าง จ."
    assert made.appointment is not None
    assert made.appointment.isoformat() == "2026-11-25T09:30:00+07:00"


def test_no_identity_number_reaches_the_paper() -> None:
    made = slip()
    texts = [str(getattr(made, name)) for name in Slip.__dataclass_fields__ if name != "printed_at"]
    assert not any(holds_identity(text) for text in texts if "datetime" not in text)
    assert all(n not in "".join(texts) for n in (GIVEN.laser, GIVEN.card, GIVEN.pid) if n)


@pytest.mark.parametrize("name", [None, "", "  ", "1-1040-00000-01-0", "\x1b[2J\u202e", "ก ๑๐๔๐๐๒๑๒๓๔๕๖๗๘"])
def test_a_name_that_cannot_stand_on_paper_is_left_out(name: str | None) -> None:
    made = slip(particulars=Particulars(name=name))
    assert made.masked_name is None or not holds_identity(made.masked_name)


def test_missing_particulars_still_make_a_slip() -> None:
    assert slip(particulars=None).masked_name is None


def test_a_reprint_says_which_it_is() -> None:
    assert (slip().reprint, slip(reprint=3).reprint) == (0, 3)


def test_training_and_a_collector_by_power_of_attorney_are_said_on_the_paper() -> None:
    request = REQUEST.model_copy(update={"hand_over": HandOver(collector=Collector.ATTORNEY)})
    made = slip(request, training=True)
    assert made.training
    assert made.notes == ("ผู้รับมอบอำนาจเป็นผู้รับเอกสาร",)


def test_a_request_without_fee_appointment_or_queue_is_still_a_slip() -> None:
    bare = REQUEST.model_copy(update={"fee": None, "appointment": None, "queue": None, "items": ()})
    made = slip(bare)
    assert (made.fee, made.appointment, made.queue_number, made.lines) == (0, None, None, ())
