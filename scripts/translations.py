"""The Thai catalogues: compile them, and check that they say everything the pages say.

``compile`` writes a .mo beside each .po; ``check`` names every text that has no
Thai, every entry that no text uses, and every placeholder that went missing.
Needs no gettext tools.
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "pinto"

# How each function's arguments are read: c context, s singular, p plural.
FUNCTIONS = {"_": "s", "N_": "s", "gettext": "s", "gettext_lazy": "s", "gettext_noop": "s"}
FUNCTIONS |= {"ngettext": "sp", "ngettext_lazy": "sp", "pgettext": "cs", "pgettext_lazy": "cs"}
FUNCTIONS |= {"npgettext": "csp", "npgettext_lazy": "csp"}
_CALL = re.compile(rf"(?<![\w.])({'|'.join(FUNCTIONS)})\(")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

_CONSTANT = re.compile(r"""[\s=:|]_\(("[^"]*"|'[^']*')\)""")

Key = tuple[str, str]  # context, message id


@dataclass(frozen=True)
class Text:
    """A text as it stands in the source."""

    where: str
    context: str
    one: str
    many: str = ""

    @property
    def key(self) -> Key:
        return self.context, self.one


@dataclass
class Room:
    """A folder with a catalogue of its own, and the texts of the files in it."""

    folder: Path
    texts: list[Text] = field(default_factory=list)

    @property
    def catalogue(self) -> Path:
        return self.folder / "locale" / "th" / "LC_MESSAGES" / "django.po"


def main(arguments: list[str]) -> int:
    if arguments == ["compile"]:
        compile_catalogues()
        return 0
    if arguments == ["check"]:
        problems = check()
        print("\n".join(problems) if problems else "Every text has its Thai.")
        return 1 if problems else 0
    print("Usage: python scripts/translations.py compile | check")
    return 2


def catalogues(source: Path = SOURCE) -> list[Path]:
    return sorted(source.rglob("locale/th/LC_MESSAGES/django.po"))


def compile_catalogues(source: Path = SOURCE) -> list[Path]:
    """A .mo lies beside every .po and is not older; written whole or not at all."""
    written = []
    for po in catalogues(source):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        partial = mo.with_suffix(f".{os.getpid()}.part")
        polib.pofile(str(po)).save_as_mofile(str(partial))
        partial.replace(mo)
        written.append(mo)
    return written


def check(source: Path = SOURCE) -> list[str]:
    """One line for each thing that is wrong; none when all is well."""
    problems: list[str] = []
    said: dict[Key, tuple[str, str]] = {}
    for room in rooms(source):
        entries = read_catalogue(room) if room.catalogue.exists() else {}
        name = _relative(room.catalogue)
        for text in room.texts:
            if text.key not in entries:
                problems.append(f"{text.where}: {text.one!r} has no Thai in {name}")
            elif text.many and text.many != entries[text.key].msgid_plural:
                problems.append(f"{text.where}: {text.one!r} has another plural in {name}")
        used = {text.key for text in room.texts}
        for key, entry in entries.items():
            problems += [f"{name}:{entry.linenum}: {fault}" for fault in faults(entry, key in used)]
            elsewhere = said.setdefault(key, (_said(entry), name))
            if elsewhere[0] != _said(entry):
                problems.append(
                    f"{name}:{entry.linenum}: {entry.msgid!r} reads otherwise in {elsewhere[1]}"
                )
    return problems


def rooms(source: Path = SOURCE) -> list[Room]:
    """Every app, and every other folder that keeps a catalogue, with the texts of its files."""
    folders = {path.parent for path in source.rglob("apps.py")}
    folders |= {po.parents[3] for po in catalogues(source)} | {source / "config"}
    found = {folder: Room(folder) for folder in sorted(folders)}
    found[source] = Room(source)  # what stands in no room has no catalogue, and says so
    for path in sorted([*source.rglob("*.py"), *source.rglob("templates/**/*.*")]):
        if "tests" in path.relative_to(source).parts:
            continue
        home = next(folder for folder in path.parents if folder in found)
        found[home].texts += texts_of(path)
    return [room for room in found.values() if room.texts or room.catalogue.exists()]


def texts_of(path: Path) -> Iterator[Text]:
    """The texts for people in a Python file or a template, in the order they stand."""
    source = path.read_text(encoding="utf-8")
    where = _relative(path)
    if path.suffix == ".py":
        yield from _python_texts(source, where)
    else:
        yield from _template_texts(source, where)


def _python_texts(source: str, where: str, line: int = 0) -> Iterator[Text]:
    """The texts of a module; or of one expression, which stands in the given line of a template."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            roles = FUNCTIONS.get(node.func.id)
            text = _text(node, roles, f"{where}:{line or node.lineno}") if roles else None
            if text:
                yield text


def _text(call: ast.Call, roles: str, where: str) -> Text | None:
    """The text of a call; None where an argument is no literal, as in gettext itself."""
    parts: dict[str, str] = {}
    for role, argument in zip(roles, call.args, strict=False):
        if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
            return None
        parts[role] = argument.value
    return Text(where, parts.get("c", ""), parts["s"], parts.get("p", "")) if "s" in parts else None


def _template_texts(source: str, where: str) -> Iterator[Text]:
    """Django turns a template into text with gettext calls; those are read one by one."""
    from django.conf import settings

    if not settings.configured:
        settings.configure()
    from django.utils.translation.template import templatize

    for constant in _CONSTANT.finditer(source):
        if "%" in constant[1]:
            line = source.count("\n", 0, constant.start()) + 1
            raise SystemExit(
                f"{where}:{line}: {constant[1]} has a percent sign, which Django doubles inside"
                " _(…) of a tag; say it otherwise, or use {% translate … as … %}."
            )
    written = templatize(source, origin=where)
    for found in _CALL.finditer(written):
        call = _call_at(written, found.start())
        if call:
            line = written.count("\n", 0, found.start()) + 1
            yield from _python_texts(call, where, line)


def _call_at(written: str, start: int) -> str:
    """The shortest text from here that is a whole Python expression."""
    end = written.find(")", start)
    while end != -1:
        candidate = written[start : end + 1]
        try:
            ast.parse(candidate, mode="eval")
        except SyntaxError:
            end = written.find(")", end + 1)
        else:
            return candidate
    return ""


def read_catalogue(room: Room) -> dict[Key, polib.POEntry]:
    return {
        (entry.msgctxt or "", entry.msgid): entry for entry in polib.pofile(str(room.catalogue))
    }


def faults(entry: polib.POEntry, used: bool) -> Iterator[str]:
    """What is wrong with one entry of a catalogue."""
    if entry.obsolete or not used:
        yield f"{entry.msgid!r} is used nowhere"
        return
    if entry.fuzzy:
        yield f"{entry.msgid!r} is marked fuzzy"
    if not _said(entry):
        yield f"{entry.msgid!r} has no translation"
        return
    wanted = set(_PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    given = set(_PLACEHOLDER.findall(_said(entry)))
    if wanted != given:
        yield f"{entry.msgid!r} has {_listed(wanted)}, its translation {_listed(given)}"


def _said(entry: polib.POEntry) -> str:
    return str(entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr)


def _listed(placeholders: set[str]) -> str:
    return ", ".join(sorted(placeholders)) or "no placeholder"


def _relative(path: Path) -> str:
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
