import datetime as dt
import io
import json

import pytest

from sync.line.understand_command import run

TODAY = dt.date(2026, 11, 23)


def answers(data: bytes, *, json_lines: bool = False) -> tuple[int, list[dict[str, object]]]:
    out = io.BytesIO()
    code = run(io.BytesIO(data), out, TODAY, json_lines=json_lines)
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def test_one_line_in_one_line_out() -> None:
    code, got = answers("1#JC1-1234567-12\n\nยินยอม\r\nสถานะ".encode())
    assert code == 0
    assert [answer["intent"] for answer in got] == ["request", "help", "consent", "status"]
    assert got[0] == {
        "intent": "request",
        "services": [1],
        "laser": "JC1123456712",
        "copies": None,
        "date": None,
        "time": None,
        "card": None,
        "problems": [],
    }


def test_only_a_newline_ends_a_line_and_wrong_bytes_do_no_harm() -> None:
    code, got = answers("2 ฉบับ\u2028\u0085\x0b\x0c\rพรุ่งนี้\n".encode() + b"\xff\xfe\xc3(\x00\n")
    assert code == 0
    assert len(got) == 2
    assert got[0]["copies"] == 2
    assert got[1]["intent"] == "help"


def test_a_message_of_several_lines_comes_as_a_json_string() -> None:
    lines = [json.dumps("คัดทะเบียนบ้าน\n2 ฉบับ"), json.dumps("\ud800")]
    code, got = answers("\n".join(lines).encode(), json_lines=True)
    assert code == 0
    assert (got[0]["services"], got[0]["copies"], got[1]["intent"]) == ([1], 2, "help")


@pytest.mark.parametrize("line", [b"JC1-1234567-12", b"5", b"", b"[" * 100_000, b'"\xff'])
def test_a_line_that_is_no_json_string_is_told_by_its_number_alone(
    line: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    code, got = answers(b'"1#"\n' + line + b"\n", json_lines=True)
    assert code == 1
    assert len(got) == 1
    told = capsys.readouterr().err
    assert told == "bangkhae-sync understand: line 2 is not a JSON string\n"


def test_each_answer_is_flushed() -> None:
    class Flushed(io.BytesIO):
        flushed = 0

        def flush(self) -> None:
            self.flushed += 1

    out = Flushed()
    run(io.BytesIO(b"1#\n2#\n"), out, TODAY)
    assert out.flushed == 2
