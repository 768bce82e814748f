import pytest
from pydantic import ValidationError

from registry.attorney_settings import AttorneySettings
from registry.request import Attorney


def test_only_the_office_s_own_words_are_known() -> None:
    office = AttorneySettings(papers=("หนังสือมอบอำนาจ",), collectors=("บุตร",))
    assert office.knows(Attorney(paper="หนังสือมอบอำนาจ", collector="บุตร"))
    assert not office.knows(Attorney(paper="หนังสือมอบอำนาจ", collector="คู่สมรส"))
    assert not office.knows(Attorney(paper="บุตร", collector="หนังสือมอบอำนาจ"))


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("",),
        ("บุตร ",),
        ("บุ\nตร",),
        ("ก\x1b",),
        ("ก" * 61,),
        ("ก", "ก"),
        ("1-1040-00000-01-0",),
        tuple("กขคงจฉช"),
    ],
)
def test_what_could_not_stand_in_a_menu_or_in_the_trail_is_a_mistake(words: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        AttorneySettings(collectors=words)
    with pytest.raises(ValidationError):
        AttorneySettings(papers=words)
