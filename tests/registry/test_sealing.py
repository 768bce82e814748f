from __future__ import annotations

import base64
import os
import secrets
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.errors import ConfigurationError, SealError
from registry.sealing import Keyring

RING = Keyring.of(bytes(range(32)))
ANOTHER = Keyring.of(bytes(range(1, 33)))


@given(st.binary(max_size=500))
def test_what_is_sealed_opens_in_its_place_only(plain: bytes) -> None:
    sealed = RING.seal(plain, "bangkhae", "request", "1")
    assert RING.open(sealed, "bangkhae", "request", "1") == plain
    for place in (("other", "request", "1"), ("bangkhae", "event", "1"), ("bangkhae", "request", "2")):
        with pytest.raises(SealError):
            RING.open(sealed, *place)
    with pytest.raises(SealError):
        ANOTHER.open(sealed, "bangkhae", "request", "1")


@given(st.binary(max_size=60))
def test_rubbish_does_not_open(rubbish: bytes) -> None:
    with pytest.raises(SealError):
        RING.open(rubbish, "bangkhae", "request", "1")
    with pytest.raises(SealError):
        RING.open(RING.seal(b"", "o", "t", "r")[:4] + rubbish, "bangkhae", "request", "1")


def test_place_parts_do_not_run_together() -> None:
    sealed = RING.seal(b"x", "ab", "c", "d")
    with pytest.raises(SealError):
        RING.open(sealed, "a", "bc", "d")


def test_a_new_key_seals_and_the_old_one_still_opens() -> None:
    old, new = b"\x01" * 32, b"\x02" * 32
    before = Keyring.of(old)
    both = Keyring(
        {before.seal(b"", "o", "t", "r")[:4]: old, Keyring.of(new).seal(b"", "o", "t", "r")[:4]: new}
    )
    assert both.open(before.seal(b"x", "o", "t", "r"), "o", "t", "r") == b"x"
    assert Keyring.of(new).open(both.seal(b"y", "o", "t", "r"), "o", "t", "r") == b"y"
    assert both.lookup("laser", "JC1123456712") == before.lookup("laser", "JC1123456712")


def test_look_ups_depend_on_purpose_and_key() -> None:
    assert RING.lookup("laser", "1") != RING.lookup("card", "1")
    assert RING.lookup("laser", "1") != ANOTHER.lookup("laser", "1")


def test_the_key_file_is_made_once_and_is_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "bangkhae.key"
    sealed = Keyring.open_file(path).seal(b"x", "o", "t", "r")
    assert Keyring.open_file(path).open(sealed, "o", "t", "r") == b"x"
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_full_disk_leaves_no_half_key_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "bangkhae.key"
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(ConfigurationError):
            Keyring.open_file(path)
    assert not path.exists()
    assert Keyring.open_file(path).seal(b"x", "o", "t", "r")


def test_two_programs_that_begin_together_have_one_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bangkhae.key"
    others: list[Keyring] = []

    def meanwhile(size: int) -> bytes:
        monkeypatch.undo()
        others.append(Keyring.open_file(path))
        return os.urandom(size)

    monkeypatch.setattr(secrets, "token_bytes", meanwhile)
    sealed = Keyring.open_file(path).seal(b"x", "o", "t", "r")
    assert others[0].open(sealed, "o", "t", "r") == b"x"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("content", [b"", b"short\n", base64.b64encode(b"x" * 31), b"\xff\xfe"])
def test_a_bad_key_file_is_said_in_one_line_without_its_content(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.key"
    path.write_bytes(content)
    with pytest.raises(ConfigurationError) as error:
        Keyring.open_file(path)
    assert "\n" not in str(error.value)


def test_a_ring_does_not_show_its_keys() -> None:
    assert repr(RING) == "Keyring(1 keys)"
