"""The Thai words of the simulator: how a conversation is written down, and what the account is called."""

OFFICE = "สำนักงานเขตบางแค"
ACCOUNT = "ทะเบียนเขตบางแค (จำลอง)"

PICTURE = "[รูปภาพ]"
STICKER = "[สติกเกอร์]"
LOCATION = "[ตำแหน่งที่ตั้ง: {title}]"
KINDS = {"image": PICTURE, "sticker": STICKER, "location": LOCATION}
OTHER = "[ข้อความชนิด {kind}]"
FOLLOWED = "— เพิ่มเป็นเพื่อน —"
UNBLOCKED = "— ยกเลิกการบล็อก —"
BLOCKED = "— บล็อกบัญชีนี้ —"
UNSENT = "— ยกเลิกข้อความ —"
TAPPED = "(แตะปุ่ม {label})"
PICKED = "(แตะปุ่ม {label} เลือก {value})"
OPENED = "(เปิดลิงก์ {uri})"
CLOCK = "%H.%M น."
TRANSCRIPT = "[{name}] {line}"
