"""Sealed pages for a desk without a clerk."""

from __future__ import annotations

import base64
from typing import Any

import httpx
import pytest

from registry.errors import SealError
from registry.records import SEALED_AS, ChangesPage, NightPage
from registry.sealing import Keyring
from tests.sync import factories as f
from tests.sync.desk_api.conftest import DESK_KEY, Service


def _ask(service: Service, counter: str = "1", **more: Any) -> httpx.Response:
    body = {"counter": counter, "desk_key": f"{counter}-{DESK_KEY}", **more}
    return service.client().post("/api/night", json=body)


def _opened(service: Service, page: NightPage, key: str, counter: str) -> ChangesPage:
    del service, counter
    keys = Keyring.of(base64.b64decode(key))
    plain = keys.open(base64.b64decode(page.sealed), f.OFFICE, SEALED_AS, page.cursor)
    return ChangesPage.model_validate_json(plain)


def test_a_counters_own_desk_gets_what_only_its_clerks_can_open(service: Service) -> None:
    ids = {service.submit().id for _ in range(3)}
    key = service.sign_in().json()["mirror_key"]
    other = service.sign_in("malee", "2").json()["mirror_key"]
    answer = _ask(service, limit=2)
    first = NightPage.model_validate_json(answer.content)
    assert not any(each in answer.text for each in ids)
    assert (first.anew, first.more, first.records) == (True, True, 2)
    second = NightPage.model_validate_json(_ask(service, after=first.cursor).content)
    assert (second.anew, second.more, second.at) == (False, False, second.total)
    pages = [_opened(service, page, key, "1") for page in (first, second)]
    assert {record.request.id for page in pages for record in page.records} == ids
    with pytest.raises(SealError):
        _opened(service, first, other, "2")
    nothing = NightPage.model_validate_json(_ask(service, after=second.cursor).content)
    assert (nothing.anew, nothing.records) == (False, 0)
    elsewhere = NightPage.model_validate_json(_ask(service, after="other:3").content)
    assert elsewhere.anew


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, 403),
        ({"desk_key": "x" * 40}, 403),
        ({"counter": "9"}, 403),
        ({"counter": "1\n"}, 403),
        ({"desk_key": "short"}, 422),
        ({"limit": 5000}, 422),
    ],
)
def test_who_is_not_the_counters_desk_gets_nothing(
    changes: dict[str, Any], status: int, service: Service
) -> None:
    service.submit()
    if changes:
        service.sign_in()
    assert _ask(service, **changes).status_code == status
