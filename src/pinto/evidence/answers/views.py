"""Pages of one household's answers: read, correct, add, go back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pinto.evidence.answers.actions import (
    Correction,
    Overtaken,
    add_house,
    add_household,
    add_member,
    bring_back,
    correct_answers,
    correct_member,
    remove_house,
    remove_member,
)
from pinto.evidence.answers.forms import (
    SOURCES,
    AnswersForm,
    FurtherHouseForm,
    HouseholdForm,
    PersonForm,
    WhyForm,
)
from pinto.evidence.answers.permissions import check_may_correct
from pinto.evidence.answers.queries import (
    Sheet,
    history,
    holder_of,
    houses_alike,
    sheet,
    villages,
)
from pinto.evidence.answers.rules import Source
from pinto.evidence.instruments.rules import Level
from pinto.evidence.registry.actions.rounds import open_round
from pinto.evidence.registry.queries import further_houses, newest_round, person_name
from pinto.ground.access.permissions import check_may
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Capability, Refused, may
from pinto.ground.trail.actions import record


def _sheet(request: HttpRequest, household_id: UUID) -> Sheet:
    try:
        return sheet(household_id, label=request.GET.get("round", ""), viewer=viewer_of(request))
    except (ObjectDoesNotExist, LookupError):
        raise Http404 from None


def _page(request: HttpRequest, template: str, shown: Sheet, **more: Any) -> HttpResponse:
    """The page with its way back; what it shows of a family is recorded and never cached."""
    home = shown.household
    record(
        what="household.viewed",
        on=("household", home.pk),
        by=viewer_of(request),
        at=timezone.now(),
        round=shown.round.label,
    )
    places: list[tuple[str, str]] = []
    place: Any = home.place
    while place is not None:
        english = get_language() == "en" and place.name_en
        places.insert(0, (english or place.name_th, f"/area/{place.code}/"))
        place = place.parent
    name = person_name(home.head) or home.house_no
    context = {
        "shown": shown,
        "home": home,
        "name": name,
        "path": [*places, (name, f"/hh/{home.pk}/?round={shown.round.label}")],
        "may_correct": may(viewer_of(request), Capability.EDIT_HOUSEHOLDS, home.place.code),
        "back": _url("answers", shown),
        **more,
    }
    form = more.get("form")
    status = 422 if form is not None and form.is_bound else 200
    response = render(request, f"answers/{template}.html", context, status=status)
    add_never_cache_headers(response)
    return response


def _url(name: str, shown: Sheet, *more: Any) -> str:
    path = reverse(name, args=[shown.household.pk, *more])
    return f"{path}?round={shown.round.label}"


@require_safe
def answers(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Everything the household answered in a round, by part, and what is not known."""
    shown = _sheet(request, household_id)
    language = get_language() or "th"
    parts = []
    for part in shown.asked.parts:
        every = [q for q in part.plain() if q.level is Level.HOUSEHOLD]
        asked = [q for q in every if q.id not in shown.hidden]
        if not every:
            continue
        lines = [
            (
                q.label(language),
                _words(q, shown.revision.answers.get(q.id), language),
                q.unit_label(language),
            )
            for q in asked
        ]
        known = sum(words != "" for _label, words, _unit in lines)
        parts.append(
            {
                "id": part.id,
                "label": part.label(language),
                "lines": [line for line in lines if line[1]],
                "known": known,
                "asked": len(lines),
                "hidden": len(every) - len(asked),
                "url": _url("answers_part", shown, part.id),
            }
        )
    members = [
        {
            "name": person_name(member.person),
            "lines": [
                (
                    q.label(language),
                    _words(q, member.answers.get(q.id), language),
                    q.unit_label(language),
                )
                for q in shown.asked.questions(Level.MEMBER)
                if q.id not in shown.hidden and member.answers.get(q.id) not in (None, [])
            ],
            "url": _url("member", shown, member.person_id),
        }
        for member in shown.members
    ]
    return _page(
        request,
        "answers",
        shown,
        parts=parts,
        members=members,
        houses=further_houses([shown.household.pk]).get(shown.household.pk, []),
        houses_url=_url("houses", shown),
        history_url=_url("answers_history", shown),
        add_url=_url("member_new", shown),
    )


def _words(question: Any, answer: Any, language: str) -> str:
    if answer is None or answer == []:
        return ""
    if isinstance(answer, int | float) and not isinstance(answer, bool):
        return f"{answer:,.10g}"
    return str(question.answer_label(answer, language))


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, household_id: UUID, part: str) -> HttpResponse:
    """The household's answers of one part, to correct them."""
    shown = _sheet(request, household_id)
    check_may_correct(viewer_of(request), shown.household)
    found = next((each for each in shown.asked.parts if each.id == part), None)
    asked = [q for q in found.plain() if q.level is Level.HOUSEHOLD] if found else []
    if found is None or not asked:
        raise Http404
    form = AnswersForm(
        asked,
        shown.revision.answers,
        request.POST or None,
        initial=_looked_at(shown),
        closed=shown.hidden,
    )
    title = found.label(get_language() or "th")
    if request.method == "POST" and form.is_valid():
        correction = _correction(request, shown, form)
        return _corrected(
            request, shown, form, title, correct_answers, correction=correction, said=form.said()
        )
    return _page(request, "correct", shown, form=form, title=title)


def _looked_at(shown: Sheet) -> dict[str, Any]:
    return {"based_on": shown.revision.pk}


def _corrected(
    request: HttpRequest,
    shown: Sheet,
    form: AnswersForm,
    title: str,
    correct: Callable[..., bool],
    who: PersonForm | None = None,
    **how: Any,
) -> HttpResponse:
    """Back to the answers; where somebody was quicker, the form again with all that was typed."""
    try:
        differed = correct(**how)
    except Overtaken as overtaken:
        form.add_error(None, str(overtaken))
        return _page(request, "correct", shown, form=form, who=who, title=title, overtaken=True)
    if differed or form.gave_closed():  # else a guess would tell what stands there
        messages.success(request, _("Corrected. The score on the page of the household is new."))
    else:
        messages.info(request, _("Nothing was different: nothing was changed."))
    return HttpResponseRedirect(_url("answers", shown))


def _correction(request: HttpRequest, shown: Sheet, form: WhyForm) -> Correction:
    return Correction(
        household_id=shown.household.pk,
        round=shown.round,
        based_on=form.cleaned_data["based_on"],
        source=form.cleaned_data["source"],
        reason=form.cleaned_data["reason"],
        viewer=viewer_of(request),
        by=request.user,
        at=timezone.now(),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def member(request: HttpRequest, household_id: UUID, person_id: UUID) -> HttpResponse:
    """A member: who they are, and what was answered about them, to correct it."""
    shown = _sheet(request, household_id)
    check_may_correct(viewer_of(request), shown.household)
    try:
        found = shown.member(person_id)
    except LookupError:
        raise Http404 from None
    asked = shown.asked.questions(Level.MEMBER)
    data = request.POST or None
    person = found.person
    who = PersonForm(
        data,
        initial={
            "title": person.title,
            "given_name": person.given_name,
            "surname": person.surname,
            "sex": person.sex,
        },
    )
    form = AnswersForm(asked, found.answers, data, initial=_looked_at(shown), closed=shown.hidden)
    if request.method == "POST" and all([who.is_valid(), form.is_valid()]):
        _refuse_known(request, who, besides=person_id)
        if not who.errors:
            return _corrected(
                request,
                shown,
                form,
                person_name(person),
                correct_member,
                who=who,
                correction=_correction(request, shown, form),
                person_id=person_id,
                written=who.written(),
                said=form.said(),
            )
    return _page(
        request,
        "correct",
        shown,
        form=form,
        who=who,
        title=person_name(person),
        left_url=_url("member_left", shown, person_id),
        left=WhyForm(initial=_looked_at(shown), auto_id="left_%s"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_member(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Somebody more, as written down."""
    shown = _sheet(request, household_id)
    check_may_correct(viewer_of(request), shown.household)
    asked = [q for q in shown.asked.questions(Level.MEMBER) if q.id == "relation"]
    data = request.POST or None
    who, form = PersonForm(data), AnswersForm(asked, {}, data, initial=_looked_at(shown))
    if request.method == "POST" and all([who.is_valid(), form.is_valid()]):
        _refuse_known(request, who)
        if not who.errors:
            told = {name: answer for name, answer in form.said().items() if answer is not None}
            try:
                person = add_member(
                    correction=_correction(request, shown, form), written=who.written(told)
                )
            except Overtaken as overtaken:
                form.add_error(None, str(overtaken))
            else:
                said = _("%(name)s was added. Fill in the rest.") % {"name": person_name(person)}
                messages.success(request, said)
                return HttpResponseRedirect(_url("member", shown, person.pk))
    return _page(request, "correct", shown, form=form, who=who, title=_("Add a member"))


def _refuse_known(request: HttpRequest, who: PersonForm, besides: UUID | None = None) -> None:
    """One ID is one person: whoever holds it already is named, if the officer may see them."""
    number = who.cleaned_data["national_id"]
    holder = holder_of(number, viewer=viewer_of(request)) if number else None
    if holder is not None and holder.pk != besides:
        who.add_error(
            "national_id",
            _("This ID is on record: %(name)s.") % {"name": person_name(holder)},
        )


@require_POST
def left(request: HttpRequest, household_id: UUID, person_id: UUID) -> HttpResponse:
    """Somebody is not a member of this household in this round."""
    shown = _sheet(request, household_id)
    form = WhyForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Say in a few words why it is corrected."))
        return HttpResponseRedirect(_url("member", shown, person_id))
    try:
        remove_member(correction=_correction(request, shown, form), person_id=person_id)
        messages.success(request, _("The member was taken off the list. The history keeps it."))
    except Overtaken as overtaken:
        messages.error(request, str(overtaken))
    return HttpResponseRedirect(_url("answers", shown))


@require_http_methods(["GET", "HEAD", "POST"])
def changes(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """How the answers came to be, newest first; any earlier state can be brought back."""
    shown = _sheet(request, household_id)
    if request.method == "POST":
        return _brought_back(request, shown)
    sources = {
        **dict(SOURCES),
        Source.HISTORY: _("an earlier state"),
        "file": _("a file"),
        "survey": _("a survey"),
    }
    told = [
        (change, sources.get(change.source, change.source))
        for change in history(shown, language=get_language() or "th")
    ]
    return _page(request, "history", shown, changes=told)


def _brought_back(request: HttpRequest, shown: Sheet) -> HttpResponse:
    try:
        correction = Correction(
            household_id=shown.household.pk,
            round=shown.round,
            based_on=UUID(request.POST.get("based_on", "")),
            source=Source.HISTORY,
            reason=_("Brought back"),
            viewer=viewer_of(request),
            by=request.user,
            at=timezone.now(),
        )
        bring_back(correction=correction, revision_id=UUID(request.POST.get("revision", "")))
        messages.success(request, _("Brought back. What stood there before is in the history."))
    except Overtaken as overtaken:
        messages.error(request, str(overtaken))
    except (ValueError, ObjectDoesNotExist):
        raise Http404 from None
    return HttpResponseRedirect(_url("answers_history", shown))


@require_http_methods(["GET", "HEAD", "POST"])
def houses(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """The houses of a household that lives in several; another one can be added."""
    shown, viewer = _sheet(request, household_id), viewer_of(request)
    home = shown.household
    check_may_correct(viewer, home)
    form = FurtherHouseForm(villages(viewer), request.POST or None, initial={"place": home.place})
    if request.method == "POST" and form.is_valid():
        try:
            house = add_house(
                household_id=home.pk,
                **form.cleaned_data,
                viewer=viewer,
                by=request.user,
                at=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The house was added to the household."))
            _tell_of_others(request, shown, house)
            return HttpResponseRedirect(_url("houses", shown))
    further = further_houses([home.pk]).get(home.pk, [])
    return _page(request, "houses", shown, form=form, houses=further)


def _tell_of_others(request: HttpRequest, shown: Sheet, house: Any) -> None:
    """An address holds several families; two records of one family are another matter."""
    alike = houses_alike(
        place=house.place,
        house_code=house.house_code,
        house_no=house.house_no,
        viewer=viewer_of(request),
    )
    names = [person_name(home.head) or home.house_no for home in alike if home != shown.household]
    if names:
        said = _("This house is also on record for: %(names)s. Is it the same family twice?")
        messages.warning(request, said % {"names": ", ".join(names)})


@require_POST
def house_left(request: HttpRequest, household_id: UUID, house_id: UUID) -> HttpResponse:
    """The household does not live in that further house any more."""
    shown = _sheet(request, household_id)
    try:
        remove_house(
            household_id=household_id,
            house_id=house_id,
            viewer=viewer_of(request),
            by=request.user,
            at=timezone.now(),
        )
    except ObjectDoesNotExist:
        raise Http404 from None
    messages.success(request, _("The house was taken off. The history keeps it."))
    return HttpResponseRedirect(_url("houses", shown))


@require_http_methods(["GET", "HEAD", "POST"])
def new_household(request: HttpRequest) -> HttpResponse:
    """A household nobody has listed yet: where it lives and who heads it, in a minute."""
    viewer, area = viewer_of(request), request.GET.get("area", "")
    check_may(viewer, Capability.EDIT_HOUSEHOLDS, area)
    places = villages(viewer)
    form = HouseholdForm(
        places,
        request.POST or None,
        initial={
            "round": newest_round(timezone.localdate()),
            "place": places.filter(code=area).first(),
        },
    )
    if request.method == "POST" and form.is_valid():
        _refuse_known(request, form)
        typed = form.cleaned_data
        form.alike = houses_alike(
            place=typed["place"],
            house_code=typed["house_code"],
            house_no=typed["house_no"],
            viewer=viewer,
        )
        if not form.errors and (typed["another"] or not form.alike):
            return _added(request, form)
    status = 422 if form.is_bound else 200
    return render(request, "answers/new.html", {"form": form}, status=status)


def _added(request: HttpRequest, form: HouseholdForm) -> HttpResponse:
    typed, now = form.cleaned_data, timezone.now()
    year, sequence = typed["round"]
    home = add_household(
        place=typed["place"],
        round=open_round(
            year=year,
            sequence=sequence,
            by=request.user,
            at=now,
        ),
        house_no=typed["house_no"],
        house_code=typed["house_code"],
        head=form.written(),
        source=typed["source"],
        reason=_("Not listed before"),
        viewer=viewer_of(request),
        by=request.user,
        at=now,
    )
    messages.success(request, _("The household was added. Now its answers."))
    return redirect("answers", home.pk)
