"""A reason is sealed by a salted digest, so that its words can be taken out, and only that."""

from importlib import import_module

from django.db import migrations, models

_append_only = import_module("pinto.ground.trail.migrations.0002_append_only")
lift = _append_only.lift
_KEPT = ("id", "origin", "at", "by", "what", "on_kind", "on_id", "detail", "why_digest")


def forbid(connection):
    """From now on rows can be added, and the words of a sealed reason taken out."""
    _append_only.forbid(connection)
    same = "IS NOT DISTINCT FROM" if connection.vendor == "postgresql" else "IS"
    quote = connection.ops.quote_name
    kept = " AND ".join(f"NEW.{quote(name)} {same} OLD.{quote(name)}" for name in _KEPT)
    taken_out = f"OLD.why_digest <> '' AND NEW.why = '' AND NEW.why_salt = '' AND {kept}"
    on = "ON trail_entry"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER trail_entry_no_update {on}")
            cursor.execute(
                f"CREATE TRIGGER trail_entry_no_update BEFORE UPDATE {on} FOR EACH ROW"
                f" WHEN (NOT ({taken_out})) EXECUTE FUNCTION trail_is_append_only()"
            )
        else:
            cursor.execute("DROP TRIGGER trail_entry_no_update")
            cursor.execute(
                f"CREATE TRIGGER trail_entry_no_update BEFORE UPDATE {on}"
                f" WHEN NOT ({taken_out})"
                " BEGIN SELECT RAISE(ABORT, 'The trail is append-only.'); END"
            )


def _lift(apps, editor):
    lift(editor.connection)


def _forbid(apps, editor):
    forbid(editor.connection)


def _forbid_as_before(apps, editor):
    _append_only.forbid(editor.connection)


class Migration(migrations.Migration):
    dependencies = [("trail", "0002_append_only")]

    operations = [
        migrations.RunPython(_lift, _forbid_as_before),
        migrations.AddField(
            model_name="entry",
            name="why_salt",
            field=models.CharField(blank=True, db_default="", max_length=32),
        ),
        migrations.AddField(
            model_name="entry",
            name="why_digest",
            field=models.CharField(blank=True, db_default="", max_length=64),
        ),
        migrations.RunPython(_forbid, _lift),
    ]
