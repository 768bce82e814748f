"""Reminders, no-shows, expiry and closures: each citizen once, whenever and however often the night runs."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest

from registry import commands as c
from registry.actors import CITIZEN, SYSTEM
from registry.errors import Refused
from registry.identifiers import new_id
from registry.lifecycle import Coming, Displace, Rewish
from registry.request import Inquiry, Item, Request, Wish
from registry.states import State
from sync.line.dialogue.buttons import press
from sync.nightly import appointments, run
from sync.nightly.work import Act, Tally
from sync.store import audit, closures, notify, slots
from tests.line_openapi import assert_valid
from tests.sync import factories as f
from tests.sync.nightly.conftest import Office, at

MONDAY, TUESDAY = f.TODAY, f.TOMORROW
FRIDAY = dt.date(2026, 11, 27)
NEXT_MONDAY = dt.date(2026, 11, 30)
# Saturday 5 December is a holiday, made up for on Monday the 7th.
BEFORE_HOLIDAYS, AFTER_HOLIDAYS = dt.date(2026, 12, 4), dt.date(2026, 12, 8)


def buttons(message: dict[str, Any]) -> list[tuple[str, str]]:
    items = message["quickReply"]["items"]
    return [(item["action"]["label"], item["action"]["data"]) for item in items]


def taken(office: Office, day: dt.date) -> int:
    free = office.database.read(
        lambda session: slots.free_slots(session, settings=f.settings(), day=day, days=1)
    )
    return sum(f.settings().hours.slot_places - slot.places for slot in free)


def test_tomorrows_appointments_are_reminded_of_once(office: Office) -> None:
    mine, ready = office.approved(TUESDAY), office.approved(TUESDAY, 10, ready=True)
    office.approved(TUESDAY + dt.timedelta(days=1))
    office.asked()
    told = office.evening(MONDAY)
    assert "reminders: 2" in told
    assert "reminders: 0" in office.evening(MONDAY, 19)
    first, second = office.messages("reminder")
    assert_valid("Message", first)
    assert mine.reference in first["text"]
    assert "พรุ่งนี้ วันอังคารที่ 24 พฤศจิกายน 2569 เวลา 09.00 น." in first["text"]
    assert "เอกสารพร้อม" not in first["text"]
    assert "เอกสารพร้อมรับแล้ว" in second["text"]
    labels = [label for label, _ in buttons(second)]
    assert labels == ["มาได้", "เปลี่ยนวัน", "ยกเลิก"]
    assert all(press(data) is not None for _, data in buttons(second))
    assert str(ready.id) in buttons(second)[0][1]
    useful = [row.useful_until for row in office.outbox() if row.purpose == "reminder"]
    assert useful == [at(TUESDAY, 9), at(TUESDAY, 10)]


def test_a_long_weekend_is_reminded_of_on_its_last_evening(office: Office) -> None:
    request = office.approved(AFTER_HOLIDAYS)
    day = BEFORE_HOLIDAYS
    while day < AFTER_HOLIDAYS - dt.timedelta(days=1):
        assert "reminders: 0" in office.evening(day), day
        day += dt.timedelta(days=1)
    assert "reminders: 1" in office.evening(day)
    assert "พรุ่งนี้ วันอังคารที่ 8 ธันวาคม" in office.messages("reminder")[0]["text"]
    assert request.reference in office.messages("reminder")[0]["text"]


def test_a_missed_evening_is_made_up_for_as_long_as_it_is_useful(office: Office) -> None:
    office.approved(TUESDAY, 9)
    office.approved(TUESDAY, 10)
    # The daemon is on again at 08.30: who comes at nine has left.
    told = office.evening(MONDAY + dt.timedelta(days=1), 8, 30)
    assert "reminders: 1" in told
    assert "วันนี้ วันอังคาร" in office.messages("reminder")[0]["text"]
    assert "reminders: 0" in office.evening(TUESDAY, 9, 30)


@pytest.mark.parametrize(("hour", "minute"), [(0, 0), (7, 59), (20, 0), (23, 59)])
def test_nobody_is_written_to_at_night(office: Office, hour: int, minute: int) -> None:
    office.approved(TUESDAY)
    told = office.evening(MONDAY + dt.timedelta(days=hour < 12), hour, minute)
    assert "reminders: not now, outside of the sending hours" in told
    assert office.sent()["reminder"] == 0
    assert not run.is_done(office.night(at(TUESDAY, 9)), MONDAY)


def test_reminders_can_be_switched_off(office: Office) -> None:
    office.settings = f.settings(nightly={"reminders": False})
    office.approved(TUESDAY)
    assert "reminders: switched off" in office.evening(MONDAY)
    assert office.sent()["reminder"] == 0


def test_who_did_not_come_is_marked_by_the_system_and_offered_other_times(office: Office) -> None:
    gone, ready = office.approved(TUESDAY), office.approved(TUESDAY, 10, ready=True)
    came = office.approved(TUESDAY, 11)
    office.now = at(TUESDAY, 11)
    office.act(came, c.Arrive())
    assert "appointments that nobody kept: 0" in office.evening(TUESDAY, 16, 59)
    assert "appointments that nobody kept: 2" in office.evening(TUESDAY)
    assert "appointments that nobody kept: 0" in office.evening(TUESDAY, 19)
    assert [office.now_of(each).state for each in (gone, ready, came)] == [
        State.NO_SHOW,
        State.NO_SHOW,
        State.ARRIVED,
    ]
    trail = office.database.read(lambda session: audit.trail(session, f.OFFICE, gone.id))
    assert (trail[-1].action, trail[-1].actor_kind, trail[-1].actor_id) == ("no_show", "system", "nightly")
    message = office.messages("no_show")[0]
    assert_valid("Message", message)
    pressed = [found for _, data in buttons(message) if (found := press(data))]
    assert [found.word for found in pressed] == ["offer"] * 9 + ["move", "cancel", "status"]
    assert pressed[0].parts == [gone.id, "2026-11-25", "08:00"]


def test_a_number_that_nobody_waits_with_any_more_is_void_and_no_appointment_was_missed(
    office: Office,
) -> None:
    office.now = at(TUESDAY, 11)
    office.send(f.envelope(new_id(), c.DrawNumber(), 0))
    number = "numbers of people who came by themselves and went again"
    assert f"{number}: 0" in office.evening(TUESDAY, 16, 59)
    told = office.evening(TUESDAY)
    assert {f"{number}: 1", "appointments that nobody kept: 0"} <= set(told)
    assert office.messages("no_show") == []


def test_a_number_of_a_day_on_which_the_office_was_closed_is_void_too(office: Office) -> None:
    office.now = at(TUESDAY, 11)
    office.send(f.envelope(new_id(), c.DrawNumber(), 0))
    close(office, TUESDAY, "น้ำท่วม")
    assert "numbers of people who came by themselves and went again: 1" in office.evening(TUESDAY)


def test_what_nobody_answers_ends_after_its_days(office: Office) -> None:
    missed, asked = office.approved(TUESDAY), office.asked()
    office.evening(TUESDAY)
    week = dt.timedelta(days=7)
    assert "requests that nobody went on with: 0" in office.evening(MONDAY + week - dt.timedelta(days=1))
    assert "requests that nobody went on with: 1" in office.evening(MONDAY + week)
    assert "requests that nobody went on with: 1" in office.evening(TUESDAY + week)
    assert "requests that nobody went on with: 0" in office.evening(TUESDAY + week, 19)
    assert [office.now_of(each).state for each in (missed, asked)] == [State.EXPIRED] * 2
    texts = [message["text"] for message in office.messages("no_show")]
    assert sum("สิ้นสุดแล้ว" in text for text in texts) == 2
    assert sum("ไม่ได้รับข้อมูลที่เจ้าหน้าที่ขอเพิ่ม" in text for text in texts) == 1


def test_what_was_done_in_the_meantime_is_left_alone(office: Office) -> None:
    """Between the night's look and its deed, the citizen cancels: nothing is told, nothing fails."""
    request = office.approved(TUESDAY)
    night = office.night(at(TUESDAY, 18, 30))
    read = night.read

    def meanwhile(fn: Callable[[Act], Any]) -> Any:
        found = read(fn)
        office.act(request, c.Cancel(), CITIZEN)
        return found

    object.__setattr__(night, "read", meanwhile)
    assert appointments.miss(night) == Tally(0, 0)
    assert office.now_of(request).state is State.CANCELLED


def test_one_citizens_trouble_is_not_the_others(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = office.approved(TUESDAY), office.approved(TUESDAY, 10)
    tell = notify.tell_citizen

    def telling(*args: Any, request: Request, **named: Any) -> None:
        if request.id == first.id:
            raise ValueError("1104000000010")
        tell(*args, request=request, **named)

    monkeypatch.setattr(appointments, "tell_citizen", telling)
    said: list[str] = []
    night = office.night(at(MONDAY, 18, 30))
    assert not run.run(night, MONDAY, said.append)
    assert "reminders: 1, 1 failed" in said
    assert not run.is_done(night, MONDAY)
    monkeypatch.undo()
    assert "reminders: 1" in office.evening(MONDAY, 19)
    assert [second.reference in m["text"] for m in office.messages("reminder")] == [True, False]


def test_two_nights_at_once_tell_everybody_once(office: Office) -> None:
    for minute in (0, 30):
        for hour in (9, 10, 11):
            office.approved(TUESDAY, hour, minute)
    for hour in (9, 10):
        office.approved(MONDAY, hour)
    start = threading.Barrier(2)
    said: list[str] = []

    def run_one() -> None:
        start.wait(timeout=10)
        run.run(office.night(at(MONDAY, 18, 30)), MONDAY, said.append)

    threads = [threading.Thread(target=run_one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert office.sent()["reminder"] == 6
    assert office.sent()["no_show"] == 2
    assert not [line for line in said if "failed" in line]


def test_saying_to_come_is_in_the_record_and_changes_nothing_else(office: Office) -> None:
    request = office.approved(TUESDAY)
    cursor = office.page().cursor
    said = office.act(request, Coming(), CITIZEN)
    assert (said.coming, said.version) == (True, request.version)
    (record,) = office.page(cursor).records
    assert record.request.coming_on == TUESDAY
    moved = office.act(said, c.Reschedule(appointment=f.appointment(date=FRIDAY)), CITIZEN)
    assert not moved.coming


def test_a_closure_gives_places_back_and_offers_days_after_it(office: Office) -> None:
    lost, kept = office.approved(FRIDAY, ready=True), office.approved(TUESDAY)
    close(office, FRIDAY, "ซ่อมระบบไฟฟ้า")
    night = office.night(at(MONDAY, 10))
    said: list[str] = []
    for _ in range(2):
        run.close_days(night, said.append)
    assert said == [f"new times offered for days that were closed: {n}" for n in (1, 0)]
    now = office.now_of(lost)
    assert (now.state, now.appointment, now.needs_new_day, now.tray) == (State.READY, None, True, "1")
    assert office.now_of(kept).appointment == kept.appointment
    assert taken(office, FRIDAY) == 0
    (message,) = office.messages("closure")
    assert_valid("Message", message)
    assert "ซ่อมระบบไฟฟ้า" in message["text"]
    assert "วันศุกร์ที่ 27 พฤศจิกายน 2569 เวลา 09.00 น." in message["text"]
    label, data = buttons(message)[0]
    assert (label, data) == ("30 พ.ย. 08.00 น.", f"offer={lost.id}/2026-11-30/08:00")
    # Not expected on any day: no reminder, no no-show, and another day takes the flag away.
    assert "reminders: 0" in office.evening(FRIDAY - dt.timedelta(days=1))
    office.evening(FRIDAY)
    assert office.now_of(lost).state is State.READY
    again = office.act(now, c.Reschedule(appointment=f.appointment(date=NEXT_MONDAY)), CITIZEN)
    assert again.flags == ()


def test_who_waits_for_the_decision_is_offered_other_times_too(office: Office) -> None:
    wish: dict[str, Any] = {"date": FRIDAY, "time": dt.time(9)}
    visit = office.submit(wish=Wish(date=FRIDAY), items=(Item(service=5),), inquiry=Inquiry())
    office.citizen()
    lost = office.submit(wish=Wish(**wish))
    assert taken(office, FRIDAY) == 1
    office.citizen()
    in_hand = office.submit(wish=Wish(**wish))
    office.act(in_hand, c.Take())
    close(office, FRIDAY, "ซ่อมระบบไฟฟ้า")
    said: list[str] = []
    run.close_days(office.night(at(MONDAY, 10)), said.append)
    now = office.now_of(lost)
    assert (now.state, now.hold, now.wish, now.needs_new_day) == (State.PENDING, None, Wish(), True)
    (message,) = office.messages("closure")
    assert_valid("Message", message)
    assert "เวลาที่ขอไว้: วันศุกร์ที่ 27 พฤศจิกายน 2569 เวลา 09.00 น." in message["text"]
    assert buttons(message)[0][1] == f"offer={lost.id}/2026-11-30/08:00"
    again = office.act(now, Rewish(wish=Wish(date=NEXT_MONDAY, time=dt.time(8))), CITIZEN)
    assert (again.flags, again.hold and again.hold.date) == ((), NEXT_MONDAY)
    assert office.now_of(visit).wish.date == FRIDAY
    # What a clerk had in hand comes as soon as it is put down.
    office.act(office.now_of(in_hand), c.Release())
    run.close_days(office.night(at(MONDAY, 11)), said.append)
    assert said == ["new times offered for days that were closed: 1"] * 2
    assert office.now_of(in_hand).needs_new_day
    office.database.write(lambda session: closures.reopen(session, office_id=f.OFFICE, day=FRIDAY)).result()
    assert taken(office, FRIDAY) == 0


def test_an_approval_for_another_day_takes_the_mark_of_a_lost_one_away(office: Office) -> None:
    office.citizen()
    lost = office.submit(wish=Wish(date=FRIDAY, time=dt.time(9)))
    close(office, FRIDAY, "ซ่อมระบบไฟฟ้า")
    run.close_days(office.night(at(MONDAY, 10)), print)
    office.act(office.now_of(lost), c.Take())
    approved = office.act(office.now_of(lost), f.approve(f.appointment(date=NEXT_MONDAY)))
    assert (approved.state, approved.flags) == (State.APPROVED, ())


def test_a_closure_told_only_after_its_day_makes_nobody_a_no_show(office: Office) -> None:
    """The office was dark on Tuesday; the daemon hears of it on Wednesday."""
    lost, ready = office.approved(TUESDAY), office.approved(TUESDAY, 10, ready=True)
    absent = office.approved(MONDAY)
    close(office, TUESDAY, "น้ำท่วม")
    wednesday = TUESDAY + dt.timedelta(days=1)
    office.now = at(wednesday, 9)
    said: list[str] = []
    run.close_days(office.night(at(wednesday, 7)), said.append)
    assert office.sent()["closure"] == 0
    assert run.run(office.night(at(wednesday, 9)), TUESDAY, said.append), said
    assert "new times offered for days that were closed: 2" in said
    assert "appointments that nobody kept: 1" in said
    assert [office.now_of(each).state for each in (lost, ready)] == [State.APPROVED, State.READY]
    assert all(office.now_of(each).needs_new_day for each in (lost, ready))
    assert office.now_of(absent).state is State.NO_SHOW
    message = office.messages("closure")[0]
    assert "น้ำท่วม" in message["text"]
    assert "วันอังคารที่ 24 พฤศจิกายน 2569" in message["text"]
    times = [data.split("/")[1] for _, data in buttons(message) if data.startswith("offer=")]
    assert times
    assert min(times) >= wednesday.isoformat()
    assert taken(office, TUESDAY) == 0


def test_who_had_an_appointment_on_an_open_day_that_is_over_loses_nothing(office: Office) -> None:
    request = office.approved(TUESDAY)
    office.now = at(TUESDAY + dt.timedelta(days=1), 9)
    with pytest.raises(Refused, match="illegal_move"):
        office.act(request, Displace(), SYSTEM)


def test_a_closure_is_one_answer_for_chat_desk_and_store(office: Office) -> None:
    close(office, TUESDAY, "ปิดฉุกเฉิน")
    free = office.database.read(
        lambda session: slots.free_slots(session, settings=office.settings, day=TUESDAY, days=1)
    )
    assert free == []
    request = office.asked()
    office.act(request, c.Cancel())
    office.citizen()
    other = office.submit()
    office.act(other, c.Take())
    with pytest.raises(Exception, match="office_closed"):
        office.act(other, f.approve(f.appointment(date=TUESDAY)))
    reopened = office.database.write(
        lambda session: closures.reopen(session, office_id=f.OFFICE, day=TUESDAY)
    ).result()
    assert reopened
    assert office.act(other, f.approve(f.appointment(date=TUESDAY))).state is State.APPROVED


def test_a_day_closed_in_the_configuration_is_found_at_the_start(office: Office) -> None:
    lost = office.approved(FRIDAY)
    office.settings = f.settings(special_days=[{"date": FRIDAY, "name": "วันหยุดพิเศษ"}])
    assert "new times offered for days that were closed: 1" in office.evening(MONDAY)
    assert office.now_of(lost).needs_new_day


def test_at_night_only_those_of_tomorrow_are_told_of_a_closure(office: Office) -> None:
    tomorrow, later = office.approved(TUESDAY), office.approved(FRIDAY)
    for day in (TUESDAY, FRIDAY):
        close(office, day, "น้ำท่วม")
    said: list[str] = []
    run.close_days(office.night(at(MONDAY, 22)), said.append)
    assert office.now_of(tomorrow).needs_new_day
    assert not office.now_of(later).needs_new_day
    run.close_days(office.night(at(MONDAY, 22)), said.append, by_hand=True)
    assert office.now_of(later).needs_new_day


def close(office: Office, day: dt.date, name: str) -> None:
    office.database.write(
        lambda session: closures.close(session, office_id=f.OFFICE, day=day, name=name, now=f.NOW)
    ).result()
