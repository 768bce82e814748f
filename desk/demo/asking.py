"""A citizen's request by chat, from the first message to the reference."""

from __future__ import annotations

from collections.abc import Iterable

from desk.demo.citizens import Citizens
from desk.demo.programs import DemoError
from desk.demo.story import REFERENCE


async def ask(citizens: Citizens, citizen: str, texts: Iterable[str]) -> str:
    """Write one message after the other, each when the last was answered; return the reference.

    Raises DemoError when the chat gave none, TimeoutError when it fell silent.
    """
    await citizens.hears(citizen, await citizens.follow(citizen))
    reference = ""
    for text in texts:
        for entry in await citizens.hears(citizen, await citizens.say(citizen, text)):
            found = REFERENCE.search(entry["text"])
            reference = found.group() if found else reference
    if not reference:
        raise DemoError(f"the chat gave no reference to {citizen}")
    return reference
