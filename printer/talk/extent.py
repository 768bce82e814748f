"""How much paper a slip's bytes move: no printer can have printed it sooner than that takes."""

import re

_MOVES = re.compile(rb"\x1dv0[\x00-\x03](?P<across>.{2})(?P<down>.{2})|\x1bJ(?P<feed>.)", re.DOTALL)
# Twice the speed of the fastest slip printers (500 mm a second at 8 dots a millimetre would be 4,000).
_ROWS_A_SECOND = 8000


def least_seconds(data: bytes) -> float:
    """Return the seconds that the quickest printer needs for the pictures and feeds in a slip."""
    return _rows(data) / _ROWS_A_SECOND


def _rows(data: bytes) -> int:
    rows = place = 0
    while move := _MOVES.search(data, place):
        place = move.end()
        if move["feed"]:
            rows += move["feed"][0]
        else:
            down = int.from_bytes(move["down"], "little")
            rows += down
            place += int.from_bytes(move["across"], "little") * down
    return rows
