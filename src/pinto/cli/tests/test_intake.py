"""`pinto intake check` says what a file holds, and leaves nothing behind."""

import json

import pytest
from click.testing import CliRunner
from django.urls import reverse

from pinto.cli.intake import intake
from pinto.evidence.intake.tests.factories import survey
from pinto.evidence.registry.models import Round


@pytest.fixture
def file(places, tmp_path):
    path = tmp_path / "checked.xlsx"
    path.write_bytes(survey(("99991234567", "52", 1, 3)))
    return path


def check(file, label):
    return CliRunner().invoke(intake, ["check", str(file), "--round", label, "--json"])


def test_a_check_opens_no_round_and_stands_in_no_list_of_files(file, amphoe_officer, client_of):
    result = check(file, "2569")

    assert result.exit_code == 0, result.output
    report = json.loads(result.stdout)
    assert (report["round"], report["foreseen"]["new"]) == ("2569", 1)
    assert Round.objects.count() == 0
    page = client_of(amphoe_officer).get(reverse("intake")).content.decode()
    assert file.name not in page


@pytest.mark.parametrize("label", ["2569/0", "2569/-1", "0", "69", "2569/"])
def test_a_round_that_cannot_be_is_no_round(file, label):
    result = check(file, label)

    assert result.exit_code == 2
    assert "is no round: write a year" in result.output
