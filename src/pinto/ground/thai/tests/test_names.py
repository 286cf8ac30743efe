import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinto.ground.thai.names import Name, name_key, normalised, sound_key, split_name

thai_text = st.text(alphabet="กขคนมรสอชย ะาำิีุูเแโใไ็่้์ํๅฤ\u200b ", max_size=14)


@given(thai_text)
def test_normalising_twice_changes_nothing_more(text):
    assert normalised(normalised(text)) == normalised(text)


@given(thai_text)
def test_a_normalised_text_has_none_of_the_known_faults(text):
    clean = normalised(text)
    assert "เเ" not in clean
    assert "ํา" not in clean
    assert "\u200b" not in clean
    assert "  " not in clean
    assert clean == clean.strip()
    assert not any(mark * 2 in clean for mark in "่้์ิีุู็")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("น้ํา", "น้ำ"),
        ("นํ้า", "น้ำ"),
        ("นำ้", "น้ำ"),
        ("เเก้ว", "แก้ว"),
        ("ก่ี", "กี่"),
        ("ศักด์ิ", "ศักดิ์"),
        ("ปู่่", "ปู่"),
        ("ปู่", "ปู่"),
        ("มาลี\u200b\ufeff", "มาลี"),
        ("มาลี \xa0\tใจดี ", "มาลี ใจดี"),
        ("คนๅ", "คนา"),
        ("ฤๅษี", "ฤๅษี"),
        ("Jose\u0301", "José"),
    ],
)
def test_each_known_fault_is_mended(wrong, right):
    assert normalised(wrong) == right


@pytest.mark.parametrize("title", ["นาย", "นาง", "นางสาว", "เด็กชาย", "เด็กหญิง", "น.ส.", "ด.ช."])
@pytest.mark.parametrize("space", ["", " "])
def test_a_title_is_taken_off_joined_or_not(title, space):
    assert split_name(f"{title}{space}มาลี ใจดี") == Name(title, "มาลี", "ใจดี")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ว่าที่ ร.ต.สมชาย ใจดี", Name("ว่าที่ ร.ต.", "สมชาย", "ใจดี")),
        ("ว่าที่ร้อยตรีหญิงมาลี ใจดี", Name("ว่าที่ร้อยตรีหญิง", "มาลี", "ใจดี")),
        ("พ.ต.อ. สมชาย ใจดี", Name("พ.ต.อ.", "สมชาย", "ใจดี")),
        ("ส.อ.สมชาย ใจดี", Name("ส.อ.", "สมชาย", "ใจดี")),
        ("จ่าสิบเอกสมชาย ใจดี", Name("จ่าสิบเอก", "สมชาย", "ใจดี")),
        ("พันตำรวจโท สมชาย ใจดี", Name("พันตำรวจโท", "สมชาย", "ใจดี")),
        ("ผศ.ดร.มาลี ใจดี", Name("ผศ.ดร.", "มาลี", "ใจดี")),
        ("นพ.สมชาย ใจดี", Name("นพ.", "สมชาย", "ใจดี")),
        ("น.ส มาลี ใจดี", Name("น.ส", "มาลี", "ใจดี")),
        ("ด.ญ.นูรฮายาตี บินมะ", Name("ด.ญ.", "นูรฮายาตี", "บินมะ")),
        ("พระสมชาย ฐิตธมฺโม", Name("พระ", "สมชาย", "ฐิตธมฺโม")),
        ("พระครูสุนทรธรรม", Name("พระครู", "สุนทรธรรม", "")),
        ("พระมหาสมชาย ใจดี", Name("พระมหา", "สมชาย", "ใจดี")),
        ("สามเณรบุญมี", Name("สามเณร", "บุญมี", "")),
        ("Mr. John Smith", Name("Mr.", "John", "Smith")),
        ("อาแว บิน ดอเลาะ", Name("", "อาแว", "บิน ดอเลาะ")),
        ("นายมูฮัมหมัด บินติ ยูโซ๊ะ", Name("นาย", "มูฮัมหมัด", "บินติ ยูโซ๊ะ")),
        ("บุญมี", Name("", "บุญมี", "")),
        ("นายบุญมี -", Name("นาย", "บุญมี", "")),
        ("", Name("", "", "")),
    ],
)
def test_ranks_monks_and_one_word_names(text, expected):
    assert split_name(text) == expected


@pytest.mark.parametrize(
    ("text", "given_name"),
    [
        ("นายิกา ใจดี", "นายิกา"),
        ("ดรุณี ใจดี", "ดรุณี"),
        ("คุณากร ใจดี", "คุณากร"),
        ("เณรี ใจดี", "เณรี"),
        ("นางฟ้า ใจดี", "นางฟ้า"),
        ("พระพาย ใจดี", "พระพาย"),
        ("ด.ช.พระพาย ใจดี", "พระพาย"),
        ("พลเอก ใจดี", "พลเอก"),
        ("พลอย ใจดี", "พลอย"),
        ("นาย", "นาย"),
        ("นางสาวิตรี ใจดี", "สาวิตรี"),
    ],
)
def test_a_given_name_that_begins_like_a_title_is_not_eaten(text, given_name):
    assert split_name(text).given_name == given_name


def test_a_name_that_is_also_a_title_is_one_when_a_whole_name_follows():
    assert split_name("พลเอก สมชาย ใจดี") == Name("พลเอก", "สมชาย", "ใจดี")


@given(thai_text)
def test_splitting_loses_no_letter(text):
    clean = normalised(text)
    assert "".join(split_name(text)).replace(" ", "") == clean.replace(" ", "")


@given(st.text(alphabet="กขนมรสอาีเแโใไ่้์ abcXYZ", max_size=12).map(normalised), st.data())
def test_the_key_of_what_is_typed_so_far_begins_the_key_of_the_name(name, data):
    typed = name[: data.draw(st.integers(0, len(name)))]
    assert name_key(name, "").startswith(name_key(typed, ""))
    assert name_key(name, "ใจดี").startswith(name_key(typed, ""))


def test_tone_marks_case_and_spaces_do_not_matter_to_a_search():
    assert name_key("แก้ว", "ใจ ดี") == name_key("แกว", "ใจดี")
    assert name_key("SOMCHAI", "") == name_key("somchai", "")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ณัฐวุฒิ", "นัฐวุฒิ"),
        ("จันทร์", "จัน"),
        ("ศรีสุข", "สีสุข"),
        ("สุวรรณ", "สุวัน"),
        ("พรทิพย์", "พรทิพ"),
        ("ประภัสสร", "ประพัสสร"),
        ("ธนพล", "ทนพล"),
        ("แก้ว", "แกว"),
    ],
)
def test_names_that_sound_alike_share_a_key(one, other):
    assert sound_key(one, "ใจดี") == sound_key(other, "ใจดี")


def test_names_that_sound_different_do_not():
    names = ["สมชาย", "บุญมี", "มาลี", "จันทร์", "ประภัสสร", "อาแว", "วิไล", "ก้องเกียรติ"]
    assert len({sound_key(name, "") for name in names}) == len(names)


@given(st.text(max_size=30), st.text(max_size=30))
def test_every_text_has_keys_that_fit_their_columns(given_name, surname):
    assert len(sound_key(given_name, surname)) <= 40
    assert sound_key(given_name, surname).startswith(sound_key(given_name, ""))
    name_key(given_name, surname)
    split_name(f"{given_name} {surname}")
