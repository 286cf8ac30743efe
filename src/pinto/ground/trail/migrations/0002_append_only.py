"""The database itself refuses to change or remove what the trail holds."""

from django.db import migrations

TABLES = ("trail_entry", "trail_seal")
_SAYS = "The trail is append-only."


def forbid(connection):
    """From now on rows can be added and nothing else."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION trail_is_append_only() RETURNS trigger AS "
                f"$$ BEGIN RAISE EXCEPTION '{_SAYS}'; END $$ LANGUAGE plpgsql"
            )
        for table in TABLES:
            for statement in _guards(connection.vendor, table):
                cursor.execute(statement)


def lift(connection):
    """The tables are ordinary ones again: for undoing the migration, and for tests."""
    with connection.cursor() as cursor:
        for table in TABLES:
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            for verb in _verbs(connection.vendor):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}")


def _verbs(vendor):
    return ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete")


def _guards(vendor, table):
    for verb in _verbs(vendor):
        head = f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table}"
        if vendor == "postgresql":
            yield f"{head} FOR EACH STATEMENT EXECUTE FUNCTION trail_is_append_only()"
        else:
            yield f"{head} BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: forbid(editor.connection),
            lambda apps, editor: lift(editor.connection),
        )
    ]
