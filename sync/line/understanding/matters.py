"""Which work group a matter belongs to, by the words of the field: pure, and no guess where they disagree."""

from __future__ import annotations

import re
from typing import Final

from registry.request import Group
from thai.text import fold

_WORDS: Final = {
    Group.CARD: re.compile(
        r"บัตรประจ[ำํ]าตัว|บัตรประชาชน|บัตร\s*ปชช|ปชช|ทำบัตร|ต่อบัตร|บัตรหาย|บัตรหมดอายุ|บัตรชำรุด|บัตรใหม่|บัตรเดิม"
        r"|บัตรเด็ก|รหัสหลังบัตร|เลขใต้รูป|ภาพถ่ายใบหน้า|ติดเตียง|id ?card|smart ?card|บัตรสมาร์ท|บัตรสีชมพู|ชิปบัตร"
    ),
    Group.POPULATION: re.compile(
        r"ทะเบียนบ้าน|ทะเบียนราษ|ย้ายเข้า|ย้ายออก|ย้ายปลายทาง|ย้ายบ้าน|ย้ายที่อยู่|แจ้งย้าย|ย้ายชื่อ|เจ้าบ้าน|เลขที่บ้าน|บ้านเลขที่"
        r"|ขอเลขบ้าน|เล่มน้ำเงิน|เล่มทะเบียน|แจ้งเกิด|สูติบัตร|ใบเกิด|แจ้งตาย|มรณบัตร|ใบตาย|เสียชีวิต|เพิ่มชื่อ|แก้ไขรายการ"
        r"|ท\.?ร\.? ?14|เลข ?13 ?หลัก|ทะเบียนกลาง"
    ),
    Group.GENERAL: re.compile(
        r"สมรส|แต่งงาน|หย่า|เปลี่ยนชื่อ|เปลี่ยนนามสกุล|ชื่อสกุล|ชื่อรอง|ตั้งชื่อสกุล|รับรองบุตร|รับบุตรบุญธรรม|บุตรบุญธรรม"
        r"|พินัยกรรม|สมาคม|มูลนิธิ|ฐานะแห่งครอบครัว|ศาลเจ้า|มัสยิด|เปลี่ยนคำนำหน้า|ร่วมใช้ชื่อ|ออกหน่วย|ลงพื้นที่|ชุมชน"
    ),
}
_SERVICES: Final = {1: Group.POPULATION, 2: Group.GENERAL, 3: Group.GENERAL, 4: Group.CARD}
_LOOKED_AT: Final = 2000


def group_of(text: str) -> Group | None:
    """Return the one work group whose words stand in a text; None if none, or several, are named."""
    folded = fold(text[:_LOOKED_AT])
    found = [group for group, words in _WORDS.items() if words.search(folded)]
    return found[0] if len(found) == 1 else None


def group_of_services(services: tuple[int, ...]) -> Group | None:
    """Return the work group of the first service that has one."""
    return next((_SERVICES[service] for service in services if service in _SERVICES), None)
