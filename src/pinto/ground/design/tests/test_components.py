"""Components: what they say, to eyes and to screen readers, and that they escape it."""

import re
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.safestring import mark_safe
from django.utils.translation import override

from pinto.ground.design.charts.bars import Bar
from pinto.ground.design.charts.table import Table
from pinto.ground.design.icons import drawing


@pytest.fixture(autouse=True)
def _thai():
    with override("th"):
        yield


def shown(source, **context):
    request = RequestFactory().get("/list/", {"q": "สม ศรี", "page": "3"})
    template = Template("{% load design words charts %}" + source)
    return template.render(Context({"request": request, **context}))


def text(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)).strip()


class Form(forms.Form):
    house = forms.CharField(label="รหัสบ้าน", help_text="11 หลัก")
    kind = forms.ChoiceField(
        label="ชนิด", choices=[("a", "ก"), ("b", "ข")], widget=forms.RadioSelect, required=False
    )
    agreed = forms.BooleanField(label="ยินยอม", required=False)
    key = forms.CharField(widget=forms.HiddenInput, initial="x")


def test_numbers_have_commas_and_the_unknown_is_a_dash_never_zero():
    line = (
        "{{ a|num }} {{ b|num:2 }} {{ none|num }} {{ zero|num }} {{ share|pct }} {{ missing|pct }}"
    )
    assert shown(line, a=1349, b=2.205, none=None, zero=0, share=0.8461) == "1,349 2.21 – 0 85% –"


def test_dates_are_in_the_buddhist_era():
    day, moment = date(2026, 11, 21), datetime(2026, 11, 21, 2, 41, tzinfo=UTC)

    assert shown("{{ d|be }}", d=day) == '<time datetime="2026-11-21">21 พ.ย. 2569</time>'
    assert text(shown('{{ d|be:"long" }}', d=day)) == "21 พฤศจิกายน 2569"
    assert text(shown('{{ d|be:"time" }}', d=moment)) == "21 พ.ย. 2569 09:41"
    assert shown("{{ d|be }}", d=None) == "–"
    with override("en"):
        assert text(shown("{{ d|be }}", d=day)) == "21 Nov 2569 BE"


def test_terms_are_kept_together_and_the_rest_is_escaped():
    html = shown("{{ t|kept }}", t="ครัวเรือน <b>")

    assert html == '<span class="nb">ครัวเรือน</span> &lt;b&gt;'
    assert shown("{{ t|kept }}", t=mark_safe("<b>x</b>")) == "<b>x</b>"


def test_a_level_is_a_sign_and_a_word():
    assert text(shown('{% level 2 "1.99" %}')) == "อยู่ยาก 1.99"
    assert text(shown("{% level none %}", none=None)) == "ไม่มีคะแนน"
    assert 'class="lvtag l4"' in shown("{% level_tag 4 %}")


def test_lights_differ_in_shape_and_are_named():
    lights = [shown(f'{{% light "{s}" "น้ำ" %}}') for s in ("met", "at_risk", "not_met", "unknown")]

    assert [re.search('aria-label="([^"]*)"', light)[1] for light in lights] == [
        "ผ่าน",
        "เสี่ยง",
        "ไม่ผ่าน",
        "ยังไม่มีข้อมูล",
    ]
    assert len({re.search("<svg.*?><(\\w+)", light)[1] for light in lights[:3]}) == 3
    with pytest.raises(ValueError, match="not 'good'"):
        shown('{% light "good" "น้ำ" %}')


def test_an_icon_is_silent_and_an_unknown_one_is_refused():
    assert 'aria-hidden="true"' in shown('{% icon "home" %}')
    with pytest.raises(KeyError, match=r"add it to design/sheet/icons\.txt"):
        drawing("no-such-icon")


def test_a_field_is_tied_to_its_label_its_hint_and_its_error():
    form = Form({"house": "", "key": "x"})
    html = shown("{% field f %}", f=form["house"])

    assert '<label for="id_house">' in html
    control = re.search("<input[^>]*>", html)[0]
    described = re.search('aria-describedby="([^"]*)"', control)[1].split()
    assert 'aria-invalid="true"' in control
    assert 'class="in"' in control
    for id_ in described:
        assert html.count(f'id="{id_}"') == 1
    assert len(described) == 2  # hint and error


def test_an_optional_field_says_so_and_a_required_one_does_not():
    form = Form()

    assert "(ถ้ามี)" in shown("{% field f %}", f=form["kind"])
    assert "(ถ้ามี)" not in shown("{% field f %}", f=form["house"])


def test_choices_stand_in_a_fieldset_with_a_legend():
    html = shown("{% field f %}", f=Form()["kind"])

    assert html.count("<legend>") == 1
    assert html.count('type="radio"') == 2


def test_a_checkbox_stands_inside_its_label():
    html = shown("{% field f %}", f=Form()["agreed"])

    assert re.search(r"<label[^>]*><input[^>]*>\s*<span>ยินยอม</span></label>", html)


def test_hidden_fields_are_written_and_visible_ones_are_not():
    assert shown("{% hidden_fields f %}", f=Form()).count("<input") == 1


def test_the_error_summary_leads_to_each_field():
    refused = Form({"key": "x", "kind": "no such choice"})
    html = shown("{% error_summary f %}", f=refused)

    assert 'role="alert"' in html
    for link in re.findall('href="#([^"]*)"', html):
        assert f'id="{link}"' in shown("{% for b in f %}{% field b %}{% endfor %}", f=refused)
    assert html.count("<li>") == 2
    assert shown("{% error_summary f %}", f=Form({"house": "1", "key": "x"})) == ""


def test_pages_keep_the_rest_of_the_question():
    html = shown("{% pagination p %}", p=Paginator(range(200), 25).get_page(3))

    assert "?q=%E0%B8%AA%E0%B8%A1+%E0%B8%A8%E0%B8%A3%E0%B8%B5&amp;page=4" in html
    assert "page=3&" not in html
    assert 'aria-current="page">3<' in html
    assert "51–75 จาก 200" in text(html)
    assert shown("{% pagination p %}", p=Paginator(range(5), 25).get_page(1)) == ""


def test_a_path_of_places_ends_where_we_are():
    html = shown("{% places_path p %}", p=[("ธารคราม", "/area/99/"), ("เมฆคำ", "")])

    assert '<a href="/area/99/">ธารคราม</a>' in html
    assert '<b aria-current="page">เมฆคำ</b>' in html


def test_provenance_says_what_it_is_given_and_nothing_else():
    html = shown(
        '{% provenance base=4812 round="2569" certified=0.85 on=d %}', d=date(2026, 11, 18)
    )

    assert text(html) == "จาก 4,812 ครัวเรือน · รอบ 2569 · รับรองแล้ว 85% · ปรับปรุงเมื่อ 18 พ.ย. 2569"
    assert text(shown("{% provenance base=0 %}")) == "จาก 0 ครัวเรือน"


def test_fewer_poor_households_are_good_news_and_more_are_bad():
    html = shown("{% level_key now before %}", now=[5, 5, 5, 5], before=[9, 1, 1, 9])

    assert re.findall(r'<span class="(up|down) nb">([^<]*)<', html) == [
        ("up", "ลด 4"),
        ("down", "เพิ่ม 4"),
        ("up", "เพิ่ม 4"),
        ("down", "ลด 4"),
    ]


def test_what_did_not_change_has_no_colour():
    assert "mute" in shown("{% changed 5 5 %}")
    assert shown("{% changed 5 none %}", none=None) == ""


def test_a_ranking_names_links_and_says_no_data():
    bars = [Bar("น้ำ <ดื่ม>", 0.2, 0.1, "/hh/?ind=w"), Bar("ไฟ", None)]
    html = shown("{% indicator_bars b decimals=1 %}", b=bars)

    assert '<a href="/hh/?ind=w">น้ำ &lt;ดื่ม&gt;</a>' in html
    assert '<span class="down nb">เพิ่ม 10.0</span>' in html
    assert "ยังไม่มีข้อมูล" in html


def test_an_empty_cell_of_a_table_is_said_aloud():
    twin = Table("ตาราง", ["ที่", "จำนวน"], [["ก", "0"], ["ข", ""]])
    html = shown("{% table_twin t %}", t=twin)

    assert "<details" in html
    assert '<td class="num">0</td>' in html
    assert html.count("ยังไม่มีข้อมูล") == 1


def test_moves_are_summed_in_a_sentence():
    moves = [[5, 3, 0, 0], [1, 7, 2, 0], [0, 0, 4, 0], [0, 0, 1, 9]]

    assert text(shown('{% movement m "2568" "2569" "/hh/?worse" %}', m=moves)).endswith(
        "ดีขึ้น 5 · คงเดิม 25 · แย่ลง 2 ดูครัวเรือนที่แย่ลง"
    )


def test_progress_of_unknown_length_has_no_value():
    assert "value=" not in shown('{% progress "นำเข้า" 0 %}')
    assert 'max="200" value="50"' in shown('{% progress "นำเข้า" 50 200 %}')
    assert "เสร็จแล้ว" in shown('{% progress "นำเข้า" 200 200 state="DONE" %}')
    assert "หยุดแล้ว" in shown('{% progress "นำเข้า" 5 200 state="FAILED" step="แถว 5 <เสีย>" %}')


def test_messages_take_the_colour_of_their_level_and_are_escaped():
    html = shown("{% message_note m %}", m=Message(constants.ERROR, "<b>ไม่ได้</b>"))

    assert html == '<div class="note bad"><p>&lt;b&gt;ไม่ได้&lt;/b&gt;</p></div>'


def test_what_stands_inside_a_block_component_is_kept_as_it_is():
    html = shown(
        '{% note "bad" title "alert-circle" %}<p>{{ t }}</p>{% endnote %}',
        title="อ่านไม่ได้ <x>",
        t="<y>",
    )

    assert "อ่านไม่ได้ &lt;x&gt;" in html
    assert "<p>&lt;y&gt;</p>" in html
    assert 'role="alert"' in html


def test_the_sign_of_an_account_is_its_first_consonant():
    assert shown("{{ n|initial }}", n="เกศินี") == "ก"
    assert shown("{{ n|initial }}", n="") == ""


def test_a_name_breaks_between_its_parts_alone():
    html = shown("{{ t|whole }}", t="นางวิไล สนมงคล<b>")

    assert html == '<span class="nb">นางวิไล</span> <span class="nb">สนมงคล&lt;b&gt;</span>'
