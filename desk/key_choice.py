"""The office's own keys: what the configuration changes in the plan of keys, and what of that cannot be."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

from desk.actions import Action, registry
from desk.keymap import binding_keys

KEPT: Final = frozenset({"escape", "enter"})
"""Keys that mean the same everywhere and stay where they are."""
_TAKEN: Final = frozenset({"f10", "f11", "ctrl+c", "ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+z"})
"""Keys of terminals, and those that terminals do not tell from Enter, Tab and Backspace."""
_NAMED: Final = frozenset({"tab", "space", "insert", "delete", "backspace", "home", "end"}) | {
    "pageup",
    "pagedown",
}
_KEY: Final = re.compile(r"f([1-9]|1[0-9]|2[0-4])|ctrl\+([a-z]|space)|[^\s0-9]")
_COMMON: Final = "common"
_Plan = dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Keys:
    """Changed keys by an action's name (``check.reject``), and a line for each change that was not made."""

    changed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    problems: tuple[str, ...] = ()

    def of(self, action: Action) -> Action:
        """Return an action with the keys that it has here."""
        keys = self.changed.get(action.name)
        return action if keys is None else replace(action, keys=keys)

    def all_of(self, actions: Iterable[Action]) -> list[Action]:
        """Return actions with the keys that they have here."""
        return [self.of(action) for action in actions]

    def keymap(self) -> dict[str, str]:
        """Return what Textual wants to know."""
        return {name: binding_keys(keys) for name, keys in self.changed.items()}


def choose(wanted: Mapping[str, str]) -> Keys:
    """Return the keys that can be as the configuration wants them.

    Every screen is loaded to know its actions, which takes a moment; nothing wanted takes none.
    """
    if not wanted:
        return Keys()
    _load_screens()
    plan: _Plan = {
        screen: {action.id: action.keys for action in actions} for screen, actions in registry().items()
    }
    problems: list[str] = []
    changed: dict[str, str] = {}
    for name, keys in wanted.items():
        screen, _, action = name.partition(".")
        before = plan.get(screen, {}).get(action)
        problem = _unknown(name) if before is None else _not_to_be_had(name, keys)
        if before is None or problem:
            problems.append(problem)
            continue
        stays = [key for key in before.split() if key in KEPT]
        changed[name] = plan[screen][action] = " ".join([*dict.fromkeys(keys.lower().split()), *stays])
    problems += _settle_clashes(plan, changed)
    return Keys(MappingProxyType(changed), tuple(problems))


def _load_screens() -> None:
    from desk import screens

    for module in pkgutil.iter_modules(screens.__path__):
        importlib.import_module(f"{screens.__name__}.{module.name}")


def _unknown(name: str) -> str:
    return f'desk.keys: "{name}": there is no such action'


def _not_to_be_had(name: str, keys: str) -> str:
    """Return why an action cannot have these keys; empty where it can."""
    if not keys.strip():
        return f'desk.keys: "{name}": a key is needed'
    for key in keys.lower().split():
        if key in KEPT | _TAKEN:
            return f'desk.keys: "{name}": {key} is kept'
        if key not in _NAMED and _KEY.fullmatch(key) is None:
            return f'desk.keys: "{name}": {key} is not a key'
    return ""


def _settle_clashes(plan: _Plan, changed: dict[str, str]) -> list[str]:
    """Take back every change that gives two actions one key; return a line for each."""
    problems = []
    while (clash := _clash(plan, changed)) is not None:
        name, key, other = clash
        screen, _, action = name.partition(".")
        plan[screen][action] = next(each.keys for each in registry()[screen] if each.id == action)
        del changed[name]
        problems.append(f'desk.keys: "{name}": {key} is the key of "{other}"')
    return problems


def _clash(plan: _Plan, changed: Mapping[str, str]) -> tuple[str, str, str] | None:
    """Return a changed action, its key and the other action that has it too; None where there is none."""
    for screen, actions in plan.items():
        # A screen's own action stands in for the common one of the same name.
        common = {id_: keys for id_, keys in plan.get(_COMMON, {}).items() if id_ not in actions}
        owners = {id_: f"{screen}.{id_}" for id_ in actions} | {id_: f"{_COMMON}.{id_}" for id_ in common}
        has: dict[str, str] = {}
        for id_, keys in (common | actions).items():
            for key in binding_keys(keys).split(","):
                one, other = owners[id_], has.get(key)
                has[key] = one
                if other is None or other == one:
                    continue
                if one in changed:
                    return one, key, other
                if other in changed:
                    return other, key, one
    return None
