"""Everything a page loads lies in ``design/static/built/``: sheet, fonts, icons, htmx.

Fonts and icons come from npm packages, htmx from the installed django-htmx, the
sheet from ``design/sheet/``. Nothing of it is committed. Run it again whenever
you like: what is already there and right is built anew in a second.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import django_htmx
from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
DESIGN = ROOT / "src" / "pinto" / "ground" / "design"
BUILT = DESIGN / "static" / "built"
MODULES = ROOT / "node_modules"

# The order is the cascade's: what comes later may overrule what comes earlier.
SHEET = ["base", "layout", "components", "charts", "utilities", "narrow", "print", "papers"]

LOOPED = "@fontsource/noto-sans-thai-looped/files/noto-sans-thai-looped-{part}-{weight}-normal"
MATHS = "@fontsource/noto-sans-math/files/noto-sans-math-latin-400-normal"
# Only what Thai and English pages write; the same ranges stand in sheet/base.css.
THAI = "U+0E01-0E3A,U+0E3F-0E5B,U+200B-200D,U+25CC"
LATIN = (
    "U+0020-007E,U+00A0,U+00A7,U+00A9,U+00AB,U+00B0,U+00B7,U+00BB,U+00D7,U+00E9,"
    "U+00F7,U+2013,U+2014,U+2018,U+2019,U+201C,U+201D,U+2022,U+2026,U+2039,U+203A,U+2212"
)
SIGNS = "U+00B1,U+2190-2193,U+2248,U+2264,U+2265"
FONTS = {
    "thai-400": (LOOPED.format(part="thai", weight=400), THAI),
    "thai-600": (LOOPED.format(part="thai", weight=600), THAI),
    "latin-400": (LOOPED.format(part="latin", weight=400), LATIN),
    "latin-600": (LOOPED.format(part="latin", weight=600), LATIN),
    "signs": (MATHS, SIGNS),
}


def main() -> None:
    fetch_packages()
    shutil.rmtree(BUILT, ignore_errors=True)
    BUILT.mkdir(parents=True)
    (BUILT / "pinto.css").write_text(sheet(), encoding="utf-8")
    (BUILT / "icons.json").write_text(json.dumps(icons()), encoding="utf-8")
    build_fonts(BUILT / "fonts")
    htmx = Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"
    shutil.copyfile(htmx, BUILT / "htmx.js")


def fetch_packages() -> None:
    """node_modules holds exactly what package-lock.json names."""
    lock, installed = ROOT / "package-lock.json", MODULES / ".package-lock.json"
    if installed.exists() and installed.stat().st_mtime >= lock.stat().st_mtime:
        return
    npm = find_npm()
    environment = {**os.environ, "PATH": f"{Path(npm).parent}{os.pathsep}{os.environ['PATH']}"}
    command = [npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{done.stderr}npm could not fetch the packages of package-lock.json.")
    installed.touch()


def find_npm() -> str:
    """The npm on the PATH, else the one of .tools/node; without either, the way to get one."""
    own = ROOT / ".tools" / "node" / "bin"
    npm = shutil.which("npm") or shutil.which("npm", path=str(own))
    if npm is None:
        sys.exit(
            "The fonts and icons come from npm packages, and npm was found neither on the PATH"
            f" nor in {own.relative_to(ROOT)}. Install Node 20 or newer (Debian: apt install npm),"
            " then run this again."
        )
    return npm


def sheet() -> str:
    """One style sheet: the parts in order, the tokens put in, comments and spaces taken out."""
    parts = DESIGN / "sheet"
    text = "".join((parts / f"{name}.css").read_text(encoding="utf-8") for name in SHEET)
    for theme in ("light", "dark"):
        tokens = (parts / f"tokens-{theme}.css").read_text(encoding="utf-8")
        text = text.replace(f"/* {theme} tokens */", tokens)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,]) ?", r"\1", text)
    return text.replace(": ", ":").replace(";}", "}").strip() + "\n"


def icons() -> dict[str, str]:
    """Icon name → what stands inside its <svg>, for the names in sheet/icons.txt."""
    names = (DESIGN / "sheet" / "icons.txt").read_text(encoding="utf-8").split()
    return {name: drawing(name) for name in names}


def drawing(name: str) -> str:
    source = MODULES / "@tabler" / "icons" / "icons" / "outline" / f"{name}.svg"
    if not source.exists():
        sys.exit(f"sheet/icons.txt names {name!r}, and Tabler has no such icon.")
    inner = re.sub(r"^.*?<svg[^>]*>|</svg>", "", source.read_text(encoding="utf-8"), flags=re.S)
    shapes = re.findall(r"<[^>]*>", inner)
    kept = [re.sub(r"\s*/>", "/>", s) for s in shapes if 'stroke="none"' not in s]
    return "".join(kept)


def build_fonts(folder: Path) -> None:
    """Each font with only the characters of its range, still hinted and shaped for Thai."""
    folder.mkdir()
    for name, (package, characters) in FONTS.items():
        font = TTFont(MODULES / f"{package}.woff2")
        options = subset.Options(flavor="woff2", layout_features=["*"], desubroutinize=True)
        options.hinting = False  # the browsers we serve smooth without it; a third of the weight
        options.name_IDs = [0, 1, 2, 13, 14]  # name and licence travel with the font
        cut = subset.Subsetter(options)
        cut.populate(unicodes=subset.parse_unicodes(characters))
        cut.subset(font)
        font.flavor = "woff2"
        font.save(folder / f"{name}.woff2")


if __name__ == "__main__":
    main()
