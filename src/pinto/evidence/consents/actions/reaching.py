"""Which rows are about somebody, in every table of every room, and what becomes of them.

Nothing here knows a table by name but those of households and people: whatever refers
to them, directly or over other rows, is found by its foreign keys, or by a field called
``household`` or ``person`` that holds an id. What becomes of a row is said by its model's
``Privacy``: ``scrub`` is put in its place, ``erase`` overrules that field by field, or
says ``"delete"``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import CharField, Field, Model, Q, TextField, UUIDField

from pinto.evidence.consents.models import Erased, ErasureRequest
from pinto.evidence.consents.rules.erasures import mentions, without_mentions
from pinto.evidence.registry.models import Household, Person

DELETE = "delete"
_SUBJECTS: dict[type[Model], str] = {Household: "household", Person: "person"}
_WRITTEN_ONCE = frozenset({"trail"})  # its reasons are forgotten by the trail itself
_KEPT = (Household, Person, Erased, ErasureRequest)  # stay, blank or with ids alone
Table = type[Model]


@dataclass
class Reached:
    """The rows about somebody: those that go, and those that stay without what is personal."""

    gone: dict[Table, set[Any]] = field(default_factory=dict)
    blanked: dict[Table, set[Any]] = field(default_factory=dict)
    unlinked: dict[tuple[Table, str], set[Any]] = field(default_factory=dict)

    def rows(self, model: Table) -> set[Any]:
        return self.gone.get(model, set()) | self.blanked.get(model, set())


def reach(households: Collection[UUID], people: Collection[UUID]) -> Reached:
    """Every row about these households and people, beside their own."""
    found = Reached(blanked={Household: set(households), Person: set(people)})
    for model in _referring_tables():
        while _reach_into(model, found):  # again, where a table refers to itself
            pass
    return found


def _reach_into(model: Table, found: Reached) -> bool:
    before = len(found.rows(model))
    goes = _erase_of(model) == DELETE
    for link, target in _links(model):
        optional = bool(getattr(link, "null", False))
        for ids, is_gone in ((found.gone.get(target), True), (found.blanked.get(target), False)):
            if not ids:
                continue
            rows = set(
                model._default_manager.filter(**{f"{link.attname}__in": list(ids)})
                .values_list("pk", flat=True)
            )  # fmt: skip
            if not rows:
                continue
            if optional and (is_gone or goes):
                found.unlinked.setdefault((model, link.attname), set()).update(rows)
                found.blanked.setdefault(model, set()).update(rows)
            elif is_gone or goes:
                found.gone.setdefault(model, set()).update(rows)
            else:
                found.blanked.setdefault(model, set()).update(rows)
    return len(found.rows(model)) > before


def erase_reached(found: Reached) -> Counter[str]:
    """The rows are gone or blank; the answer counts them by table. In the caller's transaction."""
    counts: Counter[str] = Counter()
    for (model, name), rows in found.unlinked.items():
        model._default_manager.filter(pk__in=list(rows)).update(**{name: None})
    for model, rows in found.blanked.items():
        if blank := blank_values(model):
            kept = rows - found.gone.get(model, set())
            model._default_manager.filter(pk__in=list(kept)).update(**blank)
            counts[model._meta.label_lower] += len(kept)
    for model in reversed([*_referring_tables()]):
        if rows := found.gone.get(model, set()):
            model._default_manager.filter(pk__in=list(rows)).delete()
            counts[model._meta.label_lower] += len(rows)
    return counts


def clean_reached(found: Reached, words: Collection[str]) -> int:
    """No personal field of these rows names the person any more; all else stays as it is."""
    changed = 0
    for model in {*found.gone, *found.blanked} - set(_SUBJECTS):  # a namesake keeps the name
        names = [*blank_values(model)]
        for row in model._default_manager.filter(pk__in=list(found.rows(model))):
            told = {name: getattr(row, name) for name in names}
            named = [name for name, value in told.items() if mentions(value, words)]
            for name in named:
                setattr(row, name, without_mentions(told[name], words))
            if named:
                row.save(update_fields=named)
                changed += 1
    return changed


def clean_unlinked(words: Collection[str]) -> int:
    """No text of rows that are about nobody by id names the person: minutes, seats, lists.

    ``words`` are surely theirs. A row of a table that is about families, and names them
    without an id, is about them: a house and a reason go with the name. Of other texts the
    name alone goes. Rows that are about somebody else keep what they say.
    """
    changed = 0
    for model in _referring_tables():
        names = [
            each.name
            for each in model._meta.concrete_fields
            if isinstance(each, CharField | TextField) and each.name in blank_values(model)
        ]
        said = Q()
        for name in names:
            for word in words:
                said |= Q(**{f"{name}__contains": word})
        if not said or model._meta.app_label in _WRITTEN_ONCE:
            continue
        about = {link.attname: None for link, target in _links(model) if target in _SUBJECTS}
        for row in model._default_manager.filter(said, **about):
            struck = {name: _struck(getattr(row, name), words) for name in names}
            values = blank_values(model) if about else struck
            for name, value in values.items():
                setattr(row, name, value)
            row.save(update_fields=list(values))
            changed += 1
    return changed


def _struck(text: str, words: Collection[str]) -> str:
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(word, "…")
    return text


def blank_values(model: Table) -> dict[str, Any]:
    """What stands in the personal fields of a row once it is erased."""
    privacy = getattr(model, "Privacy", None)
    if privacy is None:
        return {}
    erase = _erase_of(model)
    return {**privacy.scrub, **(erase if isinstance(erase, dict) else {})}


def _erase_of(model: Table) -> Any:
    return getattr(getattr(model, "Privacy", None), "erase", None)


def _links(model: Table) -> Iterator[tuple[Field[Any, Any], Table]]:
    """The fields by which rows of the model refer to others, and to which table."""
    for each in model._meta.concrete_fields:
        if each.is_relation and each.related_model is not None:
            yield each, each.related_model
        elif isinstance(each, UUIDField):
            for subject, name in _SUBJECTS.items():
                if each.name in (name, f"{name}_id"):
                    yield each, subject


def _referring_tables() -> list[Table]:
    """Every table that could hold such rows, each after those it refers to."""
    waiting = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model not in _KEPT
    ]
    done: list[Table] = []
    while waiting:
        left = set(waiting)
        ready = [
            model
            for model in waiting
            if not {target for _, target in _links(model)} & (left - {model})
        ]
        done += ready or waiting[:1]
        waiting = [model for model in waiting if model not in done]
    return done
