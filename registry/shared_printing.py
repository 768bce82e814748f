"""``[shared_printing]``: the counters whose printers others may use, and how long a slip may wait for one."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from registry.request import Part


class SharedPrinting(Part):
    """``[shared_printing]``: no counter means that every counter prints on its own printer alone."""

    counters: tuple[Annotated[str, Field(pattern=r"^\S{1,20}$")], ...] = ()
    wait_minutes: Annotated[int, Field(ge=1, le=30)] = 3
