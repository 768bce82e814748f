"""The words of Thai dates as regular expressions: months and weekdays, in full, short and misspelt."""

_MONTH_WORDS = (
    "มก[รล]า(?:คม|ค)?|january|jan",
    "กุมภ[าำ]?(?:พันธ์|พันธุ์|พันธ|พัน)?|february|feb",
    "มีน[าำ](?:คม|ค(?![ก-๎]))?|march|mar",
    "เมษา(?:ยน|ย)?|เมศายน|เมษ(?![ก-๎])|april|apr",
    "พ[ฤร]ึ?[กษศ]?[ษศ]ภา?(?:คม|ค)?|พ[ฤร]ึ?[ษศ]าคม|may",
    "มิถุน[าำ](?:ยน|ย)?|มิถุ(?![ก-๎])|june|jun",
    "ก[รล]ก[ฎฏดต]า(?:คม|ค)?|กรกฎ(?![ก-๎])|july|jul",
    "สิงห[าำ]?(?:คม|ค)?|august|aug",
    "กันย[าำ](?:ยน|ย)?|september|sept|sep",
    "ต[ุู]ล[าำ](?:คม|ค)?|october|oct",
    "พ[ฤร]ึ?[ศษส]จิ?(?:กา)?(?:ยน|ย)?|november|nov",
    "[ธท]ันว[าำ]?(?:คม|ค(?![ก-๎]))?|december|dec",
)
_SHORT_MONTHS = ("ม ค", "ก พ", "มี ค", "เม ย", "พ ค", "มิ ย", "ก ค", "ส ค", "ก ย", "ต ค", "พ ย", "ธ ค")


def _short(letters: str) -> str:
    """Return ธ.ค. in its spellings; without dots it must not run on into another word (1 มีค่ะ)."""
    first, last = letters.split()
    return rf"{first}\.\s?{last}\.?|{first}\s?{last}\.|{first}{last}(?![\u0e30-\u0e3a\u0e47-\u0e4e]|[นว](?!ี้))"


# Group m1 to m12 tells the month.
MONTH = (
    "(?:"
    + "|".join(
        f"(?P<m{at}>(?:{words})(?![a-z])|{_short(short)})"
        for at, (words, short) in enumerate(zip(_MONTH_WORDS, _SHORT_MONTHS, strict=True), 1)
    )
    + ")"
)
# Enough of a month to know that a number before it is a day of the month: whole names cost much to compile.
MONTH_BEGINS = (
    "(?:มก[รล]า|กุมภ|มีน[าำ]|เม[ษศ]า?|พ[ฤร]ึ?[กษศส][ษศภจ]|พ[ฤร]ึ?[ษศส]จ|มิถุ|ก[รล]ก[ฎฏดต]|สิงห|กันย|ต[ุู]ล|[ธท]ันว"
    r"|(?:ม|ก|มี|พ|ส|ต|ธ)(?:\.\s?ค|\s?ค\.|ค(?![\u0e30-\u0e3a\u0e47-\u0e4e]|[นว](?!ี้)))"
    r"|(?:[กพ]|เม|มิ)(?:\.\s?[พย]|\s?[พย]\.|[พย](?![\u0e30-\u0e3a\u0e47-\u0e4e]|[นว](?!ี้)))"
    "|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)

_WEEKDAYS = (
    "จันทร์|จันทร|จันท์|(?<=วัน)จัน|จัน(?=นี้|หน้า)|(?<![a-z])(?:monday|mon(?![a-z]))",
    "อังคาร์?|อังคาน|(?<![a-z])(?:tuesday|tue(?![a-z]))",
    "พุธ|(?<=วัน)พุท?[ธด]?|(?<![a-z])(?:wednesday|wed(?![a-z]))",
    "พ[ฤร]ึ?ห[ัํ]?ส(?:บดี|ดี|\\.|ฯ)?|พ[ฤร]ึ?หัด|พะรึหั[สด](?:บดี)?|พฤษหัส(?:บดี)?|พฤ\\.|(?<![a-z])(?:thursday|thu(?![a-z]))",
    "ศุกร์|ศุกร|สุกร์|ศุกษ์|ศุก(?![ก-๎])|ศุก(?=นี้|หน้า)|(?<=วัน)[สศ]ุก|(?<![a-z])(?:friday|fri(?![a-z]))",
    "เสาร์|เสาร|(?<=วัน)เสา|เสา(?=นี้|หน้า)|(?<![a-z])(?:saturday|sat(?![a-z]))",
    "(?<=วัน)อาทิ[ตด]ย?์?|อาทิตย์(?=\\s*ที่\\s*[0-9])|(?<![a-z])(?:sunday|sun(?![a-z]))",
)
# Group d0 (Monday) to d6 tells the weekday; bare อาทิตย์ is the week.
WEEKDAY = "(?:" + "|".join(f"(?P<d{at}>{words})" for at, words in enumerate(_WEEKDAYS)) + ")"
SHORT_WEEKDAYS = {"จ": 0, "อ": 1, "พ": 2, "พฤ": 3, "ศ": 4, "ส": 5, "อา": 6}
