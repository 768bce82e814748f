import datetime as dt

import pytest

from desk.demo.stage import screen_text
from desk.screens.pick_up import PickUpScreen
from tests.desk.driving import (
    HOSTILE,
    assert_golden,
    assert_harmless,
    kinds,
    opened,
    press,
)
from tests.desk.fakes import SIZES, FakeBackend, StandingClock
from tests.desk.people import NOW, PARTICULARS, arrived, record
from tests.desk.pick_up_flow import CHECKED, ID, expected, one, with_attorney


async def test_the_number_is_revealed_for_the_comparison_with_the_card() -> None:
    backend = one()
    async with opened(backend, PickUpScreen(ID), monotonic=StandingClock()) as pilot:
        assert "1040-02-XXXX5678" in screen_text(pilot.app)
        await press(pilot, "f4")
        assert "1040-02-12345678" in screen_text(pilot.app)
    assert kinds(backend) == ["revealed"]


@pytest.mark.parametrize("size", SIZES)
async def test_the_screens_look_as_they_did(size: tuple[int, int]) -> None:
    backend = with_attorney(expected())
    async with opened(backend, PickUpScreen(ID), size=size) as pilot:
        assert_golden(pilot.app, "pick-up-expected")
        await press(pilot, "f9", "f5", "enter", "enter", "enter")
        assert_golden(pilot.app, "pick-up-checked")
        await press(pilot, "enter")
        if size[0] == 80:
            await press(pilot, "tab")
            assert_golden(pilot.app, "pick-up-slip")
            await press(pilot, "tab")
        await press(pilot, "f8")
        assert_golden(pilot.app, "pick-up-problem")


@pytest.mark.parametrize("size", SIZES)
async def test_citizen_text_does_nothing_but_show_as_text(size: tuple[int, int]) -> None:
    for text in ("".join(each[:30] for each in HOSTILE), HOSTILE[3]):
        given = PARTICULARS.model_copy(update={"name": text[:300], "display_name": text, "card": text[:60]})
        backend = FakeBackend.of([record(arrived("BK-4FGH", tray=text[:20]), given)])
        async with opened(backend, PickUpScreen(ID), size=size) as pilot:
            assert_harmless(pilot.app)
            await press(pilot, "f4", "enter", "enter", "enter", "enter")
            assert_harmless(pilot.app)
            await press(pilot, "tab", "f6")
            assert_harmless(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_missing_particulars_stop_nobody(size: tuple[int, int]) -> None:
    backend = FakeBackend.of([record(arrived("BK-4FGH", state_since=NOW - dt.timedelta(1)), None)])
    async with opened(backend, PickUpScreen(ID), size=size) as pilot:
        await press(pilot, "f4", *CHECKED, "f6", "enter", "f9")
    assert kinds(backend) == ["second_check", "slip_printed", "fee_paid", "handed_over"]
    assert backend.printed[0].masked_name is None
