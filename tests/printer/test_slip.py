from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printer.errors import BadSlip, IdentityOnSlip, PrinterError
from printer.samples import sample
from printer.slip import Slip, SlipLine, holds_identity
from tests.printer.conftest import MakeSlip
from thai.clusters import cell_width

IDENTITY = [
    "1-1040-00000-01-0",
    "1104000000010",
    "1 1040 00000 01 0",
    "1040-02-12345678",
    "10400212345678",
    "๑๐๔๐๐๒๑๒๓๔๕๖๗๘",
    "1040‐02–12345678",
    "10 40\u200b02123 45678",
    "JC1-1234567-12",
    "jc1123456712",
    "ＪＣ１１２３４５６７１２",
    "JC๑-๑๒๓๔๕๖๗-๑๒",
    "JC1 1234567 12",
    "รหัสJC1-1234567-12ค่ะ",
    "123456789012",
    "1.1040.00000.01.0",
    "1_1040_00000_01_0",
    "1040/02/12345678",
    "1040 : 02 : 12345678",
]
HARMLESS = [
    "BK-9QRT",
    "โทร 02-455-4567",
    "081-234-5678, 089-876-5432",
    "TEL 0812345678",
    "จ. 23 พ.ย. 2569 09.30 น.",
    "01/12/2569 09.30, 02/12/2569 10.30",
    "โทร. 02.455.4567",
    "23.11.2569 09.30",
    "สำเนาทะเบียนบ้าน (ท.ร. 14/1)",
    "12345678901",
    "ไม่ใช่รหัส AB12345",
]
TEXT_FIELDS = ("office", "queue_number", "reference", "qr", "masked_name", "counter", "clerk")


@pytest.mark.parametrize("number", IDENTITY)
@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_no_identity_number_gets_on_a_slip(make_slip: MakeSlip, field: str, number: str) -> None:
    with pytest.raises(IdentityOnSlip) as caught:
        make_slip(**{field: f"ก {number} ข"})
    _says_nothing(caught.value, number)


@pytest.mark.parametrize("number", IDENTITY)
def test_notes_and_labels_refuse_identity_numbers(make_slip: MakeSlip, number: str) -> None:
    with pytest.raises(IdentityOnSlip) as caught:
        make_slip(notes=("กรุณานำบัตรมา", number))
    _says_nothing(caught.value, number)
    with pytest.raises(IdentityOnSlip) as caught:
        SlipLine(number, 1)
    _says_nothing(caught.value, number)


def _says_nothing(error: PrinterError, number: str) -> None:
    said = f"{error} {error!r} {error.args} {error.thai} {error.next_step}"
    assert number not in said
    assert "1234567" not in said
    assert error.thai
    assert error.next_step


def test_an_identity_number_behind_the_crop_is_still_refused(make_slip: MakeSlip) -> None:
    with pytest.raises(IdentityOnSlip):
        make_slip(clerk="ก" * 500 + " 1104000000010")


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_numbers_are_let_through(make_slip: MakeSlip, text: str) -> None:
    assert not holds_identity(text)
    assert make_slip(notes=(text,)).notes == (text,)


@pytest.mark.parametrize("field", TEXT_FIELDS)
def test_control_characters_and_bidi_are_cleaned(make_slip: MakeSlip, field: str) -> None:
    slip = make_slip(**{field: "ก\x1bp\x00\x1d\u202eข\r\nค\x9b"})
    text = getattr(slip, field)
    assert text
    assert all(character.isprintable() for character in text)


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_makes_a_bounded_slip_or_is_refused(text: str) -> None:
    try:
        slip = _slip(text)
    except BadSlip:
        return
    assert cell_width(slip.clerk) <= 80
    assert "\n" not in slip.clerk
    assert len(slip.clerk) <= 80 * 8


def test_heaped_marks_are_thinned() -> None:
    assert _slip("ก" + "้" * 5000 + "ข").clerk == "ก้้้ข"


def _slip(clerk: str) -> Slip:
    good = sample(1)
    return Slip(
        office=good.office,
        queue_number=None,
        reference="BK-1",
        lines=(),
        fee=0,
        appointment=None,
        masked_name=None,
        counter="1",
        clerk=clerk,
        printed_at=good.printed_at,
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"fee": -1},
        {"fee": 10**6},
        {"reprint": -1},
        {"reference": ""},
        {"reference": "\x00 "},
        {"office": " "},
        {"qr": "ก" * 60},
        {"lines": (SlipLine("สำเนา", 1),) * 21},
    ],
)
def test_impossible_values_are_refused(make_slip: MakeSlip, wrong: dict[str, object]) -> None:
    with pytest.raises(BadSlip) as caught:
        make_slip(**wrong)
    assert next(iter(wrong)) in str(caught.value)


@pytest.mark.parametrize("copies", [0, -1, 100])
def test_copies_have_bounds(copies: int) -> None:
    with pytest.raises(BadSlip):
        SlipLine("สำเนา", copies)


def test_the_qr_code_holds_the_reference_unless_told_otherwise(make_slip: MakeSlip) -> None:
    assert make_slip(reference="BK-7").qr == "BK-7"
    assert make_slip(qr="https://example.org/BK-7").qr == "https://example.org/BK-7"


def test_times_are_bangkoks(make_slip: MakeSlip) -> None:
    slip = make_slip(printed_at=datetime(2026, 11, 23, 17, 30, tzinfo=UTC), appointment=None)
    assert slip.printed_at.strftime("%d %H:%M") == "24 00:30"
    naive = make_slip(printed_at=datetime(2026, 11, 23, 9, 30))  # noqa: DTZ001 - what is tested
    assert naive.printed_at.strftime("%d %H:%M %z") == "23 09:30 +0700"


def test_the_name_is_not_in_the_repr(make_slip: MakeSlip) -> None:
    assert "สมหญิง" not in repr(make_slip())
