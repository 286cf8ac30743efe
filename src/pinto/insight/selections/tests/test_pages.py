"""Pages of saved conditions: put together by a form, shown at once, kept."""

import pytest
from django.urls import reverse

from pinto.evidence.registry.models import HouseholdRevision
from pinto.ground.trail.models import Entry
from pinto.insight.profiles.tests.factories import id_of
from pinto.insight.selections.actions import refresh_selection
from pinto.insight.selections.models import Selection
from pinto.insight.selections.tests.test_living_lists import (  # noqa: F401  (fixtures)
    AT,
    DAY,
    POOR,
    asked,
    saved,
    score,
)

NEW = "selection_new"
ROWS = {"area": "990101", "s0": "h.overall", "o0": "lt", "v0": "1.75",
        "s1": "m.welfare", "w1": "none", "o1": "has", "v1": "welfare_card"}  # fmt: skip


@pytest.fixture
def browser(client_of, tambon_officer):
    return client_of(tambon_officer)


def test_the_form_shows_the_number_at_once(browser, asked):  # noqa: F811
    page = browser.get(reverse(NEW), ROWS)

    assert page.context["number"] == 1
    assert page.context["built"].condition == POOR


def test_thai_digits_are_numbers(browser, asked):  # noqa: F811
    page = browser.get(reverse(NEW), {**ROWS, "v0": "๑.๗๕"})

    assert page.context["built"].condition == POOR


def test_a_text_that_a_form_can_say_is_shown_as_a_form(browser, asked):  # noqa: F811
    page = browser.get(reverse(NEW), {"area": "990101", "text": POOR})

    assert not page.context["built"].as_text
    assert [row.name for row in page.context["built"].rows] == ["overall", "welfare"]


def test_a_wrong_text_says_where_and_loses_nothing(browser, asked):  # noqa: F811
    page = browser.get(reverse(NEW), {"area": "990101", "mode": "text", "text": "overal < 2"})

    assert page.status_code == 200
    assert "overal &lt; 2" in page.content.decode()
    assert "overall" in page.context["error"]


def test_a_row_without_a_value_asks_for_it_and_asks_nothing(browser, asked):  # noqa: F811
    page = browser.get(reverse(NEW), {"area": "990101", "s0": "h.overall"})

    assert page.context["built"].condition == ""
    assert "number" not in page.context


def test_htmx_gets_the_form_alone(browser, asked):  # noqa: F811
    page = browser.get(reverse(NEW), ROWS, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in page
    assert 'name="s2"' in page


def test_saving_leads_to_the_living_list(browser, asked):  # noqa: F811
    query = "&".join(f"{key}={value}" for key, value in ROWS.items())
    response = browser.post(f"{reverse(NEW)}?{query}", {"name": "จนและไม่มีบัตร"})

    made = Selection.objects.get()
    assert made.condition == POOR
    page = browser.get(response["Location"])
    assert page.context["number"] == 1
    assert str(id_of("poor")) in page.content.decode()


def test_opening_the_list_is_in_the_trail_and_makes_news_old(browser, saved):  # noqa: F811
    score("fine", 1.6)
    refresh_selection(selection=saved, at=AT + DAY)
    url = reverse("selection", args=[saved.pk])

    first = browser.get(url)
    assert first.context["news"][0]["is_new"]
    assert Entry.objects.filter(what="household.listed").exists()
    assert not browser.get(url).context["news"][0]["is_new"]


def test_the_menu_tells_how_many_conditions_changed(browser, saved):  # noqa: F811
    score("fine", 1.6)
    refresh_selection(selection=saved, at=AT + DAY)

    menu = browser.get(reverse("selections")).context["menu"]

    assert [room.news for part in menu for room in part.rooms if room.url == "/selections/"] == [1]


def test_the_exported_list_has_a_line_for_each_member(browser, saved):  # noqa: F811
    url = reverse("selection_csv", args=[saved.pk])
    content = b"".join(browser.get(f"{url}?purpose=HELP")).decode()

    assert content.count("\r\n") == 3  # the mark, the headers, the household
    assert "บัวคำ" in content


def test_the_paper_says_nothing_of_answers_or_scores(browser, saved):  # noqa: F811
    page = browser.get(reverse("selection_print", args=[saved.pk])).content.decode()

    assert "บัวคำ" in page
    assert "1.50" not in page


def test_a_stranger_finds_nothing(client_of, stranger, saved):  # noqa: F811
    strange = client_of(stranger)

    for name in ("selection", "selection_changes", "selection_print", "selection_csv"):
        assert strange.get(reverse(name, args=[saved.pk])).status_code == 404
    assert strange.get(reverse(NEW), ROWS).status_code == 404


def test_the_page_asks_few_queries(browser, saved, django_assert_max_num_queries):  # noqa: F811
    assert HouseholdRevision.objects.exists()
    with django_assert_max_num_queries(30):
        browser.get(reverse("selection", args=[saved.pk]))
