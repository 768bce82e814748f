import datetime as dt
from zoneinfo import ZoneInfoNotFoundError

import pytest

from thai import dates

MONDAY = dt.date(2026, 11, 23)


def test_dates_in_words() -> None:
    assert dates.short_date(MONDAY) == "จ. 23 พ.ย. 2569"
    assert dates.brief_date(MONDAY) == "23 พ.ย. 69"
    assert dates.long_date(MONDAY) == "วันจันทร์ที่ 23 พฤศจิกายน 2569"
    assert dates.date_no_weekday(MONDAY) == "23 พ.ย. 2569"
    assert dates.brief_date(dt.date(2057, 1, 2)) == "2 ม.ค. 00"
    assert dates.buddhist_year(2026) == 2569


def test_every_weekday_and_month_has_its_own_name() -> None:
    week = [MONDAY + dt.timedelta(days=n) for n in range(7)]
    assert [dates.short_date(d).split()[0] for d in week] == ["จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา."]
    year = [dt.date(2026, month, 1) for month in range(1, 13)]
    assert len({dates.long_date(d).split()[-2] for d in year}) == 12
    assert dates.date_no_weekday(dt.date(2026, 6, 1)) == "1 มิ.ย. 2569"


def test_times_are_told_in_bangkok() -> None:
    assert dates.clock(dt.time(9, 5)) == "09.05 น."
    utc = dt.datetime(2026, 11, 22, 18, 0, tzinfo=dt.UTC)
    assert dates.short_datetime(utc) == "จ. 23 พ.ย. 2569 01.00 น."
    assert dates.clock(utc) == "01.00 น."
    assert dates.short_datetime(dt.datetime(2026, 11, 23, 10, 42)) == "จ. 23 พ.ย. 2569 10.42 น."  # noqa: DTZ001
    assert dates.BANGKOK.utcoffset(utc) == dt.timedelta(hours=7)


def test_bangkok_without_a_tz_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(key: str) -> dt.tzinfo:
        raise ZoneInfoNotFoundError(key)

    monkeypatch.setattr(dates, "ZoneInfo", missing)
    assert dates._bangkok().utcoffset(None) == dt.timedelta(hours=7)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-5, "ไม่ถึง 1 นาที"),
        (59.9, "ไม่ถึง 1 นาที"),
        (60, "1 นาที"),
        (299, "4 นาที"),
        (3599, "59 นาที"),
        (3600, "1 ชม."),
        (5220, "1 ชม. 27 น."),
        (86399, "23 ชม. 59 น."),
        (3 * 86400 + 5, "3 วัน"),
    ],
)
def test_duration(seconds: float, expected: str) -> None:
    assert dates.duration(seconds) == expected
