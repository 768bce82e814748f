from __future__ import annotations

import re
from pathlib import Path

import pytest

import registry
from desk.demo.stage import screen_text
from desk.messages import flags
from desk.screens.pick_up import PickUpScreen
from desk.widgets.preview import describe
from registry.request import NUMBER_TWICE
from registry.states import State
from tests.desk.driving import opened
from tests.desk.people import arrived
from tests.desk.pick_up_flow import ID, one

SOURCES = [path.read_text("utf-8") for path in Path(registry.__file__).parent.glob("*.py")]
FACTS = {name for text in SOURCES for name in re.findall(r'_fact\(\s*request, context, "(\w+)"', text)}


@pytest.mark.parametrize("fact", sorted(FACTS))
def test_a_fact_out_of_its_state_has_words_for_every_state(fact: str) -> None:
    for state in State:
        assert flags.told(arrived("BK-4FGH", flags=(f"{fact}_while_{state.value}",)))


def test_the_registry_s_facts_are_found() -> None:
    assert {"slip_printed", "slip_doubtful", "fee_paid", "handed_over"} <= FACTS


@pytest.mark.parametrize("flag", [NUMBER_TWICE, "handed_over_unchecked"])
async def test_a_flag_is_told_on_preview_and_pick_up(flag: str) -> None:
    backend = one(flags=(flag,))
    said = flags.told(backend.records[ID].request)
    assert said
    assert any(said in line.plain for line in describe(backend.records[ID], "", backend.now(), room=60))
    async with opened(backend, PickUpScreen(ID)) as pilot:
        assert said in screen_text(pilot.app)
