"""The desk API on a real socket, with two clerks and a head."""

from __future__ import annotations

import contextlib
import datetime as dt
import socket
import ssl
import threading
from collections.abc import Iterator
from functools import partial
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from sqlmodel import Session

from registry.actors import Role
from registry.request import Request
from registry.settings import Settings
from registry.shared_printing import SharedPrinting
from sync.desk_api.app import desk_api
from sync.store import clerks, pins
from sync.store.clerks import Clerk
from sync.store.database import Database
from tests.sync import factories as f
from tests.sync.store.conftest import Desk

PIN = "2469-ก"
DESK_KEY = "k" * 40
# Without certificates, whose loading takes longer than a whole test: nothing here is encrypted.
NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


def body_of(request_id: str, command: Any, seen: int) -> dict[str, Any]:
    """Return a command in its envelope, as a desk posts it."""
    body: dict[str, Any] = f.envelope(request_id, command, seen).model_dump(mode="json")
    return body


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = f.NOW

    def __call__(self) -> dt.datetime:
        return self.now


class Service:
    """A running API: where it is, what is behind it, and clients that are signed in."""

    def __init__(self, database: Database, settings: Settings, clock: Clock, app: FastAPI, url: str) -> None:
        self.database, self.settings, self.clock, self.app, self.url = database, settings, clock, app, url
        self.desk = Desk(database, settings)
        self._clients: list[httpx.Client] = []

    def client(self, token: str = "", *, url: str = "", **options: Any) -> httpx.Client:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        client = httpx.Client(
            base_url=url or self.url,
            headers=headers,
            timeout=30,
            trust_env=False,
            verify=NO_TLS,
            **options,
        )
        self._clients.append(client)
        return client

    def sign_in(self, clerk: str = "somchai", counter: str = "1", **changes: Any) -> httpx.Response:
        body = {
            "counter": counter,
            "desk_key": f"{counter}-{DESK_KEY}",
            "clerk": clerk,
            "pin": PIN,
            **changes,
        }
        return self.client().post("/api/session", json=body)

    def signed_in(self, clerk: str = "somchai", counter: str = "1") -> httpx.Client:
        return self.client(self.sign_in(clerk, counter).raise_for_status().json()["token"])

    def caretaker(self, pin_hash: str) -> httpx.Client:
        """Who looks after the desks, at a counter of their own."""
        clerk = Clerk(id="caretaker", name="ผู้ดูแล", role=Role.ADMIN)
        put = partial(clerks.put, office_id=f.OFFICE, clerk=clerk, pin_hash=pin_hash, now=f.NOW)
        self.database.write(put).result()
        return self.signed_in(clerk.id, "9")

    def submit(self) -> Request:
        return self.desk.submit()

    def close(self) -> None:
        for client in self._clients:
            client.close()


@contextlib.contextmanager
def serving(app: Any) -> Iterator[str]:
    """Serve an application on a free port of the loopback, in a thread."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen(512)
    config = uvicorn.Config(
        app, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=5
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="uvicorn")
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        listening.close()


@pytest.fixture(scope="session")
def pin_hash() -> str:
    return pins.hashed(f.KEYS, PIN)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def service(database: Database, clock: Clock, pin_hash: str) -> Iterator[Service]:
    """The API on a socket, over each kind of database."""
    settings = f.settings(shared_printing=SharedPrinting(counters=("1", "2")))
    people = (("somchai", "สมชาย", Role.CLERK), ("malee", "มาลี", Role.CLERK), ("head", "หัวหน้า", Role.HEAD))

    def employ(session: Session) -> None:
        for clerk_id, name, role in people:
            clerk = Clerk(id=clerk_id, name=name, role=role)
            clerks.put(session, office_id=f.OFFICE, clerk=clerk, pin_hash=pin_hash, now=f.NOW)

    database.write(employ).result()
    app = desk_api(database, f.KEYS, settings, clock, body_seconds=0.5)
    with serving(app) as url:
        running = Service(database, settings, clock, app, url)
        yield running
        running.close()
        # Long polls end with the store, and the server waits for them.
        database.signals.close()
