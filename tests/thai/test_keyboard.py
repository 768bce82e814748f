import string

from hypothesis import given
from hypothesis import strategies as st

from thai.keyboard import KEDMANEE, meant_in_latin, to_latin, to_thai

us_keys = st.text(st.sampled_from(string.ascii_letters + string.digits + string.punctuation + " \n"))


@given(us_keys)
def test_there_and_back(typed: str) -> None:
    assert to_latin(to_thai(typed)) == typed


def test_every_printable_us_key_has_one_thai_character() -> None:
    assert set(KEDMANEE) == set(string.printable.strip())
    assert len(set(KEDMANEE.values())) == len(KEDMANEE)


def test_known_keys() -> None:
    assert to_thai("asdf") == "ฟหกด"
    assert to_thai("ASDF") == "ฤฆฏโ"
    assert to_thai("l;ylfu") == "สวัสดี"
    assert to_thai("1234567890-=/") == "ๅ/-ภถุึคตจขชฝ"
    assert to_thai("#_?") == "๒๘ฦ"
    assert to_latin(to_thai("1#JC1-1234567-12/A")) == "1#JC1-1234567-12/A"


@given(us_keys)
def test_what_is_meant_in_latin_is_read_in_either_layout(typed: str) -> None:
    assert meant_in_latin(typed) == typed
    if any(key in string.ascii_lowercase for key in typed):
        assert meant_in_latin(to_thai(typed)) == typed


def test_digits_dash_and_slash_alone_prove_no_layout() -> None:
    assert meant_in_latin("๑๒-๓/๔") == "๑๒-๓/๔"
