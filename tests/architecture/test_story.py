"""The one direction, where imports do not show it: foreign keys, addresses, events, views."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey
from django.urls import get_resolver

from tests.architecture.test_scope import patterns
from tests.support.addresses import PUBLIC

SOURCE = Path(__file__).resolve().parents[2] / "src" / "pinto"
# the rooms from first to last; config, sample and cli come after all of them
ROOMS = [name for name in settings.INSTALLED_APPS if name.startswith("pinto.")]
LABELS = [apps.get_app_config(name.rpartition(".")[2]).label for name in ROOMS]

_ADDRESS = re.compile(r"""(?:\{%\s*url\s+|\breverse(?:_lazy)?\()\s*["']([\w:-]+)["']""")
_EVENT = re.compile(r"""\bwhat=["']([\w.]+)["']""")


def room_of(module_or_path: str) -> int | None:
    """How far into the story a module lies; None outside the rooms."""
    dotted = module_or_path.replace("/", ".")
    return next((at for at, room in enumerate(ROOMS) if f"{dotted}.".startswith(f"{room}.")), None)


def sources(*suffixes: str) -> list[Path]:
    """Files of the rooms, without their tests."""
    return [
        path
        for path in sorted(SOURCE.rglob("*"))
        if path.suffix in suffixes and "tests" not in path.parts and "static" not in path.parts
    ]


def dotted(path: Path) -> str:
    return ".".join(("pinto", *path.relative_to(SOURCE).with_suffix("").parts))


@pytest.mark.parametrize("label", LABELS)
def test_foreign_keys_point_back_in_the_story_and_leave_no_name_there(label):
    """The account is the exception Django makes itself: AUTH_USER_MODEL is named by a setting."""
    wrong = []
    for model in apps.get_app_config(label).get_models():
        for field in model._meta.local_fields:
            if not isinstance(field, ForeignKey):
                continue
            target = field.related_model._meta
            if target.app_label == label:
                continue
            if field.remote_field.related_name != "+":
                wrong.append(f"{model.__name__}.{field.name}: related_name must be '+'")
            if target.label != settings.AUTH_USER_MODEL and LABELS.index(
                target.app_label
            ) > LABELS.index(label):
                wrong.append(f"{model.__name__}.{field.name} points later in the story")

    assert wrong == []


def test_pages_lead_only_back_in_the_story():
    """A page that should lead on offers a panel, and config names it (settings.PANELS)."""
    home_of = {
        pattern.name: room_of(pattern.callback.__module__)
        for pattern in patterns()
        if pattern.name and pattern.callback.__module__.startswith("pinto.")
    }
    config = {
        pattern.name
        for pattern in patterns()
        if pattern.callback.__module__.startswith("pinto.config")
    }
    wrong = []
    for path in sources(".py", ".html"):
        here = room_of(dotted(path))
        if here is None:
            continue
        for name in _ADDRESS.findall(path.read_text(encoding="utf-8")):
            there = home_of.get(name)
            if name in config or (there is not None and there > here):
                wrong.append(f"{path.relative_to(SOURCE)} leads to {name}")

    assert wrong == []


def test_addresses_named_in_pages_exist():
    known = {pattern.name for pattern in patterns()} | set(get_resolver().reverse_dict)
    wrong = [
        f"{path.relative_to(SOURCE)}: {name}"
        for path in sources(".html")
        for name in _ADDRESS.findall(path.read_text(encoding="utf-8"))
        if name not in known
    ]

    assert wrong == []


def test_every_view_asks_who_looks():
    silent = []
    for pattern in patterns():
        module = pattern.callback.__module__
        if pattern.name in PUBLIC or not module.startswith("pinto."):
            continue
        path = SOURCE.joinpath(*module.split(".")[1:])
        text = (path.with_suffix(".py") if not path.is_dir() else path / "__init__.py").read_text()
        if "viewer_of(" not in text and "acting(request)" not in text:  # acting asks viewer_of
            silent.append(f"{module} ({pattern.name})")

    assert silent == []


def test_every_event_of_the_trail_has_words():
    written = {
        name for path in sources(".py") for name in _EVENT.findall(path.read_text(encoding="utf-8"))
    }

    assert written - set(settings.TRAIL_EVENTS) == set()
