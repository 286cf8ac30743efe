"""A visit may bring a photo; nothing of where and when it was taken stays in it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from pinto.evidence.consents.actions.recording import record_consents
from pinto.evidence.consents.rules.uses import Use
from pinto.evidence.verification.models import Verification, Visit
from pinto.evidence.verification.queries.photos import path_of
from pinto.evidence.verification.rules.photos import LARGEST, NotAPhoto, stripped
from pinto.evidence.verification.tests.factories import make_homes, propose
from pinto.ground.access.queries import viewer_of
from pinto.ground.trail.models import Entry

TABLES = b"\xff\xdb\x00\x04\xff\xd9"  # holds what looks like the end of the image
SCAN = b"\xff\xda\x00\x04ab" + b"pixels\xff\x00more\xff\xd0pixels"
WAY_UP = b"\x12\x01\x03\x00\x01\x00\x00\x00\x06\x00\x00\x00"
EXIF = b"Exif\0\0II\x2a\x00\x08\x00\x00\x00\x01\x00" + WAY_UP + b"GPS 17.4 102.7"
WHEN = {"on": "20/11/2569", "outcome": "MET", "finding": "POOR", "consent": "GIVEN"}


def segment(marker, body):
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body


def chunk(name, body):
    return len(body).to_bytes(4, "big") + name + body + b"crc."


def riff(*chunks):
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


PHOTO = (
    b"\xff\xd8" + segment(0xE0, b"JFIF") + segment(0xE1, EXIF) + segment(0xE1, b"http:GPS")
    + segment(0xED, b"GPS") + segment(0xFE, b"GPS") + TABLES + SCAN + TABLES + SCAN
    + b"\xff\xd9" + b"a film with GPS"
)  # fmt: skip


def test_a_jpeg_keeps_its_pixels_and_its_way_up_and_nothing_else():
    clean = stripped(PHOTO)

    assert b"GPS" not in clean
    assert clean.count(SCAN) == 2
    assert clean.startswith(b"\xff\xd8" + segment(0xE0, b"JFIF") + b"\xff\xe1")
    assert clean.count(b"Exif") == 1
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in clean
    assert stripped(clean) == clean


def test_png_and_webp_lose_their_texts():
    pixels, end = chunk(b"IDAT", b"pixels"), chunk(b"IEND", b"")
    head = b"\x89PNG\r\n\x1a\n"
    web = b"VP8 \x04\x00\x00\x00pixs"
    told = b"EXIF\x03\x00\x00\x00GPS\x00"

    assert stripped(head + chunk(b"eXIf", b"GPS") + pixels + end + b"GPS") == head + pixels + end
    assert stripped(riff(b"VP8X\x01\x00\x00\x00\x1c\x00", web, told)) == riff(
        b"VP8X\x01\x00\x00\x00\x10\x00", web
    )


@pytest.mark.parametrize(
    "broken", [b"", b"GIF89a", b"<svg>", PHOTO[:30], PHOTO[:70], b"\x89PNG\r\n\x1a\n", riff()]
)
def test_what_is_no_photo_is_refused(broken):
    with pytest.raises(NotAPhoto):
        stripped(broken)


@pytest.fixture
def home(places, volunteer, tmp_path, monkeypatch):
    monkeypatch.setenv("PINTO_HOME", str(tmp_path))
    home = make_homes()[0]
    propose(home, volunteer)
    return home


def visit(browser, home, content, seen=1, **typed):
    note = {**WHEN, "verb": "VISIT", "seen": seen, **typed}
    note["photo"] = SimpleUploadedFile("IMG_1.jpg", content)
    return browser.post(f"/verify/{home.pk}/visit/", note)


def photo_url(home):
    return f"/verify/{home.pk}/photo/{Visit.objects.get().step_id}/"


def test_the_photo_is_shown_to_whom_the_household_is_and_its_sight_recorded(
    home, volunteer, tambon_officer, stranger, client_of
):
    assert visit(client_of(volunteer), home, PHOTO).status_code == 302
    officer = client_of(tambon_officer)
    assert photo_url(home) in officer.get(f"/verify/{home.pk}/").text

    answer = officer.get(photo_url(home))

    assert b"".join(answer) == stripped(PHOTO)
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert "no-store" in answer.headers["Cache-Control"]
    seen = Entry.objects.filter(what="household.viewed", detail__field="photo").get()
    assert seen.by == str(tambon_officer.pk)
    assert client_of(stranger).get(photo_url(home)).status_code == 404
    assert path_of(Visit.objects.get().photo).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"GIF89a", PHOTO + b"x" * LARGEST])
def test_another_file_is_refused_with_the_reason(content, home, volunteer, client_of):
    answer = visit(client_of(volunteer), home, content)

    assert answer.status_code == 422
    assert "photo" in answer.context["form"].errors
    assert not Visit.objects.exists()


def test_who_mends_the_form_is_told_to_choose_the_photo_again(home, volunteer, client_of):
    answer = visit(client_of(volunteer), home, PHOTO, on="31/12/2599")

    assert "photo" in answer.context["form"].errors


def test_no_photo_stays_of_a_step_that_was_not_taken(home, volunteer, client_of, tmp_path):
    visit(client_of(volunteer), home, PHOTO, seen=7)

    assert Verification.objects.get().state == "PROPOSED"
    assert list((tmp_path / "photos").iterdir()) == []


@pytest.mark.parametrize("refused", ["at the door", "before"])
def test_no_photo_is_kept_of_a_family_that_did_not_agree_and_the_rest_of_the_form_stays(
    refused, home, volunteer, client_of, tmp_path
):
    if refused == "before":
        record_consents(
            household_id=home.pk, said={Use.PHOTO: False}, method="SPOKEN",
            viewer=viewer_of(volunteer), by=volunteer, at=timezone.now(),
        )  # fmt: skip
    consent = "REFUSED" if refused == "at the door" else "GIVEN"

    answer = visit(client_of(volunteer), home, PHOTO, consent=consent, note="หลังคารั่ว")

    assert answer.status_code == 422
    assert "photo" in answer.context["form"].errors
    assert "หลังคารั่ว" in answer.text
    assert not (tmp_path / "photos").exists()
    without = {**WHEN, "verb": "VISIT", "seen": 1, "consent": consent}
    assert client_of(volunteer).post(f"/verify/{home.pk}/visit/", without).status_code == 302
