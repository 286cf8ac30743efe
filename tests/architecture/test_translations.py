"""Pages speak Thai: every text has its Thai, and the check that says so can fail."""

import re
from pathlib import Path

import polib
import pytest

from scripts import translations

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def test_every_text_has_its_thai_and_every_entry_its_text():
    assert translations.check() == []


def test_catalogues_say_how_thai_counts():
    for catalogue in translations.catalogues():
        metadata = polib.pofile(str(catalogue)).metadata
        assert metadata["Language"] == "th", catalogue
        assert metadata["Plural-Forms"] == "nplurals=1; plural=0;", catalogue


@pytest.fixture
def room(tmp_path):
    """An app with one module, one template, and a catalogue that the test writes."""
    folder = tmp_path / "app"
    (folder / "templates" / "app").mkdir(parents=True)
    (folder / "locale" / "th" / "LC_MESSAGES").mkdir(parents=True)
    (folder / "apps.py").write_text("")

    def write(*, code="", page="", catalogue=""):
        (folder / "views.py").write_text(code, encoding="utf-8")
        (folder / "templates" / "app" / "page.html").write_text(page, encoding="utf-8")
        po = folder / "locale" / "th" / "LC_MESSAGES" / "django.po"
        po.write_text(HEADER + catalogue, encoding="utf-8")
        return translations.check(tmp_path)

    return write


ENTRY = 'msgid "Save"\nmsgstr "บันทึก"\n'


def test_a_translated_text_is_no_problem(room):
    assert room(code='x = _("Save")', catalogue=ENTRY) == []
    assert room(page='{% load i18n %}\n{% translate "Save" %}', catalogue=ENTRY) == []
    assert room(page='{% load i18n %}{% x _("Save") %}', catalogue=ENTRY) == []


@pytest.mark.parametrize(
    "code",
    [
        'y = _("Load")',
        'y = N_("Load")',
        'y = gettext_lazy("Load")',
        'y = ngettext("Load", "Loads", n)',
        'y = pgettext("verb", "Load")',
    ],
)
def test_a_text_in_code_without_thai_is_named_with_its_line(room, code):
    (problem,) = room(code=f"\n{code}")

    assert "views.py:2: 'Load' has no Thai" in problem


@pytest.mark.parametrize(
    "page",
    [
        '{% translate "Load" %}',
        '{% translate "Load" as x %}',
        '{% translate "Load" context "verb" %}',
        "{% blocktranslate %}Load{% endblocktranslate %}",
        "{% blocktranslate count n=n %}Load{% plural %}Loads{% endblocktranslate %}",
        '{% include "x.html" with title=_("Load") %}',
        '{{ title|default:_("Load") }}',
    ],
)
def test_a_text_in_a_template_without_thai_is_named_with_its_line(room, page):
    problems = room(page="{% load i18n %}\n\n" + page)

    assert len(problems) == 1
    assert "page.html:3: 'Load' has no Thai" in problems[0]


def test_an_entry_nobody_uses_is_named(room):
    assert "'Save' is used nowhere" in room(catalogue=ENTRY)[0]


def test_a_fuzzy_or_empty_translation_is_named(room):
    code = 'x = _("Save")'

    assert "fuzzy" in room(code=code, catalogue="#, fuzzy\n" + ENTRY)[0]
    assert "has no translation" in room(code=code, catalogue='msgid "Save"\nmsgstr ""\n')[0]


@pytest.mark.parametrize(
    ("english", "thai"),
    [
        ("%(n)s rows", "%(m)s แถว"),
        ("%s rows", "แถว"),
        ("{n} rows", "{} แถว"),
        ("rows", "%(n)s แถว"),
    ],
)
def test_a_placeholder_that_differs_is_named(room, english, thai):
    catalogue = f'msgid "{english}"\nmsgstr "{thai}"\n'

    assert "its translation" in room(code=f"x = _({english!r})", catalogue=catalogue)[0]


def test_two_rooms_do_not_translate_one_text_differently(room, tmp_path):
    other = tmp_path / "other"
    (other / "locale" / "th" / "LC_MESSAGES").mkdir(parents=True)
    (other / "apps.py").write_text("")
    (other / "views.py").write_text('x = _("Save")', encoding="utf-8")
    po = other / "locale" / "th" / "LC_MESSAGES" / "django.po"
    po.write_text(HEADER + 'msgid "Save"\nmsgstr "เก็บ"\n', encoding="utf-8")

    (problem,) = room(code='x = _("Save")', catalogue=ENTRY)
    assert "'Save' reads otherwise in" in problem


def test_a_percent_sign_in_a_tag_is_refused_because_django_doubles_it(room):
    with pytest.raises(SystemExit, match="percent sign"):
        room(page='{% load i18n %}{% x _("60% done") %}')


def test_compiled_catalogues_are_made_once(tmp_path):
    folder = tmp_path / "app" / "locale" / "th" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(HEADER + ENTRY, encoding="utf-8")

    assert translations.compile_catalogues(tmp_path) == [folder / "django.mo"]
    assert translations.compile_catalogues(tmp_path) == []
    assert polib.mofile(str(folder / "django.mo")).find("Save").msgstr == "บันทึก"
    assert [p.name for p in Path(folder).iterdir() if p.suffix == ".part"] == []


def test_whoever_reads_is_called_alike_on_every_page():
    """ท่าน, everywhere: not คุณ here and ท่าน there."""
    familiar = re.compile("(?:บทบาท|พื้นที่|บัญชี|งาน|รายการ)ของคุณ|เพราะคุณ|คุณ(?:ต้อง|สามารถ)")
    found = [
        (catalogue, entry.msgstr)
        for catalogue in translations.catalogues()
        for entry in polib.pofile(str(catalogue))
        if familiar.search(entry.msgstr)
    ]
    assert found == []
