"""What a first visit costs, that nothing is missing from it, and that colours can be read."""

import gzip
import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings
from fontTools.ttLib import TTFont

from scripts import build_assets

DESIGN = Path(__file__).resolve().parents[1]
ROOT = Path(__file__).resolve().parents[5]
BUILT, SHEET = DESIGN / "static" / "built", DESIGN / "sheet"


def packed(content):
    return len(gzip.compress(content, 9))


def weights():
    """Bytes that travel on a first visit, without the page itself. Fonts are packed already."""
    fonts = [f for f in (BUILT / "fonts").glob("*.woff2") if f.stem != "signs"]
    return {
        "fonts": sum(f.stat().st_size for f in fonts),
        "signs": (BUILT / "fonts" / "signs.woff2").stat().st_size,
        "sheet": packed((BUILT / "pinto.css").read_bytes()),
        "script": packed((BUILT / "htmx.js").read_bytes())
        + packed((DESIGN / "static" / "design" / "app.js").read_bytes()),
    }


@pytest.mark.django_db
def test_a_first_visit_weighs_less_than_ninety_kilobytes(client):
    page = packed(client.get("/design/").content)
    parts = weights()

    assert page < 25_000
    assert parts["sheet"] < 10_000
    assert parts["script"] < 18_000
    assert parts["fonts"] + parts["signs"] < 38_000
    assert page + sum(parts.values()) < 90_000


def test_fonts_hold_every_character_our_texts_use():
    """Thai with its digits and baht sign, English, and the signs of our own sentences."""
    held = {0x200B}
    for file in (BUILT / "fonts").glob("*.woff2"):
        held |= set(TTFont(file).getBestCmap())
    wanted = set(range(0x0E01, 0x0E3B)) | set(range(0x0E3F, 0x0E5C)) | set(range(0x20, 0x7F))
    wanted |= set(map(ord, "฿–—“”‘’·×÷→←↑↓≥≤±≈…•›°−"))
    for catalogue in (ROOT / "src").rglob("*.po"):
        wanted |= set(map(ord, catalogue.read_text(encoding="utf-8"))) - {0x0A}

    assert {chr(c) for c in wanted - held} == set()


def test_each_font_is_asked_for_exactly_what_it_holds():
    """A character outside a font's range is fetched in vain, or drawn by another font."""
    sheet = (BUILT / "pinto.css").read_text(encoding="utf-8")
    for face in re.findall(r"@font-face\{(.*?)\}", sheet):
        name = re.search(r"fonts/([\w-]+)\.woff2", face)[1]
        asked = set()
        for part in re.search("unicode-range:([^;}]*)", face)[1].split(","):
            low, _, high = part.strip().removeprefix("U+").partition("-")
            asked |= set(range(int(low, 16), int(high or low, 16) + 1))
        held = set(TTFont(BUILT / "fonts" / f"{name}.woff2").getBestCmap())
        assert held <= asked, name
        # ranges with gaps that no text of ours falls into may be asked for as a whole
        assert len(asked - held) <= 4, (name, [hex(c) for c in asked - held])


def test_the_built_files_collect_under_hashed_names(tmp_path, settings):
    """What `pinto serve` does before it answers: a missing font or picture would end here."""
    storage = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    with override_settings(
        STATIC_ROOT=tmp_path, STORAGES={**settings.STORAGES, "staticfiles": storage}
    ):
        call_command("collectstatic", verbosity=0, interactive=False, stdout=BytesIO())
    names = json.loads((tmp_path / "staticfiles.json").read_text())["paths"]

    sheet = (tmp_path / names["built/pinto.css"]).read_text(encoding="utf-8")
    for font in ("thai-400", "thai-600", "latin-400", "latin-600", "signs"):
        assert Path(names[f"built/fonts/{font}.woff2"]).name in sheet
    assert (tmp_path / f"{names['built/pinto.css']}.gz").exists()


def test_without_npm_the_build_says_how_to_get_it(monkeypatch):
    monkeypatch.setattr(build_assets.shutil, "which", lambda *_, **__: None)

    with pytest.raises(SystemExit, match="Install Node 20 or newer"):
        build_assets.find_npm()


def test_the_npm_of_the_repository_serves_where_the_system_has_none(monkeypatch, tmp_path):
    npm = tmp_path / ".tools" / "node" / "bin" / "npm"
    npm.parent.mkdir(parents=True)
    npm.write_text("#!/bin/sh\n")
    npm.chmod(0o755)
    monkeypatch.setattr(build_assets, "ROOT", tmp_path)
    monkeypatch.setenv("PATH", "/nowhere")

    assert build_assets.find_npm() == str(npm)


def test_the_sheet_is_one_file_without_gaps():
    sheet = build_assets.sheet()

    assert "/*" not in sheet
    assert "tokens" not in sheet
    assert sheet.count("--paper:#f6f3ea") == 1
    assert sheet.count("--paper:#0e1425") == 2  # the device's wish, and the reader's
    assert sheet.count("{") == sheet.count("}")


def test_the_lock_names_no_address():
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(lock)["packages"]

    assert "resolved" not in lock
    assert all("integrity" in p for name, p in packages.items() if name)


# --- colours ----------------------------------------------------------------------------

TEXT_ON = [
    "ink/paper",
    "ink/sheet",
    "ink-2/paper",
    "ink-2/sheet",
    "ink-2/sunk",
    "ink-3/paper",
    "ink-3/sheet",
    "ink-3/sheet-2",
    "ink-3/sunk",
    "link/paper",
    "link/sheet",
    "link/sheet-2",
    "link/kram-l",
    "kram/kram-l",
    "on-kram/kram",
    "on-bar/bar",
    "on-bar-2/bar",
    "khamin-t/khamin-l",
    "khamin-t/sheet",
    "on-khamin/khamin",
    "bad/sheet",
    "bad/paper",
    "bad/bad-l",
    "warn/sheet",
    "warn/warn-l",
    "warn/paper",
    "good/sheet",
    "good/good-l",
    "good/paper",
    "l1t/l1",
    "l2t/l2",
    "l3t/l3",
    "l4t/l4",
    "ink/l1-l",
    "ink/l2-l",
    "ink/l3-l",
    "ink/l4-l",
    "ink/good-l",
    "ink/bad-l",
    "ink/khamin-l",
    "ink/kram-l",
]
SEEN_ON = [
    "rule-2/sheet",
    "rule-2/paper",
    "focus/sheet",
    "focus/paper",
    "khamin/bar",
    "l1/sheet",
    "l4/sheet",
    "bad-f/sheet",
    "good-f/sheet",
    "c1/sheet",
    "c2/sheet",
    "c3/sheet",
    "map-edge/sheet",
    "map-edge/paper",
    "mute-f/sheet",
]


def tokens(theme):
    text = (SHEET / f"tokens-{theme}.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", text))


def channels(colour):
    digits = colour[1:]
    digits = "".join(2 * d for d in digits) if len(digits) == 3 else digits
    return [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]


def linear(colour):
    return [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels(colour)]


def contrast(one, other):
    light = sorted(
        sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))
        for colour in (one, other)
    )
    return (light[1] + 0.05) / (light[0] + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_reaches_contrast_four_and_a_half_and_signs_three(theme):
    colour = tokens(theme)
    for pairs, least in ((TEXT_ON, 4.5), (SEEN_ON, 3.0)):
        for pair in pairs:
            over, under = pair.split("/")
            assert contrast(colour[over], colour[under]) >= least, (theme, pair)


def test_both_themes_name_the_same_colours():
    assert set(tokens("light")) - set(tokens("dark")) == set()


# How the three kinds of colour blindness see linear red, green and blue (Machado 2009).
BLINDNESS = {
    "none": [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def lab(colour, seen):
    r, g, b = (
        min(1, max(0, sum(w * c for w, c in zip(row, linear(colour), strict=True)))) for row in seen
    )
    x = (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047
    y = 0.2126 * r + 0.7152 * g + 0.0722 * b
    z = (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883
    f = [t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z)]
    return 116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])


@pytest.mark.parametrize("blindness", BLINDNESS)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "group", ["l1 l2 l3 l4", "q1 q2 q3 q4 q5", "bad-f warn-f good-f", "c1 c2 c3"]
)
def test_colours_of_a_group_are_told_apart(group, theme, blindness):
    """15 apart (CIE76) can be told apart side by side; shape or word helps in any case."""
    colour, names = tokens(theme), group.split()
    seen = {name: lab(colour[name], BLINDNESS[blindness]) for name in names}
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            apart = sum((a - b) ** 2 for a, b in zip(seen[one], seen[other], strict=True)) ** 0.5
            assert apart > 15, (one, other, apart)
