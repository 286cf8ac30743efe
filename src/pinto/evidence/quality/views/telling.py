"""How agreement is told on a page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext

from pinto.evidence.quality.queries.second import Agreement
from pinto.evidence.quality.rules.agreement import FEWEST


def agreement_context(found: list[Agreement]) -> dict[str, Any]:
    """Each question with its agreement, and in words why something is not told."""
    language = get_language() or "th"
    lines = [
        {
            "question": each.question.label(language),
            "unit": each.question.unit_label(language),
            "pairs": each.pairs,
            "enough": each.enough,
            "kappa": each.kappa,
            "difference": each.difference,
            "why": gettext(each.kappa.why) if each.kappa and each.kappa.why else "",
        }
        for each in found
    ]
    return {
        "agreements": lines,
        "told": any(line["enough"] for line in lines),
        "fewest": FEWEST,
    }
