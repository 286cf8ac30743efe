"""Fragments of quality on other rooms' pages; ``settings.PANELS`` names them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from pinto.evidence.quality.queries.standing import Far, Open, Standing, standing
from pinto.evidence.quality.rules.robust import FAR_AMOUNT
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, may


def open_findings(request: HttpRequest, household: Any) -> str:
    """What disagrees at this household now, and what was accepted; empty where nothing does.

    The page that shows it has checked that the household may be seen.
    """
    viewer = viewer_of(request)
    found = standing(household, label=request.GET.get("round", ""), viewer=viewer)
    if found is None or not (found.broken or found.far):
        return ""
    lines = [_line(household, found, each) for each in found.broken]
    lines += [_far_line(household, found, each) for each in found.far]
    context = {
        "open": [line for line in lines if line["acceptance"] is None],
        "accepted": [line for line in lines if line["acceptance"] is not None],
        "answers": f"{reverse('answers', args=[household.pk])}?round={found.round.label}",
        "decides": may(viewer, Capability.EDIT_HOUSEHOLDS, household.place.code),
    }
    return render_to_string("quality/panel.html", context, request)


def _line(household: Any, found: Standing, each: Open) -> dict[str, Any]:
    language = get_language() or "th"
    questions = [(found.asked.question(name), answer) for name, answer in each.answers]
    return {
        "title": each.rule.title.label(language),
        "says": each.rule.disagrees.label(language),
        "mend": each.rule.mend.label(language),
        "who": each.who,
        "grave": each.rule.severity == "error",
        "answers": [
            (question.label(language), _words(question, answer, language))
            for question, answer in questions
        ],
        "acceptance": each.acceptance,
        **_urls(household, found, each.rule.id),
    }


def _far_line(household: Any, found: Standing, each: Far) -> dict[str, Any]:
    language = get_language() or "th"
    question = found.asked.question(each.question)
    return {
        "title": question.label(language),
        "far": each,
        "unit": question.unit_label(language),
        "acceptance": each.acceptance,
        **_urls(household, found, f"{FAR_AMOUNT}{each.question}"),
    }


def _words(question: Any, answer: Any, language: str) -> str:
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        return f"{answer:,.10g} {question.unit_label(language)}".strip()
    return str(question.answer_label(answer, language))


def _urls(household: Any, found: Standing, rule: str) -> dict[str, str]:
    query = f"?round={found.round.label}"
    return {
        "id": rule,
        "accept": reverse("finding_accept", args=[household.pk, rule]) + query,
        "undo": reverse("finding_undo", args=[household.pk, rule]) + query,
    }
