"""What the commands `doctor`, `status` and `test` say, line by line."""

import json
from collections.abc import Iterable, Iterator

from printer.devices import Delivery, open_device
from printer.doctor import messages
from printer.doctor.finding import Found, Skipped
from printer.errors import BadDevice, DriverMissing
from printer.status import Condition, PrinterStatus


def findings(found: Iterable[Found | Skipped], configured: str | None) -> Iterator[str]:
    """Yield what was found and the lines for the configuration; the last line names the next step."""
    yield messages.CONFIGURED if configured else messages.NOT_CONFIGURED
    if configured:
        yield f"  {configured}: {_how(configured)}"
    usable: list[Found] = []
    for each in found:
        if isinstance(each, Skipped):
            yield messages.skipped(each.kind, each.why)
        else:
            yield f"- {_plain(each.name)}: {_plain(each.url)}: {messages.how(each.status)}"
            if is_there(each.status):
                usable.append(each)
    if usable:
        yield ""
        yield messages.PROPOSAL if len(usable) == 1 else messages.PROPOSAL_MANY
        yield "[printer]"
        yield from (f"device = {_toml(each.url)}" for each in usable)
    elif not configured:
        yield messages.NOTHING
        yield messages.NOTHING_NEXT


def is_there(status: PrinterStatus | None) -> bool:
    """Tell whether a printer could be reached, in whatever condition."""
    return status is not None and Condition.UNPLUGGED not in status.conditions


def status_line(status: PrinterStatus) -> str:
    """Return a printer's status in one Thai line."""
    return messages.how(status)


def status_json(status: PrinterStatus) -> str:
    """Return a printer's status for other programs: ``known``, ``may_print``, ``conditions``, ``text``."""
    told = {
        "known": status.known,
        "may_print": status.may_print,
        "conditions": [str(condition) for condition in status.ordered],
        "text": status.thai,
        "next_step": status.next_step,
    }
    return json.dumps(told, ensure_ascii=False)


def delivery_line(delivery: Delivery) -> str:
    """Say how far a test page is known to have come."""
    return messages.CONFIRMED if delivery is Delivery.CONFIRMED else messages.SENT


def address(given: str | None, configured: str | None) -> str:
    """Return the address to use; raises `BadDevice` where there is none."""
    if given or configured:
        return given or configured or ""
    raise BadDevice("[printer] device")


def _toml(text: str) -> str:
    return json.dumps(_plain(text), ensure_ascii=False)


def _plain(text: str) -> str:
    """Return what a device calls itself without what a terminal would obey."""
    return "".join(character for character in text if character.isprintable())


def _how(url: str) -> str:
    try:
        return messages.how(open_device(url).status())
    except DriverMissing as error:
        return str(error)
