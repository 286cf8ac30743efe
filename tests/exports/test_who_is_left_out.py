"""A file for research has no names, and no family that objects to research."""

import datetime as dt
from dataclasses import replace
from io import BytesIO

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from pinto.evidence.consents.actions.recording import record_consents
from pinto.evidence.consents.rules.uses import Use
from pinto.evidence.registry.models import Household, Round
from pinto.evidence.targets.actions.leaving import list_asked, write_list
from pinto.evidence.targets.models import TargetEntry, TargetList
from pinto.evidence.targets.queries import Wanted as WantedEntries
from pinto.ground.access.models import Agency, Posting
from pinto.ground.access.queries import viewer_of
from pinto.ground.installation.spreadsheets import Mark
from pinto.ground.trail.models import Entry
from pinto.insight.profiles.actions import households_asked, write_households
from pinto.insight.profiles.queries.households import Wanted
from pinto.insight.profiles.tests.factories import AT, Home, Member, id_of, survey
from pinto.insight.selections.actions import selection_asked, write_members
from pinto.insight.selections.models import Selection
from tests.support.cast import SINCE

MARK = Mark("เพื่อการวิจัย", "ดารารัตน์", dt.date(2026, 12, 21))
KINDS = ("households", "target_list", "selection")


@pytest.fixture
def files(places, province_officer, monkeypatch, tmp_path):
    """Kind → what writes its file, and what is asked of it: two families in each."""
    monkeypatch.setenv("PINTO_HOME", str(tmp_path))
    survey(
        2569,
        [Home(key, "99010101", 1.5, (Member(f"บัว{key}"),)) for key in ("first", "second")],
        places,
    )
    named = TargetList.objects.create(
        name="TPMAP", source="TPMAP", as_of="2026-03-05", place=places["99"],
        by=province_officer, at=AT,
    )  # fmt: skip
    condition = Selection.objects.create(
        name="จน", condition="overall < 2", place=places["990101"], by=province_officer, at=AT
    )
    for home in Household.objects.select_related("place"):
        TargetEntry.objects.create(
            target_list=named, household=home, place=home.place, recognised_by="HAND", at=AT
        )
        condition.members.create(household=home, area_code=home.place.code, entered_at=AT)
    TargetEntry.objects.create(
        target_list=named, place=places["99010101"], head_name="ยังไม่รู้บ้าน", at=AT
    )
    wanted = Wanted(area="990101")
    return {
        "households": (write_households, households_asked(wanted, Round.objects.get())),
        "target_list": (write_list, list_asked(named, WantedEntries())),
        "selection": (write_members, selection_asked(condition)),
    }


@pytest.fixture
def both(tambon_officer, places):
    """An officer of the tambon who does research there too."""
    Posting.objects.create(
        account=tambon_officer, role="RESEARCHER", place=places["990101"], since=SINCE,
        agency=Agency.objects.first(),
    )  # fmt: skip
    return tambon_officer


def taken_out(files, kind, officer, purpose):
    """The lines of the file: its mark, its headers, then households."""
    write, asked = files[kind]
    file = BytesIO()
    viewer = replace(viewer_of(officer), purpose=purpose)
    write(file, asked=asked, file_format="csv", viewer=viewer, mark=MARK, at=timezone.now())
    return file.getvalue().decode().splitlines()


def object_to_research(home, volunteer):
    record_consents(
        household_id=id_of(home), said={Use.RESEARCH: False}, method="SPOKEN",
        viewer=viewer_of(volunteer), by=volunteer, at=timezone.now(),
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_who_objects_is_left_out_and_the_file_says_how_many(kind, files, volunteer, both):
    before = taken_out(files, kind, both, "RESEARCH")
    assert not Entry.objects.filter(what="consent.left_out").exists()
    object_to_research("first", volunteer)

    after = taken_out(files, kind, both, "RESEARCH")
    to_help = taken_out(files, kind, both, "HELP")  # a public task

    assert len(before) == len(to_help) == len(after) + 1
    assert "ไม่รวม 1 ครัวเรือน เพราะครอบครัวไม่ยินยอม" in after[0]
    assert "ไม่รวม" not in to_help[0]
    assert Entry.objects.get(what="consent.left_out").detail["households"] == 1
    exported = Entry.objects.filter(what="household.exported").order_by("pk")
    assert [entry.detail["households"] for entry in exported] == [2, 1, 2]


@pytest.mark.parametrize("kind", KINDS)
def test_research_needs_no_names(kind, files, both):
    for_research = taken_out(files, kind, both, "RESEARCH")
    to_help = taken_out(files, kind, both, "HELP")

    assert len(for_research) == len(to_help)
    assert "บัวfirst" in str(to_help)
    assert "บัวfirst" not in str(for_research)


def test_an_entry_whose_household_is_not_known_stays_on_its_list(files, volunteer, both):
    for home in ("first", "second"):
        object_to_research(home, volunteer)

    assert len(taken_out(files, "target_list", both, "RESEARCH")) == 3


@pytest.mark.parametrize("kind", KINDS)
def test_every_column_of_a_workbook_is_explained_in_thai_and_english(kind, files, both):
    write, asked = files[kind]
    file = BytesIO()
    write(
        file, asked=asked, file_format="xlsx", viewer=viewer_of(both), mark=MARK, at=timezone.now()
    )
    file.seek(0)
    workbook = CalamineWorkbook.from_filelike(file)
    named = workbook.get_sheet_by_index(0).to_python()[1]
    explained = workbook.get_sheet_by_name("คำอธิบาย").to_python()[2:]

    assert [row[0] for row in explained] == named
    assert all(all(row) for row in explained)
