from __future__ import annotations

import ast
import re
from pathlib import Path

import sync.line
from sync.line.messages import labels
from tests.sync.line.dialogue.checking import PARTICLES, units

ROOM = Path(sync.line.__file__).parent
THAI = re.compile("[\u0e01-\u0e5b]")


def strings(path: Path) -> list[str]:
    """Return a module's string constants but its docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken
    ]


def test_no_sentence_has_a_gender() -> None:
    for path in (ROOM / "messages").glob("*.py"):
        for text in strings(path):
            assert not PARTICLES.search(text), f"{path.name}: {text}"


def test_thai_for_people_stands_in_the_messages_alone() -> None:
    logic = [*(ROOM / "dialogue").glob("*.py"), ROOM / "notices.py", ROOM / "message_json.py"]
    for path in logic:
        if not path.name.endswith("words.py"):
            assert not [text for text in strings(path) if THAI.search(text)], path.name


def test_thai_stands_nowhere_else_in_the_daemon_but_where_citizens_are_read() -> None:
    """Messages and labels hold what is said; the rest is for reading, and for the simulator's people."""
    sync_room = ROOM.parent
    said = {"messages", "labels.py", "understanding", "people.py", "questions.py", "faq.py", "citizen.py"}
    for path in sync_room.rglob("*.py"):
        parts = set(path.relative_to(sync_room).parts)
        if not parts & said and not path.name.endswith("words.py"):
            assert not [text for text in strings(path) if THAI.search(text)], path


def test_labels_are_not_cut() -> None:
    fixed = [getattr(labels, name) for name in dir(labels) if name.isupper()]
    texts = [text for text in fixed if isinstance(text, str)]
    texts += [*labels.EDIT_PARTS.values(), *labels.SCORES.values(), *(labels.service(n) for n in range(1, 6))]
    assert len(texts) > 20
    assert not [text for text in texts if units(text) > 20]


def test_dates_on_buttons_are_not_cut() -> None:
    import datetime as dt

    first = dt.date(2026, 1, 1)
    assert max(units(labels.day(first + dt.timedelta(days=day))) for day in range(366)) <= 20
