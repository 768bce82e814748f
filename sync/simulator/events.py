"""Builds webhook events in the shape LINE sends them (webhook.yml of line-openapi)."""

from typing import Any

from sync.simulator.identities import Clock, MessageIds, event_id, milliseconds, quote_token
from sync.simulator.tokens import ReplyTokens

Event = dict[str, Any]
"""One webhook event, ready for JSON."""


class EventMaker:
    """Makes events of one channel: new ids, tokens and times each time."""

    def __init__(self, clock: Clock, tokens: ReplyTokens, message_ids: MessageIds) -> None:
        self._clock = clock
        self._tokens = tokens
        self._message_ids = message_ids

    def event(self, kind: str, user_id: str, *, reply: bool = True, **particulars: Any) -> Event:
        """Make an event of any type, also of those to come; `reply` says whether it has a token."""
        made: Event = {
            "type": kind,
            "webhookEventId": event_id(self._clock),
            "deliveryContext": {"isRedelivery": False},
            "timestamp": milliseconds(self._clock),
            "source": {"type": "user", "userId": user_id},
            "mode": "active",
        }
        if reply:
            made["replyToken"] = self._tokens.issue(user_id)
        return made | particulars

    def message(self, kind: str, user_id: str, **content: Any) -> Event:
        """Make a message event with a content of any type."""
        message = {"type": kind, "id": self._message_ids.next(), "markAsReadToken": quote_token()}
        return self.event("message", user_id, message=message | content)

    def text(self, user_id: str, text: str, *, quoted_message_id: str | None = None) -> Event:
        """Somebody writes."""
        quoted = {"quotedMessageId": quoted_message_id} if quoted_message_id else {}
        return self.message("text", user_id, text=text, quoteToken=quote_token(), **quoted)

    def image(self, user_id: str) -> Event:
        """Somebody sends a picture; its content is fetched by message id."""
        return self.message("image", user_id, contentProvider={"type": "line"}, quoteToken=quote_token())

    def sticker(self, user_id: str, package_id: str = "446", sticker_id: str = "1988") -> Event:
        """Somebody sends a sticker."""
        return self.message(
            "sticker",
            user_id,
            packageId=package_id,
            stickerId=sticker_id,
            stickerResourceType="STATIC",
            keywords=["thanks"],
            quoteToken=quote_token(),
        )

    def location(self, user_id: str, *, title: str, address: str, latitude: float, longitude: float) -> Event:
        """Somebody sends a place; degrees north and east."""
        return self.message(
            "location", user_id, title=title, address=address, latitude=latitude, longitude=longitude
        )

    def unsend(self, user_id: str, message_id: str) -> Event:
        """Somebody takes a message back."""
        return self.event("unsend", user_id, reply=False, unsend={"messageId": message_id})

    def follow(self, user_id: str, *, unblocked: bool) -> Event:
        """Somebody adds the account as a friend, or lifts a block."""
        return self.event("follow", user_id, follow={"isUnblocked": unblocked})

    def unfollow(self, user_id: str) -> Event:
        """Somebody blocks the account."""
        return self.event("unfollow", user_id, reply=False)

    def postback(self, user_id: str, data: str, params: dict[str, str] | None = None) -> Event:
        """Somebody taps a button with a postback action; `params` from a date and time picker."""
        content: dict[str, Any] = {"data": data}
        if params is not None:
            content["params"] = params
        return self.event("postback", user_id, postback=content)


def redelivered(event: Event) -> Event:
    """Copy an event as its redelivery shows it: only `isRedelivery` differs."""
    context = event.get("deliveryContext")
    if not isinstance(context, dict):
        return event
    return event | {"deliveryContext": context | {"isRedelivery": True}}
