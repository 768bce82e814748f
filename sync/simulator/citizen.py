"""A citizen with LINE on a phone: writes, taps, sends pictures, blocks, and sees what the office answers."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any, Protocol

from sync.simulator import labels
from sync.simulator.conversation import Button, Entry, read_message, transcript
from sync.simulator.events import Event, EventMaker
from sync.simulator.identities import Clock
from sync.simulator.webhooks import Webhooks

_WRITTEN_DAYS = 7 * 24 * 3600.0

Picked = str | date | datetime | time


class NotOnScreen(LookupError):  # noqa: N818 - says what is the matter with the button
    """The button to be tapped is not to be seen."""


class Silence(TimeoutError):  # noqa: N818 - a time-out, named by what was heard
    """The office did not write in time."""


class Phone(Protocol):
    """What a citizen's phone needs of the platform."""

    clock: Clock
    events: EventMaker
    webhooks: Webhooks

    def keep_content(self, message_id: str, content: bytes, content_type: str) -> None:
        """Keep a picture so that it can be fetched."""

    def drop_content(self, message_id: str) -> None:
        """Delete the picture of a message that was taken back."""


class Citizen:
    """One user of the channel. What is written is awaited up to the first try to deliver it."""

    def __init__(self, name: str, user_id: str, phone: Phone, *, friend: bool = True) -> None:
        self.name = name
        self.user_id = user_id
        self.friend = friend
        self.blocked = False
        self.conversation: list[Entry] = []
        """Everything written by both sides, oldest first."""
        self.watchers: list[Callable[[Citizen, Entry], None]] = []
        """Called with each new or changed line."""
        self.loading_until = 0.0
        """Until when the loading animation is shown, seconds since 1970."""
        self._phone = phone
        self._wrote_at: float | None = None
        self._unheard: list[Entry] = []
        self._arrived = asyncio.Event()

    async def says(self, text: str, *, quoting: Entry | None = None) -> Entry:
        """Write a text message."""
        quoted = quoting.message_id if quoting else None
        return await self._sends(self._phone.events.text(self.user_id, text, quoted_message_id=quoted), text)

    async def sends_picture(self, content: bytes, content_type: str = "image/jpeg") -> Entry:
        """Send a picture."""
        event = self._phone.events.image(self.user_id)
        self._phone.keep_content(event["message"]["id"], content, content_type)
        return await self._sends(event, labels.PICTURE)

    async def sends_sticker(self) -> Entry:
        """Send a sticker."""
        return await self._sends(self._phone.events.sticker(self.user_id), labels.STICKER)

    async def sends_location(
        self, title: str = "บ้าน", latitude: float = 13.69, longitude: float = 100.41
    ) -> Entry:
        """Send a place; degrees north and east."""
        event = self._phone.events.location(
            self.user_id, title=title, address=title, latitude=latitude, longitude=longitude
        )
        return await self._sends(event, labels.LOCATION.format(title=title))

    async def unsends(self, entry: Entry) -> None:
        """Take a message of one's own back."""
        if entry.message_id is None or entry.who != "citizen":
            raise NotOnScreen("only a message of one's own can be taken back")
        entry.unsent, entry.text, entry.message = True, "", {}
        self._phone.drop_content(entry.message_id)
        self._tell(entry)
        await self._phone.webhooks.deliver([self._phone.events.unsend(self.user_id, entry.message_id)])

    async def follows(self) -> None:
        """Add the account as a friend, or lift the block."""
        text = labels.UNBLOCKED if self.blocked else labels.FOLLOWED
        event = self._phone.events.follow(self.user_id, unblocked=self.blocked)
        self.friend, self.blocked = True, False
        self._note(Entry("citizen", self._phone.clock(), "follow", text, event_id=event["webhookEventId"]))
        await self._phone.webhooks.deliver([event])

    async def blocks(self) -> None:
        """Block the account."""
        event = self._phone.events.unfollow(self.user_id)
        self.blocked = True
        self._note(
            Entry("citizen", self._phone.clock(), "block", labels.BLOCKED, event_id=event["webhookEventId"])
        )
        await self._phone.webhooks.deliver([event])

    async def taps(self, label: str, picked: Picked | None = None) -> Entry:
        """Tap a button by its label (or a part of it); `picked` is what a date and time picker is set to.

        Quick replies can be tapped while they stand under the newest line, buttons of a message always.
        """
        button = self.button(label)
        match button.action["type"]:
            case "message":
                return await self.says(button.action["text"])
            case "postback":
                return await self._posts_back(button, None, labels.TAPPED.format(label=button.label))
            case "datetimepicker":
                params = _params(button.action["mode"], picked)
                value = next(iter(params.values()))
                text = labels.PICKED.format(label=button.label, value=value)
                return await self._posts_back(button, params, text)
            case "uri":
                text = labels.OPENED.format(uri=button.action["uri"])
                return self._note(Entry("citizen", self._phone.clock(), "tap", text))
            case kind:
                raise NotOnScreen(f"a button of type {kind} cannot be tapped here")

    def button(self, label: str) -> Button:
        """Find the button of this label that can be tapped now; exact before partial, newest first."""
        there = self.buttons()
        for fits in (lambda button: button.label == label, lambda button: label in button.label):
            for button in there:
                if fits(button):
                    return button
        shown = ", ".join(button.label for button in there) or "none"
        raise NotOnScreen(f"no button {label!r}; to be seen: {shown}")

    def buttons(self) -> list[Button]:
        """List what can be tapped now: quick replies under the newest line, then buttons, newest first."""
        newest = self.conversation[-1:]
        quick = [button for entry in newest for button in entry.quick_replies]
        return quick + [button for entry in reversed(self.conversation) for button in entry.buttons]

    def receives(self, messages: list[dict[str, Any]], message_ids: list[str]) -> bool:
        """Take the messages of one call; False where this citizen cannot be reached."""
        if not self.reachable:
            return False
        self.loading_until = 0.0
        for message, message_id in zip(messages, message_ids, strict=True):
            entry = read_message(message, self._phone.clock(), message_id)
            self._unheard.append(self._note(entry))
        self._arrived.set()
        return True

    @property
    def reachable(self) -> bool:
        """Whether messages arrive: at a friend or who wrote in the last seven days, and does not block."""
        wrote_lately = self._wrote_at is not None and self._phone.clock() - self._wrote_at <= _WRITTEN_DAYS
        return not self.blocked and (self.friend or wrote_lately)

    async def next_message(self, timeout: float = 5.0) -> Entry:  # noqa: ASYNC109 - the caller's patience
        """Wait for the next message of the office not looked at yet; Silence after `timeout` seconds."""
        await self._wait(timeout)
        return self._unheard.pop(0)

    async def next_messages(self, timeout: float | None = 5.0) -> list[Entry]:  # noqa: ASYNC109
        """All messages not looked at yet, at least one; Silence after `timeout` seconds (None: never)."""
        await self._wait(timeout)
        new, self._unheard = self._unheard, []
        return new

    async def hears(self, part: str, timeout: float = 5.0) -> Entry:  # noqa: ASYNC109
        """Look at messages until one contains `part`; Silence after `timeout` seconds in all."""
        loop = asyncio.get_running_loop()
        until = loop.time() + timeout
        while part not in (entry := await self.next_message(max(0.0, until - loop.time()))).text:
            pass
        return entry

    def conversation_text(self) -> str:
        """Write down the chat as it stands on the screen, in Thai, buttons in brackets."""
        return transcript(self.name, self.conversation)

    async def _wait(self, seconds: float | None) -> None:
        try:
            async with asyncio.timeout(seconds):
                while not self._unheard:
                    self._arrived.clear()
                    await self._arrived.wait()
        except TimeoutError:
            raise Silence(f"nothing new within {seconds} s") from None

    async def _sends(self, event: Event, text: str) -> Entry:
        message = event["message"]
        now = self._wrote_at = self._phone.clock()
        entry = Entry("citizen", now, message["type"], text, message, message["id"], event["webhookEventId"])
        self._note(entry)
        await self._phone.webhooks.deliver([event])
        return entry

    async def _posts_back(self, button: Button, params: dict[str, str] | None, told: str) -> Entry:
        action = button.action
        event = self._phone.events.postback(self.user_id, action["data"], params)
        text = action.get("displayText") or action.get("text") or told
        entry = Entry("citizen", self._phone.clock(), "tap", text, event_id=event["webhookEventId"])
        self._note(entry)
        also = [self._phone.events.text(self.user_id, action["text"])] if action.get("text") else []
        await self._phone.webhooks.deliver([event, *also])
        return entry

    def _note(self, entry: Entry) -> Entry:
        self.conversation.append(entry)
        self._tell(entry)
        return entry

    def _tell(self, entry: Entry) -> None:
        for watcher in self.watchers:
            watcher(self, entry)


def _params(mode: str, picked: Picked | None) -> dict[str, str]:
    if picked is None:
        raise NotOnScreen("a date and time picker needs what is picked")
    if isinstance(picked, str):
        return {mode: picked}
    match mode:
        case "date":
            return {mode: f"{picked:%Y-%m-%d}"}
        case "time":
            return {mode: f"{picked:%H:%M}"}
        case _:
            return {mode: f"{picked:%Y-%m-%dT%H:%M}"}
