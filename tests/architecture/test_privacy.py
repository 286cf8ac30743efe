"""Every field of every table has been thought about: scrubbed or kept when data leave."""

import pytest
from django.apps import apps
from django.db.models import CharField, TextField

MODELS = [model for model in apps.get_models() if model.__module__.startswith("pinto.")]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_field_is_either_scrubbed_or_kept(model):
    assert "Privacy" in vars(model), f"{model.__name__} has no Privacy of its own"
    scrub, keep = set(model.Privacy.scrub), set(model.Privacy.keep)
    fields = {field.name for field in model._meta.concrete_fields}

    assert scrub & keep == set(), "named twice"
    assert fields - scrub - keep == set(), "not named"
    assert (scrub | keep) - fields == set(), "no such field"


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_an_erasure_deletes_or_puts_values_into_fields_there_are(model):
    erase = getattr(model.Privacy, "erase", {})
    fields = {field.name for field in model._meta.concrete_fields}

    assert erase == "delete" or set(erase) <= fields


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_what_replaces_a_scrubbed_value_fits_the_field(model):
    for name, value in model.Privacy.scrub.items():
        field = model._meta.get_field(name)
        assert value is not None or field.null, f"{name} cannot be empty"
        longest = getattr(field, "max_length", None)
        assert longest is None or value is None or len(value) <= longest, name


# texts of 80 letters and more that stay when data leave or somebody is erased: names of
# places and offices, words of ours, digests; no officer types them about a family
KEPT_TEXTS = {
    "jobs.Job.task", "jobs.Job.step", "trail.Entry.what",
    "places.Place.name_th", "places.Place.name_en", "places.Place.name_key",
    "places.Place.sort_key", "places.PlaceCode.name_th", "places.PlaceCode.source",
    "places.PlaceAlias.name", "places.PlaceAlias.name_key", "places.PlaceAlias.source",
    "places.FormerParent.source", "places.Border.source", "places.Border.near",
    "places.Border.far", "places.LocalGovernment.name_th", "places.LocalGovernment.name_en",
    "places.LocalGovernment.name_key", "places.Coverage.source", "places.PlaceSet.name_th",
    "places.PlaceSet.name_en", "places.SetMember.written_tambon",
    "places.SetMember.written_amphoe", "places.SetMember.written_province",
    "places.SetMember.confidence", "places.SetMember.note", "places.SetMember.source",
    "access.Agency.name_th", "access.Agency.name_en",
    "registry.AreaFigure.indicator", "registry.AreaFigure.area_name",
    "intake.ColumnMeaning.header", "intake.ColumnMeaning.text",
    "selections.Selection.condition",
}  # fmt: skip


def test_a_text_somebody_types_is_never_kept_unnoticed():
    """A new column for words is scrubbed, and so erased; or somebody says here why not."""
    kept = {
        f"{model._meta.label}.{field.name}"
        for model in MODELS
        for field in model._meta.concrete_fields
        if isinstance(field, CharField | TextField)
        and field.name not in model.Privacy.scrub
        and not field.choices
        and (field.max_length is None or field.max_length >= 80)
    }

    assert kept - KEPT_TEXTS == set()
