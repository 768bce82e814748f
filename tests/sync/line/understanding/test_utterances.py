import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from sync.line.understanding import understand

TODAY = dt.date(2026, 11, 23)
HERE = Path(__file__).parent
FILES = ["sample.jsonl", "adversarial.jsonl", "examined.jsonl", "corrections.jsonl", "everyday.jsonl"]
KEYS = ["intent", "services", "laser", "copies", "date", "time", "card", "problems"]


def utterances(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").split("\n") if line]


@pytest.mark.parametrize("name", FILES)
def test_every_utterance_means_what_it_says(name: str) -> None:
    wrong = []
    for utterance in utterances(name):
        got = understand(utterance["text"], TODAY).to_json()
        assert list(got) == KEYS
        different = {key: got[key] for key, value in utterance["expect"].items() if got[key] != value}
        if different:
            wrong.append((utterance, different))
    assert wrong == []


def test_there_are_many_utterances() -> None:
    assert len(utterances("sample.jsonl")) == 36
    assert len({utterance["text"] for utterance in utterances("adversarial.jsonl")}) > 500
    assert len({utterance["text"] for utterance in utterances("examined.jsonl")}) > 600
    assert len({utterance["text"] for utterance in utterances("corrections.jsonl")}) > 60
    assert len({utterance["text"] for utterance in utterances("everyday.jsonl")}) > 200
