"""Every field of every table has been thought about: scrubbed or kept when data leave."""

import pytest
from django.apps import apps

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
