"""Which words before a name are titles (คำนำหน้านาม): civil, military, learned, religious.

Source: facts §7 "Names" and §1.5 "titles". Ranks follow a grammar, so they are described and
not listed: "พล.ต.อ." and "จ.ส.ต." are chains of dotted letters, "สิบตำรวจเอก" is built
of a class, a service and a grade.
"""

import re

_RANK = (
    r"(?:นาวา(?:อากาศ)?|เรืออากาศ|เรือ|พันจ่า(?:อากาศ)?|จ่า(?:อากาศ)?|จ่าสิบ"
    r"|(?:พล|พัน|ร้อย|สิบ)(?:ตำรวจ)?|พล(?:เรือ|อากาศ))(?:จัตวา|เอก|โท|ตรี)"
    r"|ดาบตำรวจ|จ่าสิบตำรวจ|พลทหาร|พลตำรวจ|พลฯ"
)
_CHAIN = r"(?!น\.ส|ด\.[ชญ])(?:[ก-ฮ]{1,3}\.\s?){2,5}(?<!\s)"  # ร.ต. พล.ต.อ. ม.ร.ว.
_LEARNED = (
    r"(?:ดร|ผศ|รศ|ศ|อ|นพ|พญ|ทพญ|ทพ|ภญ|ภก|สพญ|สพ)\."
    r"|ผู้ช่วยศาสตราจารย์|รองศาสตราจารย์|ศาสตราจารย์|ดอกเตอร์"
    r"|(?:ทันต|สัตว)แพทย์(?:หญิง)?|แพทย์หญิง|เภสัชกร(?:หญิง)?"
)
_LEADING = rf"ว่าที่|(?:{_RANK}|{_CHAIN})(?:\s?\(?พิเศษ\)?)?(?:\s?หญิง)?|{_LEARNED}"
_MONKS = r"พระ(?:ครู(?:ปลัด|สมุห์|ใบฎีกา)?|มหา|อธิการ|ปลัด|สมุห์|ใบฎีกา|ภิกษุ)?|สามเณร|เณร|แม่ชี"
_CIVIL = (
    r"นางสาว|นายแพทย์|นาย|นาง|เด็กชาย|เด็กหญิง|คุณหญิง|ท่านผู้หญิง"
    r"|หม่อม(?:ราชวงศ์|หลวง|เจ้า)?|(?:น\.?ส|ด\.?ช|ด\.?ญ)(?:\.|(?=\s))"
)
_LATIN = r"(?i:mr|mrs|ms|miss|master)(?:\.|(?=\s))"

# What follows must be able to begin a word: นายิกา, นางามตา, ดรุณี and คุณากร do not split.
TITLE = re.compile(
    rf"(?P<title>{_CIVIL}|{_MONKS}|{_LATIN}|(?:{_LEADING})(?:\s?(?:{_LEADING}))*)"
    r"\s?(?=[ก-ฮเ-ไA-Za-z])(?P<rest>.+)"
)

# Given names that begin with a title, or are one. They lose to it only when a given name and
# a surname still follow.
NAMES_LIKE_TITLES = frozenset(
    {"นางฟ้า", "พระพาย", "พระจันทร์", "พระเพลิง", "พระนาย", "พลเอก", "พลตรี", "พันเอก", "ร้อยเอก"}
)
