"""Files are opened by what they hold, values stay as they are, and bad files are refused."""

import gzip
import io
import json
import struct
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from pinto.evidence.intake.rules.findings import MESSAGES, Severity
from pinto.evidence.intake.rules.workbook import Span, Unreadable, book, office, open_book, page
from pinto.evidence.intake.tests.geo import SHARED, WITHOUT

MINUTE = datetime.fromisoformat("2024-01-02T03:04")
WORDS = ["เก้า", "น้ำ", "กู้", "ที่ดิน", "ป่า", "เกด", "แม่", "โรค", "ไร่", "๑๒", "฿", "เ", "ก"]
THAI = "จังหวัด,ครัวเรือน\nปัตตานี,012\nยะลา,\n"
THAI_ROWS = [["จังหวัด", "ครัวเรือน"], ["ปัตตานี", "012"], ["ยะลา", None]]


def saved(folder, content, name="file.xls"):
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows_of(path, sheet=None):
    opened = open_book(path)
    return list(opened.rows(opened.sheets[0].name if sheet is None else sheet))


def read_whole(path):
    opened = open_book(path)
    for sheet in opened.sheets:
        opened.merged(sheet.name)
        for row in opened.rows(sheet.name):
            assert all(isinstance(cell, book.Cell) for cell in row)


def code_of_refusal(path):
    """None when the file is read, else why it is refused."""
    try:
        read_whole(path)
    except Unreadable as said:
        return said.code
    return None


def refusal(path):
    with pytest.raises(Unreadable) as caught:
        read_whole(path)
    return caught.value


@pytest.fixture
def workbook(tmp_path):
    """A workbook with every kind of value, starting away from A1."""
    path = tmp_path / "values.csv"  # the name lies
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("ข้อมูล")
        day = made.add_format({"num_format": "yyyy-mm-dd"})
        minute = made.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        clock = made.add_format({"num_format": "hh:mm:ss"})
        sheet.write_row(1, 1, ["ชื่อ", 7, 2.5, True, "   ", "007"])
        sheet.write_datetime(2, 1, date(2024, 1, 2), day)
        sheet.write_datetime(2, 2, MINUTE, minute)
        sheet.write_datetime(2, 3, time(3, 4, 5), clock)
        sheet.write_datetime(2, 4, timedelta(hours=30), made.add_format({"num_format": "[h]:mm"}))
        sheet.write_formula(2, 5, "=1+1", None, 12)
        sheet.write_formula(2, 6, "=1/0", None, "#DIV/0!")
        sheet.merge_range(4, 1, 5, 3, "รวม")
        hidden = made.add_worksheet("ซ่อน")
        hidden.hide()
        made.add_chartsheet("กราฟ")
    return path


def test_a_workbook_keeps_its_values_and_their_places(workbook):
    assert rows_of(workbook) == [
        [None, None, None, None, None, None, None],
        [None, "ชื่อ", 7, 2.5, True, None, "007"],
        [
            None,
            date(2024, 1, 2),
            MINUTE,
            "03:04:05",
            "1 day, 6:00:00",
            12,
            None,
        ],
        [None] * 7,
        [None, "รวม", None, None, None, None, None],
    ]
    assert type(rows_of(workbook)[1][2]) is int


def test_a_workbook_tells_its_sheets_and_merged_blocks(workbook):
    opened = open_book(workbook)
    assert opened.kind == "xlsx"
    assert [(sheet.name, sheet.hidden) for sheet in opened.sheets] == [
        ("ข้อมูล", False),
        ("ซ่อน", True),
    ]
    assert opened.merged("ข้อมูล") == [Span(4, 1, 5, 3)]
    assert list(opened.rows("ซ่อน")) == []


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp874", "cp874"),
        ("tis-620", "cp874"),
    ],
)
def test_a_text_file_is_read_in_its_own_encoding(tmp_path, encoding, told):
    path = saved(tmp_path, THAI.encode(encoding))
    assert rows_of(path) == THAI_ROWS
    assert open_book(path).encoding == told


@given(st.lists(st.sampled_from(WORDS), min_size=9))
def test_thai_text_in_windows_874_is_never_taken_for_utf_8(tmp_path_factory, words):
    text = "".join(f"จังหวัด{word},1\n" for word in words)
    path = saved(tmp_path_factory.mktemp("thai"), text.encode("cp874"))
    assert open_book(path).encoding == "cp874"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(tmp_path, delimiter):
    path = saved(tmp_path, 'ก;"1,5;00";2\nข;3;4\n'.replace(";", delimiter))
    assert rows_of(path) == [["ก", f"1,5{delimiter}00", "2"], ["ข", "3", "4"]]


def test_a_quoted_line_break_is_one_row(tmp_path):
    assert rows_of(saved(tmp_path, 'ก,"ข\nค"\r\n\r\n1,2\r\n')) == [["ก", "ข\nค"], [], ["1", "2"]]


def test_a_text_file_without_delimiters_has_one_column(tmp_path):
    assert rows_of(saved(tmp_path, "เรียน นายอำเภอ\nด้วย\n")) == [["เรียน นายอำเภอ"], ["ด้วย"]]


def test_a_packed_text_file_is_unpacked(tmp_path):
    assert rows_of(saved(tmp_path, gzip.compress(THAI.encode("cp874")))) == THAI_ROWS


def test_json_records_are_sheets_named_by_their_path(tmp_path):
    data = {
        "as_of": None,
        "sum": {"households": 306388, "mean": 2.0},
        "data": {"provinces": [{"code": "18", "n": {"hh": 1}}, {"code": "30", "tags": [1]}]},
    }
    opened = open_book(saved(tmp_path, json.dumps(data), "x.csv"))
    assert [sheet.name for sheet in opened.sheets] == ["", "data.provinces"]
    assert list(opened.rows("")) == [["as_of", None], ["sum.households", 306388], ["sum.mean", 2]]
    assert list(opened.rows("data.provinces")) == [
        ["code", "n.hh", "tags"],
        ["18", 1, None],
        ["30", None, "[1]"],
    ]


PAGE = """<html xmlns:x=\\"urn:schemas-microsoft-com:office:excel\\"><body>
<table><tr><td><table class='x'>
<tr><td rowspan='2'>ตัวชี้วัด</td><td colspan="2">ผ่าน<br/>เกณฑ์</td></tr>
<tr><td>จำนวน</td><td>ร้อยละ</td></tr>
<tr><td>ก &amp; ข<script>x</script></td><td> 1,234 </td><td>&nbsp;</td></tr>
</table></td></tr></table></body></html>"""


def test_a_web_page_saved_as_a_workbook_is_its_innermost_table(tmp_path):
    opened = open_book(saved(tmp_path, PAGE))
    assert opened.kind == "html"
    assert list(opened.rows("1")) == [
        ["ตัวชี้วัด", "ผ่าน เกณฑ์", None],
        [None, "จำนวน", "ร้อยละ"],
        ["ก & ข", "1,234", None],
    ]
    assert opened.merged("1") == [Span(0, 0, 1, 0), Span(0, 1, 0, 2)]


def test_a_web_page_expands_no_entities_and_fetches_nothing(tmp_path):
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b SYSTEM "file:///etc/passwd">]>'
    path = saved(tmp_path, f"{bomb}<html><table><tr><td>&a;</td><td>&b;</td></tr></table></html>")
    assert "aaaa" not in str(rows_of(path))
    assert "root:" not in str(rows_of(path))


def compound(**streams):
    """A compound file as Excel 97 wrote it, with these streams of 4,096 bytes and more."""
    sectors, chain, starts = [], [], {}

    def add(data):
        start, count = len(sectors), -(-len(data) // 512)
        sectors.extend(data[i * 512 : i * 512 + 512].ljust(512, b"\0") for i in range(count))
        chain.extend([*range(start + 1, start + count), 0xFFFFFFFE])
        return start

    for name, data in streams.items():
        starts[name] = add(data.ljust(4096, b"\0"))

    def entry(name, kind, start, size, child, right):
        text = f"{name}\0".encode("utf-16-le")
        head = struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, right, child)
        return text.ljust(64, b"\0") + head + bytes(36) + struct.pack("<IQ", start, size)

    free, last = 0xFFFFFFFF, len(streams)
    folder = entry("Root Entry", 5, 0xFFFFFFFE, 0, 1, free)
    for number, (name, start) in enumerate(starts.items(), 1):
        size = max(4096, len(streams[name]))
        folder += entry(name, 2, start, size, free, number + 1 if number < last else free)
    first_folder = add(folder)
    sectors.append(b"".join(struct.pack("<I", n) for n in [*chain, 0xFFFFFFFD]).ljust(512, b"\xff"))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, first_folder, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", len(sectors) - 1) + b"\xff" * 432
    return head + b"".join(sectors)


def record(number, body=b""):
    return struct.pack("<HH", number, len(body)) + body


LOCKED_XLS = compound(
    Workbook=record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    + record(0x2F, struct.pack("<HHH48x", 1, 1, 1))
    + record(0x0A)
)


def packed(**parts):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return content.getvalue()


WORD = packed(**{"word/document.xml": "<w/>"})
LATIN = "Zürich,Besançon,Orléans,Málaga\n".encode("latin-1") * 20


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("file.no_bytes", b""),
        ("file.empty", b" \r\n\t"),
        ("file.empty", b"[]"),
        ("file.unreadable", bytes(range(256)) * 4),
        ("file.picture", b"\x89PNG\r\n\x1a\n" + bytes(100)),
        ("file.picture", b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(100)),
        ("file.password", LOCKED_XLS),
        ("file.password", compound(EncryptionInfo=b"x", EncryptedPackage=b"y" * 5000)),
        ("file.other_document", compound(WordDocument=b"x")),
        ("file.other_document", WORD),
        ("file.other_document", packed(**{"content.xml": "x", "mimetype": "y"})),
        ("file.other_document", packed(**{"photo.jpg": "x"})),
        ("file.printed", b"%PDF-1.7\n"),
        ("file.damaged", WORD[: len(WORD) // 2]),
        ("file.damaged", compound(Workbook=b"nothing of a workbook")),
        ("file.damaged", packed(**{"xl/workbook.xml": "<not"})),
        ("file.damaged", gzip.compress(b"a,b\n")[:4] + bytes(40)),
        ("file.cut_off", gzip.compress(THAI.encode() * 99)[:-20]),
        ("file.cut_off", "ก,ข\nค".encode()[:-1]),
        ("file.broken_letters", f"{THAI * 30}".encode() + b"\xe0\xb8," + THAI.encode()),
        ("file.encoding", LATIN),
        ("file.quotes", 'ก,ข\n1,"2\n3,4\n'),
        ("file.json", '[{"ก": 1},\n {"ก": '),
        ("file.no_table", "<html><body>ไม่มีตาราง</body></html>"),
        ("file.too_wide", "<table><tr><td colspan=1001>x</td></tr></table>"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_a_bad_file_is_refused_for_its_own_reason(tmp_path, code, content):
    said = refusal(saved(tmp_path, content))
    assert said.code == code
    finding = said.finding()
    assert finding.severity is Severity.REFUSED
    what, mend = MESSAGES[finding.code]
    assert "%(" not in (what + mend) % finding.params


def test_broken_letters_are_told_with_their_line(tmp_path):
    content = (THAI * 30).encode() + b"\xe0\xb8,1\n" + THAI.encode()
    assert refusal(saved(tmp_path, content)).finding().row == 91


@pytest.mark.parametrize("column", ["B", "XFD"])
def test_a_workbook_that_would_burst_the_memory_is_refused(tmp_path, monkeypatch, column):
    path = tmp_path / "sparse.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write("A1", 1)
        sheet.write(f"{column}1000", 1)
    monkeypatch.setattr(office, "MAX_CELLS", 100_000)
    if column == "B":
        assert len(rows_of(path)) == 1000
    else:
        assert refusal(path).code == "file.too_wide"


def test_a_zip_bomb_is_refused_even_when_it_lies_about_its_size(tmp_path, monkeypatch):
    monkeypatch.setattr(office, "MAX_BYTES", 100_000)
    content = packed(**{"xl/workbook.xml": "x", "xl/worksheets/sheet1.xml": " " * 200_000})
    honest = struct.pack("<I", 200_000)
    assert content.count(honest) == 2
    assert refusal(saved(tmp_path, content)).code == "file.too_large"
    assert refusal(saved(tmp_path, content.replace(honest, b"\1\0\0\0"))).code == "file.too_large"


def test_a_gzip_bomb_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("pinto.evidence.intake.rules.workbook.delimited.MAX_BYTES", 100_000)
    assert refusal(saved(tmp_path, gzip.compress(b"a,b\n" * 50_000))).code == "file.too_large"


def test_a_page_of_too_many_cells_is_refused(tmp_path):
    line = "<tr><td rowspan=99999 colspan=999>x</td></tr>"
    text = f"<table>{line}{'<tr></tr>' * 3000}</table>"
    assert page._MAX_PAGE_CELLS < 999 * 3000
    assert refusal(saved(tmp_path, text)).code == "file.too_wide"


def mutations(content):
    """The content with some bytes changed, cut off, or doubled."""
    place = st.integers(0, len(content) - 1)
    change = st.tuples(place, st.binary(min_size=0, max_size=8))
    return st.lists(change, min_size=1, max_size=5).map(lambda changes: mutated(content, changes))


def mutated(content, changes):
    for place, new in changes:
        content = content[:place] + new + content[place + len(new) :]
    return content


def sound_workbook():
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["ก", 1.5, MINUTE])
        sheet.merge_range(1, 0, 2, 2, "x")
    return content.getvalue()


@given(
    content=st.one_of(
        st.binary(max_size=400),
        st.text(max_size=200).map(str.encode),
        mutations(sound_workbook()),
        mutations(LOCKED_XLS),
        mutations(PAGE.encode()),
        mutations(gzip.compress(THAI.encode())),
        mutations(b'{"a": [{"b": 1}, {"c": [1, "x"]}], "d": 1e3}'),
    )
)
def test_any_bytes_are_read_or_refused_and_never_raise_anything_else(tmp_path_factory, content):
    path = saved(tmp_path_factory.mktemp("any"), content)
    assert code_of_refusal(path) in {None, *MESSAGES}


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason=WITHOUT)
@given(data=st.data())
def test_a_damaged_real_workbook_is_read_or_refused(tmp_path_factory, data):
    source = SHARED / "data/messy/births_by_province_no_header_prefix.xls"
    content = data.draw(mutations(source.read_bytes()))
    path = saved(tmp_path_factory.mktemp("real"), content)
    assert code_of_refusal(path) in {None, *MESSAGES}
