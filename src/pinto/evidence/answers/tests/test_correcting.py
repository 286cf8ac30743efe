"""Answers are corrected on screen: the new counts, the old stays, nobody is overwritten."""

import pytest

from pinto.evidence.answers.queries import history, sheet
from pinto.evidence.registry.models import Household, HouseholdRevision, Person
from pinto.evidence.registry.queries import latest_revisions
from pinto.evidence.registry.tests.factories import IDS, draft, load, make_round, person
from pinto.ground.access.queries import viewer_of
from pinto.ground.installation.keys import unseal
from pinto.ground.jobs.models import Job
from pinto.ground.trail.models import Entry

WHY = {"source": "visit", "reason": "เห็นกับตา"}


@pytest.fixture
def home(places):
    members = [person("บัวผัน", IDS[0]), person("ใส", IDS[1])]
    load(make_round(), draft(members=members, answers={"living_members": 2}, head=0))
    return Household.objects.get()


@pytest.fixture
def officer(tambon_officer, client_of):
    return client_of(tambon_officer)


@pytest.fixture
def shown(home, tambon_officer, rf):
    request = rf.get("/")
    request.user = tambon_officer
    viewer = viewer_of(request)
    return lambda: sheet(home.pk, label="", viewer=viewer)


def url(home, *more):
    return "/hh/" + "/".join([str(home.pk), *map(str, more)]) + "/"


def now(home, **answers):
    """The form of a part with these answers and the revision it was opened at."""
    revision = latest_revisions([home.pk], make_round())[home.pk]
    return {"based_on": revision.pk, **WHY, **{f"q_{name}": v for name, v in answers.items()}}


def answers(home):
    return latest_revisions([home.pk], make_round())[home.pk].answers


def test_a_corrected_answer_counts_and_the_one_before_stays(officer, home, shown, tambon_officer):
    response = officer.post(url(home, "answers", "front"), now(home, living_members="๓"))

    assert response.status_code == 302
    assert answers(home)["living_members"] == 3
    newest, first = history(shown(), language="th")
    assert newest.lines == [("", "จำนวนคนที่อยู่จริง", "2", "3")]
    assert (newest.by, newest.source, newest.reason) == (tambon_officer.name, "visit", "เห็นกับตา")
    assert first.is_first
    assert HouseholdRevision.objects.count() == 2
    entry = Entry.objects.get(what="household.corrected")
    assert (entry.on_id, entry.why) == (str(home.pk), "เห็นกับตา")


def test_the_figures_of_the_tambon_are_asked_for_anew(officer, home):
    officer.post(url(home, "answers", "front"), now(home, living_members="3"))

    job = Job.objects.get(task="registry.refresh")
    assert job.given == {
        "round": "2569",
        "tambons": ["990101"],
        "households": [str(home.pk)],
    }


def test_a_blank_takes_an_answer_back_to_unknown_and_never_to_zero(officer, home):
    officer.post(url(home, "answers", "front"), now(home, living_members=""))

    assert "living_members" not in answers(home)


def test_saving_without_a_difference_writes_nothing(officer, home):
    officer.post(url(home, "answers", "front"), now(home, living_members="2"))

    assert HouseholdRevision.objects.count() == 1
    assert not Job.objects.exists()


@pytest.mark.parametrize("wrong", ["สาม", "-1", "99", "2.5"])
def test_a_number_that_cannot_be_is_refused_and_what_was_typed_stays(officer, home, wrong):
    response = officer.post(url(home, "answers", "front"), now(home, living_members=wrong))

    assert response.status_code == 422
    assert f'value="{wrong}"' in response.text
    assert answers(home) == {"living_members": 2}


def test_none_and_something_else_do_not_go_together(officer, home):
    response = officer.post(
        url(home, "answers", "physical"), now(home, news=["none", "television"])
    )

    assert response.status_code == 422


def test_the_second_of_two_officers_is_told_and_overwrites_nothing(officer, home):
    opened_by_both = now(home, living_members="5")
    officer.post(url(home, "answers", "front"), now(home, living_members="4"))

    response = officer.post(url(home, "answers", "front"), opened_by_both)

    assert response.status_code == 422
    assert answers(home)["living_members"] == 4
    assert 'value="5"' in response.text


def test_an_earlier_state_is_brought_back(officer, home):
    first = latest_revisions([home.pk], make_round())[home.pk]
    officer.post(url(home, "answers", "front"), now(home, living_members="4"))

    officer.post(url(home, "history"), {"based_on": now(home)["based_on"], "revision": first.pk})

    assert answers(home) == {"living_members": 2}
    assert HouseholdRevision.objects.count() == 3


@pytest.mark.parametrize("birth", ["5/3/2610", "5/3/2699", "1/1/2400"])
def test_a_birth_that_cannot_be_is_refused_and_what_is_known_stands_in_the_form(
    birth, officer, home
):
    child = Person.objects.get(given_name="ใส")
    Person.objects.filter(pk=child.pk).update(birth_year=2017, birth_month=3, birth_day=5)
    page = officer.get(url(home, "members", child.pk)).text
    who = {"given_name": child.given_name, "surname": child.surname, "birth": birth}

    response = officer.post(url(home, "members", child.pk), {**now(home), **who})

    assert 'value="5 มี.ค. 2560"' in page.replace("\u200b", "").replace("\xa0", " ")
    assert response.status_code == 422
    assert birth in response.text
    child.refresh_from_db()
    assert child.birth_year == 2017


def test_a_member_is_corrected_in_name_birth_and_answers(officer, home):
    child = Person.objects.get(given_name="ใส")
    who = {"given_name": "ใสใจ", "surname": child.surname, "birth": "5 มี.ค. ๒๕๖๐", "sex": "F"}

    response = officer.post(
        url(home, "members", child.pk), {**now(home, relation="child", health="normal"), **who}
    )

    assert response.status_code == 302, response.text
    child.refresh_from_db()
    assert (child.given_name, child.birth_year, child.birth_month, child.sex) == (
        "ใสใจ", 2017, 3, "F",
    )  # fmt: skip
    assert unseal(bytes(child.national_id)) == IDS[1]
    revision = latest_revisions([home.pk], make_round())[home.pk]
    assert revision.members.get(person=child).answers == {"relation": "child", "health": "normal"}


def test_a_member_is_corrected_whole_or_not_at_all(officer, home):
    child = Person.objects.get(given_name="ใส")
    opened_by_both = {**now(home, relation="child"), "given_name": "ใสใจ", "surname": "สมมติสุข"}
    officer.post(url(home, "answers", "front"), now(home, living_members="4"))

    response = officer.post(url(home, "members", child.pk), opened_by_both)

    child.refresh_from_db()
    assert response.status_code == 422
    assert child.given_name == "ใส"
    assert 'value="ใสใจ"' in response.text


def test_a_date_of_birth_alone_brings_the_figures_up_to_date(officer, home):
    child = Person.objects.get(given_name="ใส")
    who = {"given_name": child.given_name, "surname": child.surname, "birth": "2560"}

    officer.post(url(home, "members", child.pk), {**now(home), **who})

    child.refresh_from_db()
    assert child.birth_year == 2017
    assert Job.objects.filter(task="registry.refresh").count() == 1
    # it moves scores as an answer does: whoever signs on answers sees that they changed
    assert HouseholdRevision.objects.count() == 2


def test_a_member_is_not_given_the_id_of_somebody_else(officer, home):
    child = Person.objects.get(given_name="ใส")
    typed = {**now(home), "given_name": "ใส"}

    refused = officer.post(url(home, "members", child.pk), {**typed, "national_id": IDS[0]})
    own = officer.post(url(home, "members", child.pk), {**typed, "national_id": IDS[1]})

    assert (refused.status_code, own.status_code) == (422, 302)


@pytest.mark.parametrize("how", ["left", "joins", "back"])
def test_whoever_comes_second_is_told_in_the_page_and_nothing_is_changed(officer, home, how):
    child, opened = Person.objects.get(given_name="ใส"), now(home)
    officer.post(url(home, "answers", "front"), now(home, living_members="4"))
    first = HouseholdRevision.objects.earliest("id")

    address, typed = {
        "left": (url(home, "members", child.pk, "left"), opened),
        "joins": (url(home, "members", "new"), {**opened, "given_name": "ฟ้า"}),
        "back": (url(home, "history"), {**opened, "revision": first.pk}),
    }[how]
    page = officer.post(address, typed, follow=True)

    assert "มีผู้อื่นแก้ไขครัวเรือนนี้ไปแล้ว" in page.text
    assert HouseholdRevision.objects.count() == 2


def test_a_member_joins_and_leaves_and_the_history_says_so(officer, home, shown):
    officer.post(url(home, "members", "new"), {**now(home, relation="child"), "given_name": "ฟ้า"})
    child = Person.objects.get(given_name="ฟ้า")
    officer.post(url(home, "members", child.pk, "left"), now(home))

    left, joined, _first = history(shown(), language="th")
    assert joined.lines == [("ฟ้า", "", "", "+")]
    assert left.lines == [("ฟ้า", "", "", "−")]
    assert [member.person.given_name for member in shown().members] == ["บัวผัน", "ใส"]


def test_an_id_that_somebody_holds_is_not_given_twice(officer, home):
    typed = {**now(home, relation="child"), "given_name": "ฟ้า", "national_id": IDS[1]}

    response = officer.post(url(home, "members", "new"), typed)

    assert response.status_code == 422
    assert Person.objects.count() == 2


def test_a_volunteer_neither_reads_nor_loses_what_is_confidential(client_of, volunteer, home):
    child = Person.objects.get(given_name="ใส")
    revision = latest_revisions([home.pk], make_round())[home.pk]
    revision.members.filter(person=child).update(answers={"health": "bedridden"})
    client = client_of(volunteer)

    page = client.get(url(home, "members", child.pk)).text
    client.post(url(home, "members", child.pk), {**now(home, relation="child"), "given_name": "ใส"})

    assert "selected>ติดเตียง" not in page
    assert "ติดเตียง" not in client.get(url(home, "answers")).text
    kept = latest_revisions([home.pk], make_round())[home.pk].members.get(person=child)
    assert kept.answers == {"health": "bedridden", "relation": "child"}


def test_a_volunteer_writes_down_what_she_may_not_read(client_of, volunteer, home):
    """She asks the questions on the visit; what stood there is not told, not even by a guess."""
    client = client_of(volunteer)
    for debt in ("5000", "5000"):
        said = client.post(
            url(home, "answers", "financial"), {**now(home), "q_debt_baac": debt}, follow=True
        ).text
        assert "แก้ไขแล้ว" in said or "Corrected" in said
    assert latest_revisions([home.pk], make_round())[home.pk].answers["debt_baac"] == 5000

    assert "5,000" not in client.get(url(home, "answers")).text
    assert 'value="5000"' not in client.get(url(home, "answers", "financial")).text
    assert "5,000" not in client.get(url(home, "history")).text


def test_a_household_is_added_in_one_form(officer, places, tambon_officer):
    village = places["99010101"]
    typed = {
        "place": village.pk, "house_no": "๕๒/๑", "given_name": "คำปัน", "surname": "สมมติสุข",
        "title": "นาย", "sex": "M", "birth": "2500", "round": "2569", "source": "visit",
    }  # fmt: skip

    response = officer.post("/hh/new/", typed)

    home = Household.objects.get()
    assert response.url == url(home, "answers")
    assert (home.house_no, home.moo, home.head.given_name) == ("52/1", 1, "คำปัน")
    assert officer.get(url(home)).status_code == 200
    assert Entry.objects.filter(what="household.added", on_id=str(home.pk)).exists()


def test_a_household_that_is_there_already_is_shown_before_another_is_added(officer, home, places):
    typed = {
        "place": places["99010101"].pk, "house_no": "9", "house_code": home.house_code,
        "given_name": "คำปัน", "round": "2569", "source": "visit",
    }  # fmt: skip

    asked = officer.post("/hh/new/", typed)
    assert asked.status_code == 422
    assert url(home, "answers") in asked.text
    officer.post("/hh/new/", {**typed, "another": "on"})

    assert Household.objects.count() == 2


def test_nobody_adds_a_household_where_they_do_not_serve(officer, places):
    typed = {
        "place": places["98010101"].pk, "house_no": "1", "given_name": "ก", "round": "2569",
        "source": "visit",
    }  # fmt: skip

    assert officer.post("/hh/new/", typed).status_code == 422
    assert not Household.objects.exists()


def test_who_may_not_correct_sees_no_form(client_of, researcher, home):
    client = client_of(researcher)

    assert client.get(url(home, "answers", "front")).status_code in (403, 404)
    assert client.get("/hh/new/").status_code == 403
    assert client.post(url(home, "answers", "front"), now(home)).status_code in (403, 404)


def test_a_sheet_takes_few_queries(officer, home, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        officer.get(url(home, "answers"))
