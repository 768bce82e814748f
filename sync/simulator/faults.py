"""Trouble on order: what shall go wrong with the next calls and the next webhooks."""

from dataclasses import dataclass
from typing import Literal

from sync.simulator import errors


@dataclass(frozen=True)
class CallFault:
    """What happens to one call of the Messaging API.

    `accepted` says whether the call takes effect. The caller hears the `refusal`; without one nothing until
    it gives up, or, with `cut`, a connection that is cut.
    """

    accepted: bool
    refusal: errors.Refused | None = None
    cut: bool = False
    where: str = ""

    def fits(self, path: str) -> bool:
        """Whether this fault is meant for a call of this path."""
        return self.where in path


@dataclass(frozen=True)
class WebhookFault:
    """What happens to one webhook at its first `tries` deliveries; later ones go well.

    `sent` is how often the body goes out; `heard` whether the platform hears the answer; `for_good` ends
    redelivery.
    """

    tries: int = 1
    sent: int = 1
    heard: bool = True
    for_good: bool = False


NO_WEBHOOK_FAULT = WebhookFault()


class Faults:
    """Faults waiting for their call or webhook, first ordered, first used; each `times` times.

    `where` is a part of the path (`"push"`, `"reply"`), empty for any call.
    """

    def __init__(self) -> None:
        self._calls: list[CallFault] = []
        self._webhooks: list[WebhookFault] = []

    def clear(self) -> None:
        """Forget every fault that has not happened yet."""
        self._calls.clear()
        self._webhooks.clear()

    def _order(self, times: int, fault: CallFault) -> None:
        self._calls.extend([fault] * times)

    def fail(self, times: int = 1, *, status: int = 500, accepted: bool = False, where: str = "") -> None:
        """Answer 5xx; with `accepted`, although the messages went out (LINE says this happens)."""
        self._order(times, CallFault(accepted, errors.server_error(status), where=where))

    def drop(self, times: int = 1, *, accepted: bool = True, where: str = "") -> None:
        """Cut the connection without an answer, by default after the messages went out."""
        self._order(times, CallFault(accepted, cut=True, where=where))

    def stay_silent(self, times: int = 1, *, accepted: bool = True, where: str = "") -> None:
        """Never answer, by default after the messages went out: the caller's time-out has to end it."""
        self._order(times, CallFault(accepted, where=where))

    def limit(
        self, times: int = 1, *, kind: Literal["rate", "quota", "user"] = "rate", where: str = ""
    ) -> None:
        """Answer 429 of one of its three kinds."""
        refusal = {
            "rate": errors.rate_exceeded,
            "quota": errors.quota_exceeded,
            "user": errors.too_many_to_one_user,
        }[kind]()
        self._order(times, CallFault(accepted=False, refusal=refusal, where=where))

    def next_for_call(self, path: str) -> CallFault | None:
        """Take the first fault meant for a call of this path."""
        for index, fault in enumerate(self._calls):
            if fault.fits(path):
                return self._calls.pop(index)
        return None

    def lose_webhooks(self, times: int = 1, *, tries: int = 1, for_good: bool = False) -> None:
        """Lose webhooks on their way, each so many `tries`; redelivery follows unless lost `for_good`."""
        self._webhooks.extend([WebhookFault(tries, sent=0, for_good=for_good)] * times)

    def lose_answers(self, times: int = 1, *, tries: int = 1) -> None:
        """Deliver webhooks, but lose the daemon's answer, so that they are redelivered."""
        self._webhooks.extend([WebhookFault(tries, heard=False)] * times)

    def deliver_twice(self, times: int = 1) -> None:
        """Deliver webhooks twice at once, both as first deliveries: a fault of the network's routing."""
        self._webhooks.extend([WebhookFault(sent=2)] * times)

    def next_for_webhook(self) -> WebhookFault:
        """Take the fault of a new webhook; one without trouble where none waits."""
        return self._webhooks.pop(0) if self._webhooks else NO_WEBHOOK_FAULT
