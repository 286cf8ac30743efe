"""The table of verification as a page: a drawing and the table itself, in Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pinto.evidence.verification.rules.transitions import (
    CONFLICTS,
    DAYS,
    IMPARTIAL,
    NOT_BY_WRITERS,
    ON_CHECKED_ANSWERS,
    TRANSITIONS,
    State,
    Transition,
)

# Where a step without a target of its own can lead.
_BACK = {
    State.RETURNED: "where the question came from",
    State.APPEALED: "where it was appealed",
}


def drawing() -> str:
    """The states and steps as a Mermaid diagram.

    >>> print(drawing().splitlines()[1])
    stateDiagram-v2
    """
    lines = ["```mermaid", "stateDiagram-v2"]
    for line in TRANSITIONS:
        source = "[*]" if line.source is State.UNLISTED else line.source.value
        lines += [
            f"    {source} --> {target.value}: {line.verb.lower()}" for target in _targets(line)
        ]
    return "\n".join([*lines, "    ENDORSED --> [*]: frozen with its round", "```"])


def _targets(line: Transition) -> Iterator[State]:
    if line.target is not None:
        yield line.target
        return
    turn = next(
        other.verb for other in TRANSITIONS if other.target is line.source
    )  # what led here: RETURN, APPEAL
    yield from (other.source for other in TRANSITIONS if other.verb is turn)


def table() -> str:
    """Every line of the table in words, then who may not do both, and the days."""
    rows = ["| From | Step | To | Who | What must be given |", "|---|---|---|---|---|"]
    for line in TRANSITIONS:
        to = line.target.value if line.target else _BACK[line.source]
        rows.append(
            f"| {_from(line.source)} | {line.verb.lower()} | {to} | {_listed(line.roles)}"
            f" | {_listed(line.needs) or '–'} |"
        )
    rows += ["", "| Who did this | may not, on the same household |", "|---|---|"]
    done = sorted({verb for verbs in CONFLICTS.values() for verb in verbs})
    for verb in done:
        others = [other for other, verbs in CONFLICTS.items() if verb in verbs]
        rows.append(f"| {verb.lower()} | {_listed(others)} |")
    rows += [
        "",
        f"Who wrote answers of the household in the round may not {_listed(NOT_BY_WRITERS)}.",
        "",
        f"Once checked answers change, nobody may {_listed(ON_CHECKED_ANSWERS)}; check again.",
        "",
        f"On an own household, or that of declared kin, nobody may {_listed(IMPARTIAL)}.",
        "",
        "| Waits in | days, then it is overdue |",
        "|---|---|",
        *(f"| {state.value} | {days} |" for state, days in DAYS.items()),
    ]
    return "\n".join(rows)


def _from(state: State) -> str:
    return "not proposed" if state is State.UNLISTED else state.value


def _listed(words: Iterable[object]) -> str:
    return ", ".join(sorted(str(word).lower().replace("_", " ") for word in words))
