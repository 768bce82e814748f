from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from desk import offline_keys
from desk.errors import SignInRefused
from desk.offline_keys import MOST_TRIES, OfflineKeys
from registry.sign_in import Session
from tests.desk.mirrors import session
from tests.desk.people import NOW

PIN = "493817"
SESSION = session(expires_at=NOW + dt.timedelta(hours=8)).model_copy(update={"stamp": "s1"})


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline_keys, "_COST", {"time_cost": 1, "memory_cost": 64, "parallelism": 1})


@pytest.fixture
def keys(tmp_path: Path) -> OfflineKeys:
    made = OfflineKeys(tmp_path, "k" * 40)
    made.keep(SESSION, PIN, NOW)
    return made


def _open(
    keys: OfflineKeys, pin: str = PIN, *, after: dt.timedelta = dt.timedelta(0), days: int = 3
) -> Session:
    return keys.open("somying", pin, NOW + after, days=days, office_id=SESSION.office.id)


def _refusal(keys: OfflineKeys, pin: str = PIN, after: dt.timedelta = dt.timedelta(0)) -> tuple[str, int]:
    with pytest.raises(SignInRefused) as refused:
        _open(keys, pin, after=after)
    return refused.value.code, refused.value.wait


def test_the_same_pin_opens_what_the_last_sign_in_gave_but_its_token(keys: OfflineKeys) -> None:
    opened = _open(keys, after=dt.timedelta(hours=20))
    assert opened.mirror_key == SESSION.mirror_key
    assert opened.token == ""
    assert opened.expires_at == NOW + dt.timedelta(hours=28)


def test_the_file_tells_neither_who_nor_what(keys: OfflineKeys, tmp_path: Path) -> None:
    del keys
    (path,) = tmp_path.iterdir()
    kept = path.read_bytes() + path.name.encode()
    for secret in (b"somying", SESSION.mirror_key.encode(), SESSION.token.encode(), PIN.encode()):
        assert secret not in kept


def test_after_some_days_and_on_another_desk_it_is_of_no_use(keys: OfflineKeys, tmp_path: Path) -> None:
    assert _refusal(keys, after=dt.timedelta(days=3, seconds=1))[0] == "offline_expired"
    with pytest.raises(SignInRefused, match="offline_unknown"):
        _open(keys, days=0)
    other = OfflineKeys(tmp_path, "x" * 40)
    assert _refusal(other)[0] == "offline_unknown"
    (path,) = tmp_path.iterdir()
    path.rename(other._path("somying"))
    assert _refusal(other)[0] == "bad_sign_in"


def test_wrong_pins_cost_time_also_after_a_restart_and_a_clock_set_back(
    keys: OfflineKeys, tmp_path: Path
) -> None:
    for _ in range(5):
        assert _refusal(keys, "000000")[0] == "bad_sign_in"
    again = OfflineKeys(tmp_path, "k" * 40)
    assert _refusal(again) == ("wait", 31)
    assert _refusal(again, after=dt.timedelta(days=-1)) == ("wait", 31)
    assert _refusal(again, after=dt.timedelta(seconds=20)) == ("wait", 11)
    assert _open(again, after=dt.timedelta(seconds=31)).clerk == "somying"
    assert _refusal(again, "000000")[0] == "bad_sign_in"


def test_who_has_not_been_here_for_days_leaves_nothing(keys: OfflineKeys, tmp_path: Path) -> None:
    keys.forget_old(NOW + dt.timedelta(days=3), 3)
    assert _open(keys)
    keys.forget_old(NOW + dt.timedelta(days=3, seconds=1), 3)
    assert not list(tmp_path.iterdir())


def test_after_many_wrong_pins_only_the_daemon_helps(keys: OfflineKeys, tmp_path: Path) -> None:
    for number in range(MOST_TRIES):
        assert _refusal(keys, "000000", after=dt.timedelta(hours=number))[0] == "bad_sign_in"
    assert _refusal(keys, after=dt.timedelta(hours=20))[0] == "offline_unknown"
    assert not list(tmp_path.iterdir())


def test_who_is_refused_by_the_daemon_with_a_pin_that_was_good_is_forgotten(keys: OfflineKeys) -> None:
    keys.disown("somying", "000000", SESSION.office.id)
    assert _open(keys)
    keys.disown("somying", PIN, SESSION.office.id)
    assert _refusal(keys)[0] == "offline_unknown"


@pytest.mark.parametrize(
    ("stamps", "stays"), [({"somying": "s1"}, True), ({"somying": "s2"}, False), ({}, False)]
)
def test_who_was_removed_or_has_another_pin_is_forgotten(
    stamps: dict[str, str], stays: bool, keys: OfflineKeys, tmp_path: Path
) -> None:
    keys.prune(stamps)
    assert bool(list(tmp_path.iterdir())) is stays


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"salt": 1}'])
def test_a_damaged_file_is_nobody(damage: bytes, keys: OfflineKeys, tmp_path: Path) -> None:
    (path,) = tmp_path.iterdir()
    path.write_bytes(damage)
    assert _refusal(keys)[0] == "offline_unknown"
    keys.prune({"somying": "s1"})
