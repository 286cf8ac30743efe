"""The pictures of the manual, made from the pages as they are.

``PINTO_PICTURES=1`` writes them into docs/images, from ten times as many households;
without it they are made in passing, to see that they can be.
"""

import base64
import os
import struct
from pathlib import Path

import pytest

from pinto.evidence.registry.models import Household
from pinto.sample.writing import write_sample
from tests.support.browser import SCREENS
from tests.support.province import LATER, SEED, hand_in, load_province, load_round, sign_in
from tests.support.survey import spoil, survey_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
KEPT = os.environ.get("PINTO_PICTURES") == "1"
LARGEST = 200_000  # bytes


@pytest.fixture
def shown_province(request, tmp_path):
    """The folder of the sample that is in the database, with both rounds."""
    if not KEPT:
        request.getfixturevalue("surveyed_province")
        return request.getfixturevalue("sample_folder")
    request.getfixturevalue("transactional_db")
    write_sample(households=2_400, seed=SEED, folder=tmp_path / "sample", workbooks=True)
    load_province(tmp_path / "sample")
    load_round(tmp_path / "sample", LATER)
    return tmp_path / "sample"


def test_pictures_of_the_pages_can_be_made(shown_province, open_screen, tmp_path):
    folder = IMAGES if KEPT else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    desk, phone = open_screen("desktop"), open_screen("phone")
    sign_in(desk, "nongluck")
    sign_in(phone, "nongluck")
    family = Household.objects.filter(place__code="99010104").order_by("pk")[0].pk

    desk.go("/area/9901/")
    take(desk, folder / "area-profile.png", "desktop")
    desk.go(f"/hh/{family}/")
    take(desk, folder / "household.png", "desktop")
    phone.go("/area/9901/")
    take(phone, folder / "area-profile-phone.png", "phone")

    survey = survey_of(shown_province / f"survey-{LATER}.xlsx", "ห้วยคราม")
    spoil(survey)
    officer = open_screen("desktop")
    sign_in(officer, "prasit")
    hand_in(officer, survey.write(tmp_path / "ห้วยคราม-2569.xlsx"), LATER)
    take(officer, folder / "intake-report.png", "desktop")


def take(view, path, screen):
    """A picture of the first screen, small enough to keep, and not blank."""
    width, height = SCREENS[screen]
    view.page.evaluate("document.fonts.ready")
    view.page.screenshot(path=path)
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", data[16:24]) == (width, height)
    assert len(data) <= LARGEST
    assert colours(view.page, path) > 50


def colours(page, path):
    """How many colours the picture has, counted by the browser on a page of its own."""
    counter = page.context.browser.new_page()
    counter.goto("about:blank")
    encoded = "data:image/png;base64," + base64.b64encode(path.read_bytes()).decode()
    found = counter.evaluate(_COUNT, encoded)
    counter.close()
    return found


_COUNT = """async address => {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const pen = canvas.getContext('2d');
  pen.drawImage(picture, 0, 0);
  const dots = new Uint32Array(pen.getImageData(0, 0, picture.width, picture.height).data.buffer);
  return new Set(dots).size;
}"""
