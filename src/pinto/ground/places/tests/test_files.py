import json
from pathlib import Path

import pytest

from pinto.ground.places.rules.codes import Kind
from pinto.ground.places.rules.files import read_listing
from pinto.ground.places.rules.forms import FORMS
from pinto.ground.places.rules.listings import BadFile, Disagreement
from pinto.ground.places.tests.lists import PLACES, borders, square, write, write_gz


def test_a_table_is_known_by_its_columns_and_not_by_its_name(tmp_path):
    path = write(tmp_path, "letter.csv", "tambon_code,amphoe_code,name_th\n990101,9901,ขี้เหล็ก\n")

    listing, [file] = read_listing([path])

    assert file.form == "tambons"
    assert (file.rows, len(file.digest)) == (1, 64)
    assert [(place.code, place.kind) for place in listing.places] == [("990101", Kind.TAMBON)]


def test_a_table_in_windows_874_or_zipped_reads_the_same(tmp_path):
    plain = write(tmp_path, "a.csv", PLACES)
    thai = tmp_path / "b.csv"
    thai.write_bytes(PLACES.encode("cp874"))
    zipped = write_gz(tmp_path, "c.csv.gz", "\ufeff" + PLACES)

    names = [[p.name_th for p in read_listing([path])[0].places] for path in (plain, thai, zipped)]

    assert names[0] == names[1] == names[2]
    assert names[0][0] == "ธารคราม"


def test_the_order_in_which_files_are_given_does_not_matter(tmp_path):
    files = [
        write(tmp_path, "b.csv", PLACES),
        borders(tmp_path, {"99": square(100, 11)}),
        write(tmp_path, "a.csv", "code,name_th\n99,อื่น\n"),
    ]
    forward, backward = (read_listing(order)[1] for order in (files, files[::-1]))

    assert forward == backward == read_listing([tmp_path, tmp_path])[1]


def test_a_folder_passes_over_what_lists_no_places_and_says_so(tmp_path):
    write(tmp_path, "places.csv", PLACES)
    write(tmp_path, "people.csv", "name,age\nเกล้า,40\n")
    write(tmp_path, "settings.json", "{}")
    write(tmp_path, "places.csv.SOURCE", "invented")

    _, files = read_listing([tmp_path])

    assert {file.name: file.form for file in files} == {
        "people.csv": "",
        "places.csv": "places",
        "settings.json": "",
    }


@pytest.mark.parametrize(
    ("content", "row", "told"),
    [
        ("name,age\nเกล้า,40\n", 1, "Known lists: "),
        ("code,name_th\n99,ธารคราม\n9x,อื่น\n", 3, "“9x” is not an area code"),
        ("code,name_th\n99,????\n", 2, "no name"),
        ("code,name_th\n99,ธารคราม,เกิน\n", 2, "3 cells, the header 2"),
        ("code,name_th,lat\n99,ธารคราม,115\n", 2, "“115” in the column lat"),
        ("code,name_th,lat\n99,ธารคราม,เหนือ\n", 2, "“เหนือ” in the column lat"),
        ("tambon_code,amphoe_code,name_th\n9901,9901,ก\n", 2, "not a code of the level TAMBON"),
        ("code,name_th,moo\n99010101,บ้าน ก,หนึ่ง\n", 2, "not a whole number"),
        (f"code,name_th\n99,{'ก' * 121}\n", 2, "longer than 120"),
        ("seq,tambon_code,tambon_th,is_primary\n,990101,ก,1\n", 2, "column seq is empty"),
        (
            "adm1_pcode_new,adm2_pcode_new,adm1_pcode_old,date_change\nTH99,TH9901,TH98,วานนี้\n",
            2,
            "not a day",
        ),
        (
            "adm1_pcode_new,adm2_pcode_new,adm1_pcode_old,date_change\nTH99,TH99,TH98,x\n",
            2,
            "AMPHOE",
        ),
        ("{", None, "not JSON"),
        ('{"type": "Feature"}', None, "neither GeoJSON nor TopoJSON"),
        ('{"type": "Topology", "objects": {}}', None, "damaged"),
        (
            '{"type": "Topology", "arcs": [], "objects": {"a": {"type": "Point"}}}',
            None,
            "not “Point”",
        ),
        ('{"type": "FeatureCollection", "features": [{"properties": {}}]}', 1, "no area code"),
        (
            '{"type": "FeatureCollection", "features": [{"properties": {"code": "99"}}]}',
            1,
            "not “None”",
        ),
    ],
)
def test_a_bad_file_is_refused_with_its_row(tmp_path, content, row, told):
    path = write(tmp_path, "bad.csv", content)

    with pytest.raises(BadFile) as refused:
        read_listing([path])

    assert (refused.value.file, refused.value.row) == ("bad.csv", row)
    assert told in str(refused.value)


def test_what_is_not_there_not_text_or_not_whole_is_refused(tmp_path):
    broken = tmp_path / "broken.csv.gz"
    broken.write_bytes(b"\x1f\x8b" + b"\0" * 20)
    binary = tmp_path / "binary.csv"
    binary.write_bytes(b"\xff\xfe\xdb\xfc")

    for path in (tmp_path / "absent.csv", broken, binary):
        with pytest.raises(BadFile):
            read_listing([path])


def test_a_file_that_contradicts_itself_is_reported_row_by_row(tmp_path):
    villages = (
        "village_code,tambon_code,moo,kind,name_th,lat,lon,latlon_ok,in_gazetteer\n"
        "99010101,990102,1,village,บ้านหนึ่ง,11,100,1,1\n"
        "99010102,990101,3,village,บ้านสอง,11,100,1,1\n"
        "99010103,990101,3,community,ชุมชนสาม,15,100,0,0\n"
    )
    listing, _ = read_listing([write(tmp_path, "v.csv", villages)])

    assert {(each.kind, each.code, each.row) for each in listing.conflicts} == {
        (Disagreement.PARENT_CODE, "99010101", 2),
        (Disagreement.MOO, "99010102", 3),
        (Disagreement.POINT, "99010103", 4),
        (Disagreement.ONE_SOURCE, "99010103", 4),
    }
    third = listing.places[2]
    assert (third.variant, third.latitude) == ("community", None)


def test_a_moo_beside_the_code_of_a_simple_list_is_compared_and_empty_rows_are_passed_over(
    tmp_path,
):
    text = "code,name_th,moo\n99010101,บ้านหนึ่ง,1\n,,\n99010102,บ้านสอง,3\n"
    listing, [file] = read_listing([write(tmp_path, "p.csv", text)])

    assert file.rows == 2
    assert [(each.kind, each.row) for each in listing.conflicts] == [(Disagreement.MOO, 4)]


def test_disagreements_a_list_confesses_are_taken_over(tmp_path):
    tambons = (
        "tambon_code,cod_pcode,amphoe_code,province_code,name_th,type,n_sources,n_agree_th\n"
        "990101,TH990109,9901,99,ขี้เหล็ก,tambon,5,4\n"
        "990102,,9902,99,ห้วยน้ำขาว,tambon,5,5\n"
    )
    amphoes = (
        "amphoe_code,cod_pcode,name_th,type,cod_name_th,province_code\n"
        "9901,TH9901,เมืองธารคราม,amphoe,เมืองธารครา,99\n"
    )
    write(tmp_path, "t.csv", tambons)
    write(tmp_path, "a.csv", amphoes)
    listing, _ = read_listing([tmp_path])

    assert {(each.kind, each.code) for each in listing.conflicts} == {
        (Disagreement.FOREIGN_CODE, "990101"),
        (Disagreement.SOURCES_DISAGREE, "990101"),
        (Disagreement.PARENT_CODE, "990102"),
        (Disagreement.SOURCES_DISAGREE, "9901"),
    }


def test_the_narrowest_code_of_a_feature_says_whose_border_it_is(tmp_path):
    feature = {
        "type": "Feature",
        "properties": {"province_code": "99", "amphoe_code": "9901", "name_th": "เมืองธารคราม"},
        "geometry": square(100, 11),
    }
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    listing, _ = read_listing([write(tmp_path, "x.geojson", text)])

    assert [(shape.code, shape.name_th) for shape in listing.shapes] == [("9901", "เมืองธารคราม")]


def test_the_reference_names_every_form_and_every_contradiction():
    page = (Path(__file__).parents[5] / "docs" / "reference" / "places.md").read_text("utf-8")
    built_in = {"short names", "foreign codes", "places"}  # Pinto's own files

    assert [kind for kind in Disagreement if f"`{kind}`" not in page] == []
    assert [f.name for f in FORMS if f"| {f.name} |" not in page and f.name not in built_in] == []
