import json

import pytest
from click.testing import CliRunner

from pinto.cli.places import places
from pinto.ground.places.queries import provinces

pytestmark = pytest.mark.django_db

LIST = """code,name_th,name_en
99,ธารคราม,Than Khram
9901,เมืองธารคราม,Mueang Than Khram
9902,ท่าเมฆ,Tha Mek
990101,ขี้เหล็ก,Khilek
990201,ขี้เหล็ก,Khilek
980101,เวียงหมอก,Wiang Mok
"""


@pytest.fixture(autouse=True)
def _tables_are_there(monkeypatch):
    monkeypatch.setattr("pinto.cli.places.ready", lambda: None)


def pinto_places(*words):
    return CliRunner().invoke(places, [str(word) for word in words])


@pytest.fixture
def listed(tmp_path):
    path = tmp_path / "places.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def test_an_import_tells_what_came_and_what_disagrees(listed):
    first, second = pinto_places("import", listed), pinto_places("import", listed)

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "places.csv: places, 6 rows" in first.output
    assert "1 × parent-unknown" in first.output
    assert "980101: ours “9801”, theirs “เวียงหมอก” (places.csv, row 7)" in first.output
    assert "nothing was changed" not in first.output
    assert "nothing was changed" in second.output


def test_a_corrected_name_is_a_contradiction_until_renaming_is_asked_for(listed):
    pinto_places("import", listed)
    listed.write_text(LIST.replace("ท่าเมฆ,Tha Mek", "ท่าหมอก,Tha Mok"), encoding="utf-8")
    reported = pinto_places("import", listed)
    renamed = pinto_places("import", "--rename", listed)

    assert "9902: ours “ท่าเมฆ”, theirs “ท่าหมอก” (places.csv, row 4)" in reported.output
    assert "renamed" not in reported.output
    assert "1 renamed:" in renamed.output
    assert "9902: “ท่าเมฆ Tha Mek” is now “ท่าหมอก Tha Mok” (places.csv, row 4)" in renamed.output
    assert "name-differs" not in renamed.output


def test_an_import_as_json_names_every_contradiction(listed):
    report = json.loads(pinto_places("import", listed, "--json").stdout)

    assert report["counts"]["TAMBON"] == {"added": 2, "changed": 0, "kept": 0}
    assert report["conflicts"] == [
        {
            "kind": "parent-unknown",
            "code": "980101",
            "ours": "9801",
            "theirs": "เวียงหมอก",
            "file": "places.csv",
            "row": 7,
        }
    ]


def test_a_bad_file_fails_with_its_row_and_changes_nothing(listed):
    listed.write_text(LIST + "99x,ผิด,Wrong\n", encoding="utf-8")
    result = pinto_places("import", listed)

    assert result.exit_code == 1
    assert "places.csv, row 8" in result.output
    assert not provinces().exists()


@pytest.mark.parametrize(
    ("words", "code", "shown"),
    [
        (["ขี้เหล็ก, เมือง, ธารคราม"], 0, "990101  ต.ขี้เหล็ก อ.เมืองธารคราม จ.ธารคราม"),
        (["ขี้เหล็ก"], 1, "? 990201  ต.ขี้เหล็ก อ.ท่าเมฆ จ.ธารคราม"),
        (["ขี้เหล็ก", "--within", "9902"], 0, "990201  ต.ขี้เหล็ก"),
        (["ชี้เหล็ก"], 1, "~ 990101  ต.ขี้เหล็ก"),
        (["ชี้เหล็ก", "--kind", "province"], 1, "No place found."),
        (["990151"], 1, "municipal pseudo-code"),
    ],
)
def test_the_exit_code_of_resolve_says_whether_it_is_one_place(listed, words, code, shown):
    pinto_places("import", listed)
    result = pinto_places("resolve", *words)

    assert result.exit_code == code
    assert shown in result.output


def test_resolve_answers_as_json(listed):
    pinto_places("import", listed)
    found = json.loads(pinto_places("resolve", "ขี้เหล็ก", "--json").stdout)

    assert (found["outcome"], found["place"]) == ("several", None)
    assert [place["code"] for place in found["candidates"]] == ["990101", "990201"]
