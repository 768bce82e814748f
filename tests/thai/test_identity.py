import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thai import identity
from thai.number_forms import CARD, LASER, PID

digits = st.text(st.sampled_from("0123456789"), min_size=14, max_size=14)
letters = st.text(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), min_size=2, max_size=2)
VALID_PIDS = [
    "1-1040-00000-01-0",
    "3-1040-00000-02-4",
    "1-1040-00000-03-6",
    "5-1040-00000-04-7",
    "8-1400-00000-05-6",
]


def thai_digits(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))


def spoil(text: str, dash: str, thai: bool) -> str:
    text = text.replace("-", dash)
    return thai_digits(text) if thai else text


@given(st.text(st.characters(codec=None)))
def test_nothing_raises(text: str) -> None:
    identity.parse_laser(text)
    identity.parse_card(text)
    identity.parse_pid(text)
    identity.mask_name(text)
    assert len(identity.mask_numbers(text)) == len(text)


@given(letters, digits, st.sampled_from(["-", " ", "–", "−", "\u2011", "", " - ", "\u200b-"]), st.booleans())
def test_laser_there_and_back_in_any_dress(two: str, ten: str, dash: str, thai: bool) -> None:
    code = two + ten[:10]
    assert identity.parse_laser(spoil(LASER.written(code), dash, thai)) == code
    assert identity.parse_laser(LASER.written(code).lower()) == code


@given(digits, st.sampled_from(["-", " ", "–", "−", ""]), st.booleans())
def test_card_there_and_back_in_any_dress(number: str, dash: str, thai: bool) -> None:
    assert identity.parse_card(spoil(CARD.written(number), dash, thai)) == number


@pytest.mark.parametrize(
    "text",
    [
        "",
        "JC1-123456-12",
        "J01-1234567-12",
        "JC1-1234567-123",
        "JCO-1234567-12",
        "ก1-1234567-12",
        "JC1#1234567-12",
    ],
)
def test_what_is_no_laser_code_is_never_guessed(text: str) -> None:
    assert identity.parse_laser(text) is None


@pytest.mark.parametrize(
    "text", ["", "1040-02-1234567", "1040-02-123456789", "1O40-02-12345678", "1040/02/12345678"]
)
def test_what_is_no_card_number_is_never_guessed(text: str) -> None:
    assert identity.parse_card(text) is None


def test_pid_needs_its_check_digit() -> None:
    for pid in VALID_PIDS:
        bare = pid.replace("-", "")
        assert identity.parse_pid(pid) == identity.parse_pid(thai_digits(bare)) == bare
        assert PID.written(bare) == pid
        wrong = bare[:-1] + str((int(bare[-1]) + 1) % 10)
        assert identity.parse_pid(wrong) is None
    assert identity.parse_pid("0104000000010") is None


def test_masks() -> None:
    assert identity.mask_laser("JC1123456712") == "JC1-XXXXXXX-12"
    assert identity.mask_card("10400212345678") == "1040-02-XXXX5678"
    assert identity.mask_pid("1104000000010") == "X-XXXX-XXXXX-01-0"
    assert identity.mask_laser("JC1") == "XXX"
    assert identity.mask_card("1234") == "XXXX"
    assert identity.mask_pid("12") == "XX"


def visible(text: str) -> str:
    return "".join(re.findall(r"[0-9]", re.sub(r"[๐-๙]", lambda d: str(int(d[0])), text)))


dressing = st.sampled_from(["-", " ", "–", "−", "\u200b", "", " - ", "\u00a0", "."])
around = st.sampled_from(
    [("", ""), ("เลข", "ครับ"), ("1#", " 2 ฉบับ"), ("ส่ง:", "\nขอบคุณ"), ("pid ", " ok"), ("(", ")")]
)


@given(digits, letters, dressing, around, st.booleans())
def test_free_text_shows_no_more_of_a_number_than_its_mask(
    number: str, two: str, dash: str, around: tuple[str, str], thai: bool
) -> None:
    before, after = around
    for written, shown in (
        (CARD.written(number), number[:6] + number[10:]),
        (PID.written(number[:13]), number[10:13]),
        (LASER.written(two + number[:10]), number[:1] + number[8:10]),
    ):
        masked = identity.mask_numbers(before + spoil(written, dash, thai) + after)
        left = visible(masked).removeprefix(visible(before)).removesuffix(visible(after))
        assert len(left) <= len(shown)
        assert not left or left in shown or left == shown or shown.endswith(left)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1#JC1-1234567-12 2 ฉบับ 1/12/2569 10.30 น.", "1#JC1-XXXXXXX-12 2 ฉบับ 1/12/2569 10.30 น."),
        ("๑๐๔๐-๐๒-๑๒๓๔๕๖๗๘", "๑๐๔๐-๐๒-XXXX๕๖๗๘"),
        ("1-1040-00000-01-0", "X-XXXX-XXXXX-01-0"),
        ("1040-02-1234567", "XXXX-XX-XXXXX67"),
        ("10400212345678 JC1123456712", "104002XXXX5678 JC1XXXXXXX12"),
        ("JCI-1234567-12", "XXX-XXXXXXX-12"),
        ("JC1-123456-12", "XXX-XXXXXX-12"),
        ("โทร 081-234-5678 หรือ +66812345678", "โทร 081-234-5678 หรือ +66812345678"),
        ("21 1040-02-12345678", "XX XXXX-XX-XXXXXX78"),
        ("รับ 01-12-2569 เวลา 10.30 น.", "รับ 01-12-2569 เวลา 10.30 น."),
    ],
)
def test_mask_numbers(text: str, expected: str) -> None:
    assert identity.mask_numbers(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("สมหญิง ใจดี", "สมหญิง จ."),
        ("น.ส. สมหญิง  ใจดี", "น.ส. สมหญิง จ."),
        ("นาย สมชาย ณ อยุธยา", "นาย สมชาย ณ."),
        ("พ.ต.อ. สมชาย ใจดี", "พ.ต.อ. สมชาย จ."),
        ("Mr. ม.ล. สมชาย ใจดี", "Mr. ม.ล. สมชาย จ."),
        ("ใจดี.", "ใจดี."),
        ("Somying Jaidee", "Somying J."),
        ("สมหญิง", "สมหญิง"),
        ("สมหญิง 😀", "สมหญิง X."),
        ("  ", ""),
    ],
)
def test_mask_name(name: str, expected: str) -> None:
    assert identity.mask_name(name) == expected
