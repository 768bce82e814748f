"""The long words that name a document, put right where a single letter of them is wrong."""

_REGISTER = "ทะเบียน"
_WORDS = (_REGISTER, "ภาพถ่าย", "รูปถ่าย")
# One letter more, less, another or two exchanged, anywhere but in the first letter of the noun: that is what
# tells ทะเบียนบาน from ทะเบียนร้าน.
_COMPOUNDS = tuple(
    (first + second, len(first))
    for first, second in (
        (_REGISTER, "บ้าน"),
        (_REGISTER, "สมรส"),
        (_REGISTER, "หย่า"),
        (_REGISTER + "การ", "สมรส"),
        (_REGISTER + "การ", "หย่า"),
        ("ใบสำคัญการ", "สมรส"),
        ("ใบสำคัญการ", "หย่า"),
        ("ภาพถ่าย", "ใบหน้า"),
        ("รูปถ่าย", "ใบหน้า"),
    )
)


def put_right(text: str) -> str:
    """Return folded text with its nearly right words right; only Thai letters are ever changed."""
    for word in _WORDS:
        # An ending that differs may be another word altogether (ทะเบียบ is one only before a noun).
        text = _put_right(text, word, frozenset({len(word) - 1}))
    for word, noun in _COMPOUNDS:
        text = _put_right(text, word, frozenset({noun}))
    return text


def _put_right(text: str, word: str, firm: frozenset[int]) -> str:
    place = text.find(word[0])
    while place >= 0:
        end = _end_of_nearly(text, place, word, firm)
        if end:
            text = text[:place] + word + text[end:]
            place += len(word) - 1
        place = text.find(word[0], place + 1)
    return text


def _end_of_nearly(text: str, place: int, word: str, firm: frozenset[int]) -> int:
    """Return where the word ends that begins at a place with one letter wrong, or 0 if none does.

    The first letter and those at the places in `firm` must be right.
    """
    at = 0
    while at < len(word) and text.startswith(word[at], place + at):
        at += 1
    if at in {0, len(word)}:
        return 0
    wrong = place + at
    letter = "\u0e01" <= text[wrong : wrong + 1] <= "\u0e4e"
    if letter and text.startswith(word[at:], wrong + 1):
        return place + len(word) + 1
    if at in firm:
        return 0
    exchanged = word[at + 1 : at + 2] + word[at] + word[at + 2 :]
    if text.startswith(exchanged, wrong) or (letter and text.startswith(word[at + 1 :], wrong + 1)):
        return place + len(word)
    return place + len(word) - 1 if text.startswith(word[at + 1 :], wrong) else 0
