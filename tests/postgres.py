"""A real PostgreSQL for the tests: its own server on loopback, a fresh database for every test.

BANGKHAE_TEST_POSTGRES=1 starts one (``initdb`` and ``postgres`` in PATH or /usr/lib/postgresql);
BANGKHAE_TEST_POSTGRES_URL names one that runs already, with a user who may create databases.
"""

from __future__ import annotations

import ctypes
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Self

import psycopg
from psycopg import sql

SWITCH = "BANGKHAE_TEST_POSTGRES"
URL = "BANGKHAE_TEST_POSTGRES_URL"
SKIPPED = "PostgreSQL tests run with make check"
_STARTS_WITHIN = 30
_PR_SET_PDEATHSIG = 1
_USERS = ("postgres", "nobody")
# Nothing here outlives the tests, so nothing needs to reach the disk.
_OPTIONS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200")


def wanted() -> bool:
    """Whether this run tests on PostgreSQL."""
    return os.environ.get(SWITCH) == "1" or bool(os.environ.get(URL))


def find_program(name: str) -> str:
    """Return the path of a program of PostgreSQL; raises FileNotFoundError."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: path.parent.name)
    places = [os.environ.get("PATH", ""), *map(str, reversed(versions))]
    found = shutil.which(name, path=os.pathsep.join(places))
    if found is None:
        raise FileNotFoundError(f"{SWITCH}=1, but {name} is neither in PATH nor in /usr/lib/postgresql")
    return found


class Server:
    """A running server; ``fresh_database`` gives a copy of the migrated template."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._numbers = itertools.count(1)
        self._prefix = f"bangkhae_{os.getpid()}"
        self._made: list[str] = []
        self._url = os.environ.get(URL, "")

    def __enter__(self) -> Self:
        try:
            if not self._url:
                self._start()
            self._migrate(self.empty_database("template"))
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def fresh_database(self) -> str:
        """Return the URL of a new database with the newest tables."""
        return self._create(f"{self._prefix}_{next(self._numbers)}", template=f"{self._prefix}_template")

    def empty_database(self, name: str = "") -> str:
        """Return the URL of a new database without tables."""
        return self._create(f"{self._prefix}_{name or next(self._numbers)}", template="template0")

    def drop(self, url: str) -> None:
        """Drop a database that ``fresh_database`` or ``empty_database`` gave."""
        name = url.rpartition("/")[2]
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        self._made.remove(name)

    def stop(self) -> None:
        """Stop what was started; leave nothing behind."""
        if self._process is None:
            for name in list(self._made):
                self.drop(f"/{name}")
            return
        self._process.send_signal(signal.SIGQUIT)
        try:
            self._process.wait(timeout=_STARTS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _create(self, name: str, *, template: str) -> str:
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        self._execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        self._made.append(name)
        return f"{self._url.rpartition('/')[0]}/{name}"

    def _execute(self, statement: sql.Composed) -> None:
        address = self._url.replace("postgresql+psycopg://", "postgresql://")
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)

    @staticmethod
    def _migrate(url: str) -> None:
        from sync.store.database import migrate

        migrate(url)

    def _start(self) -> None:
        initdb, postgres = find_program("initdb"), find_program("postgres")
        self._folder = Path(tempfile.mkdtemp(prefix="bangkhae-postgres-"))
        identity = _identity(self._folder)
        data = self._folder / "data"
        create = [
            initdb,
            "-D",
            str(data),
            "-U",
            "test",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
        ]
        made = subprocess.run(create, cwd=self._folder, capture_output=True, check=False, **identity)
        if made.returncode:
            raise RuntimeError(f"initdb failed: {made.stderr.decode(errors='replace')[-500:]}")
        port = _free_port()
        options = [f"-c{option}" for option in (*_OPTIONS, "unix_socket_directories=")]
        command = [postgres, "-D", str(data), "-h", "127.0.0.1", "-p", str(port), *options]
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                command,
                cwd=self._folder,
                stdout=log,
                stderr=log,
                preexec_fn=_die_with_parent,  # noqa: PLW1509 - no other thread runs at this moment
                **identity,
            )
        self._url = f"postgresql://test@127.0.0.1:{port}/postgres"
        self._wait_until_ready()

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _STARTS_WITHIN
        while True:
            try:
                psycopg.connect(self._url, connect_timeout=2).close()
            except psycopg.OperationalError:
                ended = self._process is None or self._process.poll() is not None
                if ended or time.monotonic() > deadline:
                    raise
                # Nothing tells that a server has begun to listen: ask again.
                time.sleep(0.02)
            else:
                return


def _identity(folder: Path) -> dict[str, Any]:
    """Return whom to run as: PostgreSQL refuses root, so an unprivileged user who then owns the folder."""
    if os.geteuid() != 0:
        return {}
    import pwd

    for name in _USERS:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(folder, user.pw_uid, user.pw_gid)
        return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    raise RuntimeError(f"PostgreSQL does not run as root, and none of these users exists: {_USERS}")


def _die_with_parent() -> None:
    """Stop the server when the tests' process is killed without a chance to do so itself (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
