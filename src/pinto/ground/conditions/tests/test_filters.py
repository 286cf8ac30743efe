"""A database filter selects the households for which plain Python says true, and no other."""

import pytest
from django.db import connection, models
from hypothesis import HealthCheck, given, settings

from pinto.ground.conditions.errors import ConditionError, NotFilterable
from pinto.ground.conditions.filters import Roster, Stored, to_filter
from pinto.ground.conditions.limits import DEPTH_OF_FILTER, ROSTERS_OF_FILTER
from pinto.ground.conditions.parsing import parse
from pinto.ground.conditions.plain import to_python
from pinto.ground.conditions.tests.worlds import VOCABULARY, conditions, families
from pinto.ground.conditions.vocabulary import Level

FAMILIES = families(60, seed=2570)


class Home(models.Model):
    """Each answer twice: in a document, and those that can be in a column."""

    answers = models.JSONField()
    income = models.FloatField(null=True)
    rooms = models.IntegerField(null=True)
    road = models.CharField(max_length=10)  # empty is unknown
    note = models.CharField(max_length=10, null=True)  # noqa: DJ001  # null too, to try both
    farmer = models.BooleanField(null=True)

    class Meta:
        app_label = "conditions_tests"


class Dweller(models.Model):
    home_number = models.BigIntegerField()
    answers = models.JSONField()
    age = models.PositiveSmallIntegerField(null=True)
    income = models.FloatField(null=True)
    work = models.CharField(max_length=10)
    sick = models.BooleanField(null=True)

    class Meta:
        app_label = "conditions_tests"
        ordering = ["age"]


_ROSTER = Roster(Dweller.objects.all(), {"home_number": "pk"})
IN_DOCUMENTS = (Stored(), _ROSTER)
IN_COLUMNS = (
    Stored(columns={name: name for name in ("income", "rooms", "road", "note", "farmer")}),
    Roster(
        _ROSTER.members,
        _ROSTER.link,
        Stored(columns={name: name for name in ("age", "income", "work", "sick")}),
    ),
)


@pytest.fixture(scope="module")
def tables(django_db_setup, django_db_blocker):
    """Two tables that exist only here."""
    with django_db_blocker.unblock():
        with connection.schema_editor() as editor:
            editor.create_model(Home)
            editor.create_model(Dweller)
        yield
        with connection.schema_editor() as editor:
            editor.delete_model(Dweller)
            editor.delete_model(Home)


@pytest.fixture
def homes(tables, db):
    """The families, numbered from 0."""
    for number, (household, roster) in enumerate(FAMILIES):
        _insert(number, household, roster)


def _insert(number, household, roster):
    # Half of the unknown answers are null in the document, half are absent.
    Home.objects.create(pk=number, answers=_document(household, number), **_columns(household))
    for member in roster:
        Dweller.objects.create(
            home_number=number, answers=_document(member, number), **_columns(member)
        )


def _document(answers, number):
    return {name: value for name, value in answers.items() if value is not None or number % 2}


def _columns(answers):
    columns = {name: value for name, value in answers.items() if not isinstance(value, list)}
    columns = {name: columns[name] for name in columns if name not in ("sources", "welfare")}
    for name in ("road", "work"):
        if name in columns:
            columns[name] = columns[name] or ""
    return columns


def _selected(text, places=IN_DOCUMENTS):
    chosen = Home.objects.filter(to_filter(parse(text), VOCABULARY, *places))
    return sorted(chosen.values_list("pk", flat=True))


def _true_of(text):
    answer = to_python(parse(text), VOCABULARY)
    return [number for number, family in enumerate(FAMILIES) if answer(*family) is True]


@pytest.mark.parametrize("places", [IN_DOCUMENTS, IN_COLUMNS], ids=["documents", "columns"])
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
@given(text=conditions(Level.HOUSEHOLD, 2, filterable=True))
def test_a_filter_selects_what_python_calls_true(homes, places, text):
    assert _selected(text, places) == _true_of(text)
    assert _selected(f"not ({text})", places) == _true_of(f"not ({text})")


@pytest.mark.parametrize(
    "text",
    [
        "income > 3",
        "road in ('good', 'fair')",
        "has(sources, 'cash')",
        "farmer",
        "any(members, sick)",
        "all(members, age >= 2)",
        "count(members, sick) >= 2",
        "income between 2 and rooms",
    ],
)
def test_the_unknown_is_selected_by_neither_a_condition_nor_its_opposite(homes, text):
    answer = to_python(parse(text), VOCABULARY)
    unknown = [number for number, family in enumerate(FAMILIES) if answer(*family) is None]
    assert unknown
    either = {*_selected(text), *_selected(f"not ({text})")}
    assert either.isdisjoint(unknown)
    assert len(either) + len(unknown) == len(FAMILIES)


def test_an_answer_of_another_kind_is_unknown(tables, db):
    household = {"income": "many", "rooms": True, "road": 5, "farmer": "yes", "sources": "cash"}
    Home.objects.create(pk=1, answers=household, road="")
    for text in (
        "income < 5", "income >= 5", "rooms = 1", "rooms != 1", "road = 'good'", "road != 'good'",
        "farmer", "not farmer", "has(sources, 'cash')", "not has(sources, 'cash')",
        "size(sources) >= 0", "income is known", "sources is known",
    ):  # fmt: skip
        assert to_python(parse(text), VOCABULARY)(household, []) is not True
        assert _selected(text) == []
    assert _selected("income is unknown and sources is unknown and farmer is unknown") == [1]


def test_a_choice_is_asked_of_the_database_as_a_value(homes):
    free = "note = \"' OR 1=1 --\" or note = '%s {document}'"
    assert _selected(free) == []


def test_the_filter_leaves_one_row_per_household(homes):
    assert _selected("count(members) >= 0") == list(range(len(FAMILIES)))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("income + 1 > 3", "worked out"),
        ("-income > 3", "worked out"),
        ("if(farmer, income, 0) > 3", "`if`"),
        ("total(income, rooms) > 3", "`total`"),
        ("mean(members, age) > 3", "`mean`"),
        ("any(members, min(age, 3) > 2)", "`min`"),
        ("(income > 3) = farmer", "worked out"),
    ],
)
def test_what_a_database_is_not_asked_is_refused_with_its_place(text, word):
    with pytest.raises(NotFilterable, match=word):
        to_filter(parse(text), VOCABULARY, *IN_DOCUMENTS)


def test_a_number_is_no_filter():
    with pytest.raises(ConditionError, match="needs a condition"):
        to_filter(parse("income"), VOCABULARY, Stored())


def test_members_need_a_roster_and_choices_a_document():
    with pytest.raises(NotFilterable, match="members"):
        to_filter(parse("any(members, sick)"), VOCABULARY, Stored())
    for text in ("has(sources, 'cash')", "sources is known"):
        with pytest.raises(NotFilterable, match="sources"):
            to_filter(parse(text), VOCABULARY, Stored(columns={"sources": "sources"}))
    with pytest.raises(NotFilterable, match="income"):
        to_filter(parse("income > 1"), VOCABULARY, Stored(document=None))


def _nested(name, depth):
    """A condition of so many levels."""
    text = name
    for level in range(1, depth):
        text = f"({name} {'and' if level % 2 else 'or'} {text})"
    return text


@pytest.mark.parametrize(
    "text",
    [
        "not " * (DEPTH_OF_FILTER - 1) + "farmer",
        _nested("farmer", DEPTH_OF_FILTER),
        "farmer or " * 900 + "farmer",
        f"any(members, {_nested('sick', DEPTH_OF_FILTER - 1)})",
        f"all(members where sick, {_nested('sick', DEPTH_OF_FILTER - 1)})",
        "count(members where {0}, {0}) > 0".format(_nested("sick", DEPTH_OF_FILTER - 2)),
        "any(members, sick) or " * ROSTERS_OF_FILTER + "farmer",
        f"income in ({', '.join(str(number % 800) for number in range(1900))})",
    ],
    ids=["not", "and-or", "long-or", "any", "all", "count", "many-members", "long-list"],
)
def test_the_largest_conditions_still_filter(homes, text):
    assert _selected(text) == _true_of(text)


@pytest.mark.parametrize(
    "text",
    [
        _nested("farmer", DEPTH_OF_FILTER + 1),
        "any(members, sick) or " * ROSTERS_OF_FILTER + "any(members, sick)",
    ],
    ids=["deep", "many-members"],
)
def test_what_is_larger_is_refused_before_a_database_stumbles(text):
    to_python(parse(text), VOCABULARY)
    with pytest.raises(NotFilterable, match="16 levels, and 20 looks"):
        to_filter(parse(text), VOCABULARY, *IN_DOCUMENTS)
