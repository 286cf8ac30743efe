"""Write the generated pages of docs/ anew: commands, settings, schemas, the states of a load
and of a household under verification.

`make docs` writes them; tests/architecture/test_docs.py fails when one is stale.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "pinto"
REFERENCE = ROOT / "docs" / "reference"
MADE = "<!-- Written by scripts/build_docs.py: change the source, then run `make docs`. -->\n"

# Every setting a site may change: where it is read is found, what it means is said here.
SETTINGS = {
    "PINTO_HOME": (
        "`~/.pinto`; with `make`, `.pinto` in this folder",
        "the folder that holds data, keys, extracts and files that wait",
    ),
    "DATABASE_URL": (
        "SQLite in `PINTO_HOME`",
        "`postgres://NAME:PASSWORD@HOST:PORT/DATABASE` keeps the records in PostgreSQL",
    ),
    "PORT": ("8000", "where `pinto serve` and `pinto demo` listen"),
    "PINTO_HOSTS": (
        "127.0.0.1, localhost, [::1]",
        "the names under which pages may be asked for, with commas between them",
    ),
    "PINTO_ORIGINS": (
        "none",
        "addresses with https:// that forms may come from, when a proxy stands in front",
    ),
    "PINTO_HTTPS": ("no", "`yes` sends cookies over https only; set it wherever there is https"),
    "PINTO_DEBUG": ("no", "`yes` shows errors in the browser; never where others can reach it"),
    "PINTO_OIDC_SERVER": (
        "none",
        "an OpenID provider that may say who signs in: [how to](../how-to/sign-in-elsewhere.md)",
    ),
    "PINTO_OIDC_NAME": ("ThaID", "what the button of that sign-in is called"),
    "PINTO_OIDC_CLIENT_ID": ("–", "as Pinto is registered there"),
    "PINTO_OIDC_CLIENT_SECRET": ("–", "the same"),
    "PINTO_OIDC_CLAIM": ("`preferred_username`", "the claim that equals a username here"),
}


def main() -> None:
    for path, text in pages():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))


def pages() -> Iterator[tuple[Path, str]]:
    """Each generated file, and what it must hold."""
    yield REFERENCE / "cli.md", commands_page()
    yield REFERENCE / "settings.md", settings_page()
    yield REFERENCE / "load-states.md", states_page()
    yield REFERENCE / "verification.md", verification_page()
    yield from schemas()


# --- commands ---------------------------------------------------------------------------


def commands_page() -> str:
    from pinto.cli.commands import pinto

    parts = [MADE, "# The `pinto` command\n"]
    parts += [_command(context) for context in walk(pinto)]
    return "\n".join(parts)


def walk(command: click.Command, parent: click.Context | None = None) -> Iterator[click.Context]:
    """The command and everything below it, each with its full name."""
    name = "pinto" if parent is None else command.name
    context = click.Context(command, info_name=name, parent=parent, terminal_width=88)
    command._help_option = None  # click keeps that of the first context: of a test, for instance
    yield context
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found:
                yield from walk(found, context)


def _command(context: click.Context) -> str:
    return f"## {context.command_path}\n\n```text\n{context.get_help()}\n```\n"


# --- settings ---------------------------------------------------------------------------


def settings_page() -> str:
    rows = [
        f"| `{name}` | {default} | {meaning} |" for name, (default, meaning) in SETTINGS.items()
    ]
    head = [
        MADE,
        "# Settings",
        "",
        "All of them are variables of the environment; none is needed to begin.",
        "",
        "| Variable | Default | Meaning |",
        "|---|---|---|",
    ]
    tail = [
        "",
        "For `make` and tests: `PYTHON` names another Python;",
        "`PINTO_WITHOUT=browser,postgres,java` leaves out the tests that need what is not here.",
        "",
    ]
    return "\n".join(head + rows + tail)


def settings_read() -> set[str]:
    """The variables of the environment that Pinto reads, found in its source."""
    reads = re.compile(
        r"""(?:env\.\w+\(|environ\.get\(|environ\[|envvar=)\s*["']([A-Z][A-Z_]+)["']"""
    )
    texts = (
        path.read_text(encoding="utf-8")
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts
    )
    return {name for text in texts for name in reads.findall(text)}


# --- states of a load -------------------------------------------------------------------


def states_page() -> str:
    """The states, and which action leads to which, as the source of intake says."""
    meanings = dict(_states())
    rows = [f"| `{name}` | {meaning} |" for name, meaning in meanings.items()]
    moves = sorted(set(_moves()), key=lambda move: (move[0], list(meanings).index(move[1])))
    lines = [f"| `{action}` | `{state}` |" for action, state in moves]
    return "\n".join(
        [
            MADE,
            "# The states of a load",
            "",
            "A load is one file, from the moment it is handed in.",
            "",
            "| State | |",
            "|---|---|",
            *rows,
            "",
            "| Action | leads to |",
            "|---|---|",
            *lines,
            "",
            "How a load goes on after a crash: [Jobs and loads](../explanation/jobs-and-loads.md).",
            "",
        ]
    )


def _states() -> Iterator[tuple[str, str]]:
    """Each state with the comment beside it."""
    source = (SOURCE / "evidence/intake/models.py").read_text(encoding="utf-8")
    body = source.partition("class State(")[2].partition("\n\n")[0]
    yield from re.findall(r'^\s+([A-Z]+) = "[A-Z]+"\s+# (.*)$', body, re.M)


def _moves() -> Iterator[tuple[str, str]]:
    """(action, state) wherever an action of intake assigns a state to a load."""
    for path in sorted((SOURCE / "evidence/intake/actions").glob("*.py")):
        for action in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(action, ast.FunctionDef):
                for state in _assigned(action):
                    yield action.name.lstrip("_"), state


def _assigned(action: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(action):
        if isinstance(node, ast.Assign):
            targets = ast.unparse(node.targets[0])
            if "load.state" in targets:
                yield from re.findall(r"Load\.State\.([A-Z]+)", ast.unparse(node.value))


# --- the table of verification ----------------------------------------------------------


VERIFICATION = """
# The steps of verification

A household of a round stands in one of these states. Four acts never mix: find (ค้นหา), verify on
site (สอบทาน: visited by one officer, checked by another), certify in the village forum (รับรอง),
endorse by the amphoe (เห็นชอบ).

{drawing}

{table}

Who took the newest step may undo it, until the round is frozen; the step and its undoing both stay
on record. A decision of a forum is undone on the page of the forum. The days are Pinto's own: no
source gives any.

How to go through a round: [Verify households](../how-to/verify-households.md). Why it is so:
[0017](../decisions/0017-two-signatures.md). `pinto verification diagram` prints the same.
"""


def verification_page() -> str:
    """The table that the workflow itself asks, drawn and written out."""
    from pinto.evidence.verification.rules.diagram import drawing, table

    return MADE + VERIFICATION.format(drawing=drawing(), table=table())


# --- schemas ----------------------------------------------------------------------------


def schemas() -> Iterator[tuple[Path, str]]:
    from pinto.evidence.instruments import rules as instruments
    from pinto.evidence.quality.rules import rulesets
    from pinto.insight.estimates.rules import documents, library
    from pinto.insight.measures.rules import scorings

    for path, schema in (
        (REFERENCE / "schema" / "instrument.json", instruments.schema()),
        (REFERENCE / "schema" / "scoring.json", scorings.schema()),
        (REFERENCE / "schema" / "quality-rules.json", rulesets.schema()),
        (library.DATA / "specification.schema.json", documents.schema()),
    ):
        yield path, json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pinto.config.settings")
    django.setup()
    main()
