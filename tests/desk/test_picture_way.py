from __future__ import annotations

import base64
import io
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from desk.picture_way import QUESTIONS, Cell, PictureWay, Way
from desk.pictures import Picture, View, pixels
from desk.terminal_drawing import WIPE, drawing, taken_away


@pytest.mark.parametrize(
    ("rows", "way"),
    [([2, 2], Way.CELLS), ([11, 2], Way.SIXEL), ([2, 4], Way.KITTY), ([8, 4], Way.SIXEL), ([9], Way.CELLS)],
)
def test_the_terminal_s_answers_settle_the_way(rows: list[int], way: Way) -> None:
    asked = PictureWay("auto")
    assert asked.questions() == QUESTIONS
    assert [asked.answer(row) for row in rows][-1] is (len(rows) == 2)
    assert asked.way is way
    assert bool(asked.questions()) is (len(rows) < 2), "asked again only where there was no answer"


def test_an_answer_that_came_too_late_is_not_taken_for_the_next_question_s() -> None:
    asked = PictureWay("auto")
    asked.questions()
    asked.answer(9)
    asked.questions()
    asked.answer(2)
    asked.answer(2)
    assert asked.way is Way.CELLS


@pytest.mark.parametrize("name", ["sixel", "kitty", "cells"])
def test_what_the_office_says_is_not_asked(name: str) -> None:
    told = PictureWay(Way(name).value)
    assert not told.questions()
    assert not told.answer(9)
    assert told.way is Way(name)


@given(st.integers(3, 100))
def test_nothing_comes_out_higher_than_the_terminal_has_said(row: int) -> None:
    asked = PictureWay("auto")
    asked._known_cell = lambda: None  # type: ignore[method-assign]
    asked.questions()
    asked.answer(row)
    height = asked.cell().height
    assert 1 <= height <= Cell().height
    assert (row - 2) * height <= 120


@given(
    st.integers(1, 60),
    st.integers(1, 60),
    st.integers(1, 100),
    st.integers(1, 40),
    st.builds(Cell, st.integers(1, 9), st.integers(1, 18)),
)
@settings(deadline=None, max_examples=40)
def test_it_takes_whole_cells_and_no_more_than_there_are(
    width: int, height: int, columns: int, rows: int, cell: Cell
) -> None:
    picture = Picture(width, height, bytes(width * height * 3))
    image, across, down = pixels(picture, View(), columns, rows, cell)
    assert image.size == (across * cell.width, down * cell.height)
    assert 1 <= across <= columns
    assert 1 <= down <= rows


def _sixels(text: str) -> list[str]:
    return [part.partition("\x1b\\")[0] for part in text.split("\x1bP")[1:]]


def test_a_sixel_is_drawn_in_pieces_that_every_terminal_takes_each_at_its_place() -> None:
    text = drawing(Image.new("RGB", (1200, 40), (250, 0, 0)), Way.SIXEL, Cell(), 4, 2)
    first, second = _sixels(text)
    assert '"1;1;1000;40' in first
    assert '"1;1;200;40' in second
    assert text.startswith("\x1b7\x1b[3;5H")
    assert "\x1b[3;105H" in text
    assert text.endswith("\x1b8")
    assert "#0;2;98;0;0#0" in first, "a colour is chosen by its bare number"


def test_kitty_s_picture_is_whole_in_its_chunks_and_asks_for_no_answer() -> None:
    image = Image.effect_noise((400, 300), 90).convert("RGB")
    text = drawing(image, Way.KITTY, Cell(10, 20), 0, 5)
    parts = [part.partition("\x1b\\")[0] for part in text.split("\x1b_G")[1:]]
    deletes, *chunks = parts
    assert deletes.startswith("a=d,")
    assert "c=40,r=15" in chunks[0]
    assert all("q=2" in part for part in parts)
    assert [("m=1" in chunk) for chunk in chunks] == [True] * (len(chunks) - 1) + [False]
    data = base64.b64decode("".join(chunk.partition(";")[2] for chunk in chunks))
    assert Image.open(io.BytesIO(data)).tobytes() == image.tobytes()
    assert taken_away(Way.KITTY) in WIPE


def test_what_draws_asks_the_terminal_nothing_when_it_is_loaded() -> None:
    code = (
        "import sys; from PIL import Image;"
        "from desk.picture_way import *; from desk.terminal_drawing import *;"
        "sys.__stdin__ = sys.__stdout__ = None;"
        "drawing(Image.new('RGB', (20, 20)), Way.SIXEL, Cell(), 0, 0);"
        "print(sorted(name for name in sys.modules if name.startswith('textual_image')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["['textual_image',", "'textual_image._sixel']"]
