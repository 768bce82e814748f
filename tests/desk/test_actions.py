from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable

import pytest
from textual.binding import Binding

import desk.screens
from desk.actions import Action, bindings, define, registry
from desk.screens.base import DeskScreen
from desk.widgets.dialog import Dialog
from desk.widgets.footer import Footer, fitting, footer_text
from thai.clusters import cell_width


def test_one_definition_makes_the_bindings() -> None:
    define("test-one", Action("go", "f9 y", "ไป", "ไปต่อ"))
    binding = bindings("test-one")[0]
    assert isinstance(binding, Binding)
    assert (binding.key, binding.action, binding.id) == ("f9,y,ั", "go", "test-one.go")
    assert registry()["test-one"][0].keys_shown == "F9 / Y"


def test_a_key_is_never_used_twice_on_a_screen() -> None:
    with pytest.raises(ValueError, match="twice"):
        define("test-twice", Action("a", "f9", "ก", "ก"), Action("b", "f9 b", "ข", "ข"))


def test_the_same_letter_key_in_the_other_layout_counts_as_the_same_key() -> None:
    with pytest.raises(ValueError, match="twice"):
        define("test-layout", Action("a", "a", "ก", "ก"), Action("b", "ฟ", "ข", "ข"))


def _screens() -> list[type[DeskScreen[object]] | type[Dialog[object]]]:
    for module in pkgutil.iter_modules(desk.screens.__path__):
        importlib.import_module(f"desk.screens.{module.name}")
    pending: list[type] = [DeskScreen, Dialog]
    found: list[type] = []
    while pending:
        kind = pending.pop()
        found.append(kind)
        pending += kind.__subclasses__()
    return [kind for kind in found if kind.__module__.startswith("desk.")]


@pytest.mark.parametrize("screen", _screens(), ids=lambda screen: screen.__name__)
def test_every_footer_action_has_its_method_and_every_action_a_sentence(
    screen: type[DeskScreen[object]],
) -> None:
    for action in screen.ACTIONS:
        assert not action.footer or callable(getattr(screen, f"action_{action.id}", None)), action.id
        assert len(action.help) > 3


@pytest.mark.parametrize("screen", _screens(), ids=lambda screen: screen.__name__)
def test_no_screen_takes_a_key_of_the_host_terminal(screen: type[DeskScreen[object]]) -> None:
    keys = {key for action in screen.ACTIONS for key in action.keys.split()}
    assert not keys & {"f10", "f11"}


def _actions(number: int) -> list[Action]:
    return [Action(f"a{each}", f"f{each}", "ป้าย", "อธิบาย") for each in range(1, number + 1)]


def test_a_narrow_footer_holds_six_labels_and_the_last_always() -> None:
    shown = fitting(_actions(9), 80)
    assert [action.id for action in shown] == ["a1", "a2", "a3", "a4", "a5", "a9"]
    assert len(fitting(_actions(9), 120)) == 9


@pytest.mark.parametrize("width", [20, 40, 80, 120])
def test_a_footer_is_never_wider_than_its_line(width: int) -> None:
    long = [Action(f"a{each}", "f9", "ขอข้อมูลเพิ่มจากผู้ร้อง", "อธิบาย") for each in range(8)]
    text = footer_text([*long, Action("help", "?", "ช่วย", "ช่วยเหลือ")], width).plain
    assert cell_width(text) <= width
    assert text.rstrip().endswith("ช่วย")


def test_no_actions_no_footer() -> None:
    assert footer_text([], 80).plain == ""


def test_a_footer_whose_screen_was_left_has_nothing_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    footer, later = Footer(), list[Callable[[], object]]()
    monkeypatch.setattr(footer, "call_after_refresh", later.append)
    footer.look_again()
    (look,) = later
    look()
