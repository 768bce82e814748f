"""The services named in words, and the forms whose numbers (ท.ร. 14/1, คร. 2) must not be read as dates."""

import re

from sync.line.understanding.reading import Mark, Reading

_REGISTER = r"(?:[ทธ]ะ?เบี?[ยบ]?[นบ]|รายการ)\s*"
_HOUSE_FORM = r"ท\.?\s*ร\.?\s*(?:ที่\s*)?14(?:\s*/\s*1)?(?![0-9])"
_MARRIAGE_FORM = r"(?<![นะโ\u0e31])ค\.?\s*ร\.?\s*[23](?![0-9/])"
_DIVORCE_FORM = r"(?<![นะโ\u0e31])ค\.?\s*ร\.?\s*[67](?![0-9/])"
_FORMS = re.compile(f"(?:แบบ\\s*)?(?:{_HOUSE_FORM}|{_MARRIAGE_FORM}|{_DIVORCE_FORM})")
# A house number is written like a date without a year.
_ADDRESS = re.compile(
    r"(?:เลขที่|ที่อยู่)\s*[0-9]{1,4}(?:\s*/\s*[0-9]{1,4})?|[0-9]{1,4}/[0-9]{1,4}(?=\s*(?:หมู่|ม\.|ซอย|ซ\.|ถนน|ถ\.|แขวง))|(?:หมู่|ม\.|ซอย|ซ\.|ชั้น|ช่อง)\s*[0-9]{1,3}(?![0-9.:])"
)

_SHEET = "[ใไ]บ"
# Every letter that ends a syllable in the sound of ส.
_MARRIAGE = r"สม[รล][สดทศถซษธตจฐ](?!ภาพ|นะ)"
# Two tone marks, or none; but neither หญ้า (grass) nor หยาบ, หยาม, หยาด.
_DIVORCE = r"(?:ห(?:ย[่้๊๋]+|ญ่)า(?!นม|บ|ม)|หยา(?![ก-ฮ](?!รับ|ับ|ะ|่ะ))|อย่า(?!ง|ลืม|เพิ่ง))"
_HOUSE = (
    rf"{_REGISTER}บ[่้๊๋]*าน(?!กลาง|ชั่วคราว)|{_REGISTER}บ้าง|{_HOUSE_FORM}"
    r"|(?:สำเนา|คัด|{_SHEET})\s*บ้าน(?!เลขที่)|(?:(?<![ก-๎])|(?<=คัด)|(?<=ขอ)|(?<=เนา))ท\.?บ\.?(?![ก-๎])"
    r"|(?:คัด|รายการ|รับรอง)\s*(?:(?:รายการ|ข้อมูล)\s*)?ทะเบียนราษฎ|แบบรับรองรายการ|house\s*regist|tabien\s*baan"
)
_MARRIAGES = (
    rf"(?:{_REGISTER}|{_SHEET}สำคัญ|{_SHEET}|สำเนา|คัด)\s*(?:จด\s*ทะเบียน\s*)?(?:การ\s*)?(?:{_MARRIAGE}|แต่งงาน)"
    rf"|{_MARRIAGE_FORM}|marriage"
)
_DIVORCES = (
    rf"(?:{_REGISTER}|{_SHEET}สำคัญ|{_SHEET}|สำเนา|คัด)\s*(?:จด\s*ทะเบียน\s*)?(?:การ\s*)?{_DIVORCE}"
    rf"|{_DIVORCE_FORM}|divorce"
)
# The number on the card is known as the one under the picture.
_PICTURE = "(?<!ใต้)(?<!ใต้ )(?:ภาพ|รูป)"
_FACES = (
    rf"{_PICTURE}\s*(?:ถ่าย)?\s*(?:{_SHEET})?\s*หน้า(?!ร้าน|บ้าน|เขต)|{_PICTURE}\s*ถ่าย\s*(?:ของ)?\s*บุคคล"
    rf"|{_SHEET}หน้า\s*บุคคล|(?:คัด|สำเนา)\s*(?:สำเนา\s*)?(?:รูป|ภาพ|{_SHEET}หน้า|หน้า)(?!ที่|บัตร)"
    rf"|{_PICTURE}(?:ถ่าย)?\s*(?:ใน|จาก)\s*(?:บัตร|ระบบ|ทะเบียน)|(?:ข้อมูล|ประวัติ)\s*(?:{_SHEET}หน้า|รูป|ภาพ)|face\s*photo"
)
_NAMES = re.compile(f"(?P<s1>{_HOUSE})|(?P<s2>{_MARRIAGES})|(?P<s3>{_DIVORCES})|(?P<s4>{_FACES})")
# Once one register is named, the others are often named short: ทะเบียนสมรสและหย่า.
_SHORT = re.compile(
    rf"(?P<s1>(?<=กับ)บ้าน|(?<=และ)บ้าน|(?<=[ ,/+])บ้าน(?![ก-๎]))"
    rf"|(?P<s2>(?<!คู่)(?<!ภาพ)(?<!จด)(?<!ก่อน)(?<!หลัง){_MARRIAGE}(?!แล้ว|เมื่อ|กับ(?:ชาว|คน)|เท่าเทียม))"
    rf"|(?P<s3>(?<!จะ)(?<!ฟ้อง)(?<!ว่า)หย่า(?!แล้ว|เมื่อ|ร้าง|กับ(?:สามี|ภรรยา|เมีย|ผัว|แฟน)))"
)
_ALONE = re.compile(rf"(?P<s2>{_MARRIAGE})|(?P<s3>{_DIVORCE})|(?P<s4>{_SHEET}หน้า|(?:รูป|ภาพ)ถ่าย)")
_REFUSED = re.compile("(?:ไม่เอา|ไม่ใช่|ไม่ต้องการ|ไม่รับ)\\s*(?:สำเนา|ใบ|คัด)*\\s*$")


def take_forms(reading: Reading) -> None:
    """Take the numbers of forms and addresses, so that 14/1 is no date and ซอย 3 no number of anything."""
    for pattern in (_FORMS, _ADDRESS):
        for match in reading.search_all(pattern):
            reading.take(match.start(), match.end(), Mark.SERVICE)


def named_services(reading: Reading, bare: str) -> list[tuple[int, int]]:
    """Return place and number of each service wanted in words; `bare` is the text without particles."""
    found = mentioned_services(reading, bare)
    return [(place, number) for place, _, number in found if not _REFUSED.search(reading.before(place))]


def mentioned_services(reading: Reading, bare: str) -> list[tuple[int, int, int]]:
    """Return start, end and number of each service named in words, wanted or not, in order."""
    found = [_mention(match) for match in _NAMES.finditer(reading.plain)]
    if found or re.search("คัด|สำเนา|ทะเบียน", reading.plain):
        taken = _NAMES.sub(lambda match: " " * len(match[0]), reading.plain)
        found += [_mention(match) for match in _SHORT.finditer(taken)]
    elif match := _ALONE.fullmatch(bare):
        found.append(_mention(match))
    return sorted(found)


def _mention(match: re.Match[str]) -> tuple[int, int, int]:
    return match.start(), match.end(), int((match.lastgroup or "s0")[1:])
