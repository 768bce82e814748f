"""How a request becomes a row and comes back: free text and particulars in the one sealed column."""

from __future__ import annotations

from typing import Any, Final

from registry.particulars import Particulars
from registry.request import Part, Request
from registry.sealing import Keyring
from thai.dates import today

TABLE: Final = "request"
TAIL_DIGITS: Final = 4
EMPTY: Final[dict[str, None]] = dict.fromkeys(
    ("sealed", "conversation_id", "card_lookup", "card_tail_lookup", "laser_lookup", "pid_lookup")
)
"""The columns of a request that nothing of a citizen is left in."""


class _Kept(Part):
    """What is sealed: the particulars, and the texts in which a clerk may have written about a person."""

    particulars: Particulars
    question: str = ""
    reason: str = ""
    fee_reason: str = ""
    second_reason: str = ""
    queue_note: str = ""
    queue_place: str = ""


def columns_of(keys: Keyring, request: Request, particulars: Particulars) -> dict[str, Any]:
    """Return the columns that follow from a request; not its key, its number and its conversation."""
    kept = _Kept(
        particulars=particulars,
        question=request.question,
        reason=request.reason,
        fee_reason=request.fee.reason if request.fee else "",
        second_reason=request.second_person.reason if request.second_person else "",
        queue_note=request.queue.note if request.queue else "",
        queue_place=request.queue.place if request.queue else "",
    )
    plain = kept.model_dump_json(exclude_defaults=True).encode()
    return {
        "version": request.version,
        "state": request.state.value,
        "closed_on": today(request.state_since) if request.closed else None,
        "body": _without_text(request).model_dump_json(),
        "sealed": keys.seal(plain, request.office_id, TABLE, request.id),
        "inquiry_due": request.inquiry.due_at if request.inquiry and not request.closed else None,
        **lookups(keys, particulars),
    }


def opened(
    keys: Keyring, office_id: str, request_id: str, body: str, sealed: bytes | None
) -> tuple[Request, Particulars]:
    """Return what a row holds; once the sealed column has been emptied, without text and particulars."""
    request = Request.model_validate_json(body)
    if sealed is None:
        return request, Particulars()
    kept = _Kept.model_validate_json(keys.open(sealed, office_id, TABLE, request_id))
    return _with_text(request, kept), kept.particulars


def lookups(keys: Keyring, particulars: Particulars) -> dict[str, str | None]:
    """Return the keyed digests by which a citizen's requests are found."""
    card = particulars.card
    return {
        "card_lookup": keys.lookup("card", card) if card else None,
        "card_tail_lookup": keys.lookup("card tail", card[-TAIL_DIGITS:]) if card else None,
        "laser_lookup": keys.lookup("laser", particulars.laser) if particulars.laser else None,
        "pid_lookup": keys.lookup("pid", particulars.pid) if particulars.pid else None,
    }


def _without_text(request: Request) -> Request:
    changes: dict[str, Any] = {"question": "", "reason": ""}
    if request.fee is not None:
        changes["fee"] = request.fee.model_copy(update={"reason": ""})
    if request.second_person is not None:
        changes["second_person"] = request.second_person.model_copy(update={"reason": ""})
    if request.queue is not None:
        changes["queue"] = request.queue.model_copy(update={"note": "", "place": ""})
    return request.model_copy(update=changes)


def _with_text(request: Request, kept: _Kept) -> Request:
    changes: dict[str, Any] = {"question": kept.question, "reason": kept.reason}
    if request.fee is not None:
        changes["fee"] = request.fee.model_copy(update={"reason": kept.fee_reason})
    if request.second_person is not None:
        changes["second_person"] = request.second_person.model_copy(update={"reason": kept.second_reason})
    if request.queue is not None:
        changes["queue"] = request.queue.model_copy(
            update={"note": kept.queue_note, "place": kept.queue_place}
        )
    return request.model_copy(update=changes)
