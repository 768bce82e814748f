import pytest

from printer import qr


def test_a_code_has_its_finder_patterns_and_a_quiet_zone() -> None:
    rows = qr.modules("BK-9QRT")
    assert len(rows) == 21
    finder = [(True,) * 7, (True,) + (False,) * 5 + (True,), (True, False, True, True, True, False, True)]
    assert [row[:7] for row in rows[:3]] == finder
    picture = qr.picture("BK-9QRT", 5)
    assert picture.size == (29 * 5, 29 * 5)
    assert picture.crop((0, 0, picture.width, 20)).getextrema() == (255, 255)
    assert picture.getpixel((20, 20)) == 0


@pytest.mark.parametrize("content", ["BK-9QRT", "x" * 120, "ก" * 40])
def test_the_picture_is_the_matrix(content: str) -> None:
    rows = qr.modules(content)
    picture = qr.picture(content, 3)
    seen = tuple(
        tuple(
            picture.getpixel(((across + 4) * 3 + 1, (down + 4) * 3 + 1)) == 0 for across in range(len(rows))
        )
        for down in range(len(rows))
    )
    assert seen == rows
