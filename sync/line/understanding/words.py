"""What all lists of words share: joining them, and a message without its particles."""

import re


def any_of(*words: str) -> re.Pattern[str]:
    """Return the pattern that finds any of the words, which may be regular expressions."""
    return re.compile("|".join(words))


_PARTICLE = (
    "ครับผม|ครับ|คับ|ค้าบ|คร้าบ|ครัช|ครัฟ|คั[บฟช]|ค่ะ|คะ|ค่า|คา|ข่ะ|ขา|จ้า|จ้ะ|จ๊ะ|จ่ะ|จะ|ฮะ|ฮับ|ฮ่ะ|งับ|เจ้า|"
    "นะ|(?<!ห)น้า|น่ะ|เลย|ด้วย|หน่อย|แอดมิน|เจ้าหน้าที่|พี่|น้อง|ผม|ดิฉัน|หนู|ฉัน|เรา|ข้าพเจ้า|ขอ|please|pls|ๆ"
)
_EDGE = re.compile(
    f"^(?:{_PARTICLE}|[^0-9a-z\u0e01-\u0e4e\ue001-\ue005])+|(?:{_PARTICLE}|[^0-9a-z\u0e01-\u0e4e\ue001-\ue005])+$"
)


# Where a polite particle or a space ends what was said.
CLAUSE_END = re.compile(r"\s|ครับ|คับ|ค่ะ|คะ|นะ|จ้า|จ้ะ")


def bare(text: str) -> str:
    """Return the message without particles, pronouns and signs at its ends."""
    return _EDGE.sub("", _EDGE.sub("", text))
