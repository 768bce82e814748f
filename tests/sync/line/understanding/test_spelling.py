import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.line.understanding.spelling import put_right

# What takes long is measured apart, in time of the processor: the machine may be busy with others.
unhurried = settings(deadline=None)
NAMES = ["ทะเบียนบ้าน", "ทะเบียนสมรส", "ทะเบียนหย่า", "ทะเบียนการหย่า", "ใบสำคัญการสมรส", "ภาพถ่ายใบหน้า"]


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("ทะเบีนยบ้าน", "ทะเบียนบ้าน"),
        ("ทเบียนบ้าน", "ทะเบียนบ้าน"),
        ("ทะเบียบบ้าน", "ทะเบียนบ้าน"),
        ("ทะเบียนนบ้าน", "ทะเบียนบ้าน"),
        ("ทะเบียนบ้่าน", "ทะเบียนบ้าน"),
        ("ทะเบยนสรมส 2 ชุด ทะเบียนหย๋า", "ทะเบียนสมรส 2 ชุด ทะเบียนหย่า"),
        ("ภาพภ่ายใบหน้า", "ภาพถ่ายใบหน้า"),
    ],
)
def test_one_wrong_letter_is_put_right(written: str, right: str) -> None:
    assert put_right(written) == right


@pytest.mark.parametrize(
    "text",
    [
        *("ทะเบียนร้านค้า", "ทะเบียนรถ", "ทะเบียนพาณิชย์", "ทะเบียนการค้า", "ทะเบียนสมาชิก", "ทะเบียนบุตร", "ทะเบียนเกิด"),
        *("ทะเบียนหน่วยงาน", "ทะเบียนบริษัท", "ระเบียน", "ระเบียบ", "บ้านเลขที่", "สมัคร", "ใบสมัคร", "ใบห้าใบ", "หย่านม"),
        *("ใบสำคัญการเปลี่ยนชื่อ", "รูปร่าง", "ภาพวาด", "ท", "ทะเบีย"),
    ],
)
def test_a_word_of_its_own_stays(text: str) -> None:
    assert put_right(text) == text


@unhurried
@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_right_words_stay(one: str, other: str) -> None:
    assert put_right(f"{one} {other}") == f"{one} {other}"


@unhurried
@given(
    st.lists(st.sampled_from([*"ทะเบียนบ้านสมรหย่ใ 0123456789-#a\n", "ทะเบีย", "ภาพถ่า"]), max_size=40).map(
        "".join
    )
)
def test_only_thai_letters_change(text: str) -> None:
    assert [c for c in put_right(text) if not "ก" <= c <= "๎"] == [c for c in text if not "ก" <= c <= "๎"]
