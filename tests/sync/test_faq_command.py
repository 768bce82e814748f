"""The month's figures of the FAQ, by command."""

from __future__ import annotations

import datetime as dt
from functools import partial
from pathlib import Path
from typing import get_args

import pytest

from registry.settings import Settings
from sync.cli import main
from sync.faq_command import listed
from sync.opening import opened
from sync.store import faq_counts
from tests.sync import factories as f


def test_an_answer_that_did_not_help_stands_first_and_other_months_count_nothing(tmp_path: Path) -> None:
    settings = Settings.model_validate({"sync": {"database": f"sqlite:///{tmp_path}/office.sqlite"}})
    with opened(settings) as (database, _):
        for day, what, times in ((30, "opened", 3), (30, "asked", 2), (1, "helped", 1), (1, "offered", 4)):
            for _each in range(times):
                database.write(
                    partial(
                        faq_counts.count,
                        office_id=f.OFFICE,
                        day=dt.date(2026, 11, day),
                        entry="gone",
                        what=next(one for one in get_args(faq_counts.What) if one == what),
                    )
                ).result()
    head, first, *others = listed(settings, dt.date(2026, 11, 15))
    assert head.split("\t")[:5] == ["entry", "offered", "opened", "helped", "asked"]
    assert first.split("\t")[:5] == ["gone", "4", "3", "1", "2"]
    assert len(others) > 20, "what nobody has opened is listed, too"
    assert "gone" not in "".join(listed(settings, dt.date(2026, 12, 1)))


def test_a_month_is_gregorian(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["faq", "--month", "2569-11"])
    assert "2026" in capsys.readouterr().err
