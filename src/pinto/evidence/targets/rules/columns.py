"""What the columns of a target list's file mean, in Thai and English."""

COLUMN_SHEET = "คำอธิบาย"
COLUMN_HEADS = ("column", "th", "en")

COLUMNS: dict[str, tuple[str, str]] = {
    "list": ("ชื่อบัญชี", "Name of the list"),
    "source": ("แหล่งที่มา", "Where the list comes from"),
    "as_of": ("ข้อมูล ณ วันที่ (ปี ค.ศ.)", "As of (Gregorian year)"),
    "place_code": ("รหัสพื้นที่", "Official code of the village or tambon"),
    "place": ("หมู่บ้านหรือตำบล", "Village or tambon"),
    "house_code": ("รหัสประจำบ้าน", "House code"),
    "house_no": ("บ้านเลขที่", "House number"),
    "head": ("หัวหน้าครัวเรือน หรือชื่อที่อยู่ในบัญชี", "Head of the household, or the name on the list"),
    "head_id_masked": ("เลขประจำตัวของหัวหน้า (ปิดบางหลัก)", "ID of the head, masked"),
    "reason": ("เหตุที่มีชื่อ", "Why the household is on the list"),
    "recognised_by": ("รู้ว่าเป็นครัวเรือนใดจากอะไร", "What the household was recognised by"),
    "added_on": ("วันที่เพิ่ม (ปี ค.ศ.)", "Day added (Gregorian year)"),
}


def column_rows() -> list[tuple[str, str, str]]:
    """Each column with its meaning, in the order of the file."""
    return [(column, *words) for column, words in COLUMNS.items()]
