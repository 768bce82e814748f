"""The command ``bangkhae-sync understand``: one chat message a line in, what it means as JSON a line out.

A message that is not valid UTF-8 has its wrong bytes replaced. With `json_lines` a line that is no JSON
string ends the run: the lines before it are answered, and the error says which line it was, not what.
"""

import datetime as dt
import json
import sys
from typing import IO

from sync.line.understanding import understand


def run(
    stdin: IO[bytes], stdout: IO[bytes], today: dt.date, *, json_lines: bool = False, max_copies: int = 20
) -> int:
    """Answer every line until the end of input; return 0, or 1 for a line that is no message.

    Only a newline byte ends a line; a carriage return before it belongs to the line ending. Each answer is
    flushed at once, so that a program on the other side can hold a conversation.
    """
    for at, line in enumerate(stdin, 1):
        text = line.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")
        if json_lines:
            message = _json_string(text)
            if message is None:
                sys.stderr.write(f"bangkhae-sync understand: line {at} is not a JSON string\n")
                return 1
            text = message
        answer = json.dumps(understand(text, today, max_copies).to_json(), ensure_ascii=False)
        try:
            stdout.write(answer.encode() + b"\n")
            stdout.flush()
        except BrokenPipeError:
            return 1
    return 0


def _json_string(line: str) -> str | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, str) else None
