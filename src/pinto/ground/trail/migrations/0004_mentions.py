"""What a list showed is found from each household by an index; so is what was shown before."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

from pinto.ground.trail.rules import LOOKS

_append_only = import_module("pinto.ground.trail.migrations.0002_append_only")
_before = import_module("pinto.ground.trail.migrations.0003_reasons_can_go")
_TABLE = "trail_mention"
TABLES = (*_append_only.TABLES, _TABLE)
_BATCH = 2_000  # rows


def forbid(connection):
    """From now on rows can be added to all tables of the trail, and sealed reasons taken out."""
    _before.forbid(connection)
    _forbid_mentions(connection)


def lift(connection):
    """The tables are ordinary ones again: for tests."""
    _before.lift(connection)
    _lift_mentions(connection)


def _forbid_mentions(connection):
    with connection.cursor() as cursor:
        for statement in _append_only._guards(connection.vendor, _TABLE):
            cursor.execute(statement)


def _lift_mentions(connection):
    on = f" ON {_TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for verb in _append_only._verbs(connection.vendor):
            cursor.execute(f"DROP TRIGGER IF EXISTS {_TABLE}_no_{verb}{on}")


def _mention(apps, editor):
    entries, mention = apps.get_model("trail", "Entry"), apps.get_model("trail", "Mention")
    lists = entries.objects.filter(
        what__in=[f"household.{verb}" for verb in LOOKS], detail__has_key="ids"
    )
    rows = []
    for entry, ids in lists.values_list("pk", "detail__ids").iterator():
        rows += [mention(thing=key, entry_id=entry) for key in ids]
        if len(rows) >= _BATCH:
            mention.objects.bulk_create(rows)
            rows = []
    mention.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("trail", "0003_reasons_can_go")]

    operations = [
        migrations.CreateModel(
            name="Mention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("thing", models.UUIDField()),
                (
                    "entry",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="trail.entry",
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["thing", "entry"], name="mention_of")]},
        ),
        migrations.RunPython(_mention, migrations.RunPython.noop),
        migrations.RunPython(
            lambda apps, editor: _forbid_mentions(editor.connection),
            lambda apps, editor: _lift_mentions(editor.connection),
        ),
    ]
