from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk.actions import registry
from desk.app import DeskApp
from desk.common_actions import COMMON
from desk.demo.stage import screen_text
from desk.key_choice import choose
from desk.keymap import binding_keys
from desk.screens.help import HelpScreen
from desk.screens.work_list import WorkListScreen
from tests.desk.driving import press, told
from tests.desk.fakes import SIZES, FakeBackend, FakeEntrance, PatientClock


def _app(wanted: dict[str, str]) -> DeskApp:
    entrance = FakeEntrance(FakeBackend.of())
    return DeskApp(entrance, monotonic=PatientClock(), scan_gap=0, keys=choose(wanted))


def test_nothing_wanted_changes_nothing() -> None:
    keys = choose({})
    assert (dict(keys.changed), keys.problems, keys.keymap()) == ({}, (), {})


def test_an_action_has_the_wanted_keys_in_both_layouts() -> None:
    keys = choose({"check.reject": "F6 z"})
    assert keys.problems == ()
    assert keys.changed["check.reject"] == "f6 z"
    assert keys.keymap()["check.reject"] == "f6,z,ผ"


def test_two_actions_change_their_keys_with_each_other() -> None:
    keys = choose({"check.reject": "f7", "check.ask": "f8"})
    assert keys.problems == ()
    assert dict(keys.changed) == {"check.reject": "f7", "check.ask": "f8"}


@pytest.mark.parametrize(
    ("name", "keys", "words"),
    [
        ("check.fly", "f6", "no such action"),
        ("nowhere.reject", "f6", "no such action"),
        ("reject", "f6", "no such action"),
        ("", "f6", "no such action"),
        ("check.reject", "  ", "a key is needed"),
        ("check.reject", "escape", "escape is kept"),
        ("check.reject", "f6 Enter", "enter is kept"),
        ("check.reject", "ctrl+c", "ctrl+c is kept"),
        ("check.reject", "f10", "f10 is kept"),
        ("check.reject", "f25", "f25 is not a key"),
        ("check.reject", "5", "5 is not a key"),
        ("check.reject", "f6,x", "f6,x is not a key"),
        ("check.reject", "hyper+x", "is not a key"),
        ("check.reject", "f7", 'the key of "check.ask"'),
        ("check.reject", "f3", 'the key of "common.search"'),
        ("common.search", "f9", 'f9 is the key of "'),
        ("common.search", "f1", 'f1 is the key of "common.help"'),
    ],
)
def test_what_cannot_be_is_said_in_a_line_and_left_as_planned(name: str, keys: str, words: str) -> None:
    chosen = choose({name: keys, "check.reveal": "f5"})
    (problem,) = chosen.problems
    assert problem.startswith(f'desk.keys: "{name}": ')
    assert words in problem
    assert "\n" not in problem
    assert dict(chosen.changed) == {"check.reveal": "f5"}


def test_the_same_letter_in_the_other_layout_clashes_too() -> None:
    (problem,) = choose({"check.reject": "ป"}).problems
    assert "check.no" in problem


def test_the_example_of_the_configuration_can_be() -> None:
    example = (Path(__file__).parents[2] / "config.toml.example").read_text("utf-8")
    section = example.split("[desk.keys]\n")[1].split("\n\n")[0]
    wanted = tomllib.loads(section.replace("# ", ""))
    assert wanted
    assert choose(wanted).problems == ()


def test_escape_and_enter_stay_with_what_they_mean() -> None:
    chosen = choose({"work_list.open": "f8", "common.back": "f6"})
    assert chosen.changed["work_list.open"] == "f8 enter"
    assert "escape" in chosen.changed.get("common.back", "escape")


_SOME = [
    "check.reject",
    "check.ask",
    "check.no",
    "common.search",
    "common.help",
    "work_list.next_list",
    "x.y",
]
_KEYS = ["f2", "f3", "f5", "f7", "f8", "x", "ป", "l", "tab", "escape", "f11", "?", "ctrl+r", "z"]


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(_SOME), st.lists(st.sampled_from(_KEYS), max_size=3).map(" ".join)))
def test_whatever_is_wanted_no_screen_has_a_key_twice(wanted: dict[str, str]) -> None:
    chosen = choose(wanted)
    assert len(chosen.changed) + len(chosen.problems) == len(wanted)
    for actions in registry().values():
        own = {action.id for action in actions}
        here = chosen.all_of([*actions, *(action for action in COMMON if action.id not in own)])
        for action in here:
            taken = set(binding_keys(action.keys).split(","))
            others = {k for o in here if o is not action for k in binding_keys(o.keys).split(",")}
            assert not (taken & others and action.name in chosen.changed)


async def test_footer_help_and_keyboard_follow_the_choice() -> None:
    app = _app({"work_list.next_list": "ctrl+l z", "common.help": "ctrl+y"})
    async with app.run_test(size=SIZES[0]) as pilot:
        assert isinstance(app.screen, WorkListScreen)
        before = app.screen.which
        for key in ("f2", "l", "ส", "f1"):
            await press(pilot, key)
        assert app.screen.which is before
        seen = {before}
        for key in ("ctrl+l", "z", "ผ"):
            await press(pilot, key)
            seen.add(app.screen.which)
        assert len(seen) == 4
        footer = screen_text(app).rstrip().rsplit("\n", 1)[-1]
        assert "Ctrl+L" in footer
        assert "Ctrl+Y" in footer
        assert "F2" not in footer
        await press(pilot, "ctrl+y")
        assert isinstance(app.screen, HelpScreen)
        assert "Ctrl+L / Z" in screen_text(app)


async def test_the_help_s_own_key_stands_in_the_footer_while_text_is_typed() -> None:
    app = _app({})
    async with app.run_test(size=SIZES[0]) as pilot:
        assert "?  ช่วยเหลือ" in screen_text(app)
        await press(pilot, "f3")
        assert "F1  ช่วยเหลือ" in screen_text(app)


async def test_a_clash_is_told_when_the_desk_opens() -> None:
    app = _app({"check.reject": "f7"})
    async with app.run_test(size=SIZES[0]) as pilot:
        await press(pilot)
        await pilot.pause()
        assert 'f7 is the key of "check.ask"' in told(pilot)
        await press(pilot, "enter")
        assert isinstance(app.screen, WorkListScreen)
