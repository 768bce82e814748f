"""The one registry of actions, from which bindings, footer and help are made.

A screen defines its actions once, ``ACTIONS = define("check", Action(...), ...)``, binds them with
``BINDINGS = bindings("check")`` and has a method ``action_<id>`` for each. What is most wanted comes
first: the footer shows as many as there is room for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from textual.binding import Binding, BindingType

from desk.keymap import binding_keys, shown


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do on a screen.

    ``keys`` are separated by spaces, the one to show first; letters count in both keyboard layouts.
    ``label`` is the footer's word, ``help`` the sentence of the help screen; ``footer`` False leaves it
    to the help screen. A ``priority`` action is done before the next key is looked at. ``owner`` is the
    name of the screen that defined it; ``OWNER.ID`` is what the configuration calls it.
    """

    id: str
    keys: str
    label: str
    help: str
    footer: bool = True
    priority: bool = False
    owner: str = ""

    @property
    def name(self) -> str:
        """What the configuration calls it: ``check.reject``."""
        return f"{self.owner}.{self.id}"

    def under(self, label: str) -> Action:
        """Return the same action under the word that fits just now."""
        return replace(self, label=label)

    @property
    def key_shown(self) -> str:
        """The first key, as it stands on the keyboard."""
        return shown(self.keys.split()[0])

    @property
    def keys_shown(self) -> str:
        """All keys, as they stand on the keyboard."""
        return " / ".join(shown(key) for key in self.keys.split())


_REGISTRY: Final[dict[str, tuple[Action, ...]]] = {}


def define(screen: str, *actions: Action) -> tuple[Action, ...]:
    """Put a screen's actions in the registry and return them; raises ValueError for a key used twice."""
    actions = tuple(replace(action, owner=screen) for action in actions)
    keys = [key for action in actions for key in binding_keys(action.keys).split(",")]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise ValueError(f"{screen}: keys used twice: {sorted(twice)}")
    _REGISTRY[screen] = actions
    return actions


def bindings(screen: str) -> list[BindingType]:
    """Return Textual's bindings of a screen's actions; each can be changed by its id ``SCREEN.ACTION``."""
    return [
        Binding(
            binding_keys(action.keys),
            action.id,
            action.label,
            id=action.name,
            priority=action.priority,
        )
        for action in _REGISTRY[screen]
    ]


def registry() -> Mapping[str, tuple[Action, ...]]:
    """Return the actions of every screen that has been loaded, by the screen's name."""
    return MappingProxyType(_REGISTRY)
