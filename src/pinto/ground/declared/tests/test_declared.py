"""Files that are data: what stands where, and what is wrong with it."""

import pytest
from pydantic import BaseModel, ConfigDict

from pinto.ground.declared import DeclarationError, checked, read_marked, read_text


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    id: str
    weight: int = 1


class _Whole(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    name: str
    parts: list[_Part] = []


def problems(text, **options):
    with pytest.raises(DeclarationError) as told:
        checked(read_marked(text, name="a.yaml", **options), _Whole)
    return str(told.value).splitlines()


def test_a_sound_file_is_its_document():
    marked = read_marked("name: ก\nparts:\n  - {id: one}\n", name="a.yaml")

    assert checked(marked, _Whole) == _Whole(name="ก", parts=[_Part(id="one")])
    assert marked.lines["parts", 0] == 3


def test_every_problem_comes_with_its_line_and_keys():
    text = "parts:\n  - id: one\n    weight: many\n  - weight: 2\n    colour: red\n"

    assert problems(text) == [
        "a.yaml:1: name: is missing; write it",
        "a.yaml:3: parts: one: weight: Input should be a valid integer",
        "a.yaml:4: parts: 2: id: is missing; write it",
        "a.yaml:5: parts: 2: colour: there is no such key; remove it",
    ]


def test_an_item_goes_by_the_names_it_may_have():
    assert problems("name: a\nparts:\n  - {grid: farm}\n", names=("id", "grid")) == [
        "a.yaml:3: parts: farm: id: is missing; write it",
        "a.yaml:3: parts: farm: grid: there is no such key; remove it",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: a\nparts: []\nname: b\n", "a.yaml:3: the key `name` stands twice; remove one"),
        ("", "a.yaml:1: the file is empty"),
        ("- a\n", "a.yaml:1: write keys"),
        ("name: [a\n", "a.yaml:2: not YAML"),
        ("name: !!python/name:os.system x\n", "cannot be read"),
        ("name: !!set {a}\n", "is not read here"),
        ("name: \x00\n", "a character that cannot be shown"),
        ("name: &a [*a]\n", "too much of this, or it is nested too deeply"),
        ("name: " + "[" * 2000, "not YAML"),
        ("name: 2024-99-99\n", "cannot be read; put it in quotes"),
        ("#" * 500_001, "the file has 500,001 characters"),
    ],
)
def test_what_is_not_plain_data_is_refused(text, said):
    assert said in "\n".join(problems(text))


def test_a_file_that_is_not_text_is_refused(tmp_path):
    (tmp_path / "a.yaml").write_bytes(b"name: a\nth: \xa1\xa2\n")

    with pytest.raises(DeclarationError, match=r"a\.yaml:2: not UTF-8"):
        read_text(tmp_path / "a.yaml")
    with pytest.raises(DeclarationError, match="cannot be read"):
        read_text(tmp_path / "none.yaml")
