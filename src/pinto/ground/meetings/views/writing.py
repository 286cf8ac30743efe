"""What is written into a meeting: seats, attendance, questions, outcomes, minutes."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.access.views.acting import acting, done
from pinto.ground.meetings import actions
from pinto.ground.meetings.forms import (
    AgendaForm,
    CloseForm,
    OutcomeForm,
    QuestionForm,
)
from pinto.ground.meetings.permissions import check_may_hold, check_open
from pinto.ground.meetings.queries import (
    agenda_of,
    asked,
    proposals_of,
    undecided,
)
from pinto.ground.meetings.queries.words import outcome_called
from pinto.ground.meetings.views.meetings import filled_in
from pinto.ground.meetings.views.opening import own, page, seen


@require_POST
def agenda(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The agenda has one more point."""
    found = seen(request, meeting_id)
    return filled_in(
        request,
        found,
        AgendaForm(request.POST, auto_id="agenda_%s"),
        lambda typed: actions.add_agenda_item(meeting_id=meeting_id, **typed, **acting(request)),
        _("The agenda has one more point."),
        "agenda",
    )


@require_POST
def propose(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """A general question is put to the meeting."""
    found = seen(request, meeting_id)
    return filled_in(
        request,
        found,
        QuestionForm(request.POST, auto_id="question_%s"),
        lambda typed: actions.propose(meeting_id=meeting_id, **typed, **acting(request)),
        _("The question is put to the meeting."),
        "questions",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, meeting_id: UUID, proposal_id: UUID) -> HttpResponse:
    """One question: what the meeting says to it. The next one follows."""
    viewer = viewer_of(request)
    found = seen(request, meeting_id)
    check_may_hold(viewer, found.place.code)
    put = proposals_of(found)
    try:
        shown = asked([put.get(pk=proposal_id)], found, viewer=viewer)[0]
    except ObjectDoesNotExist:
        raise Http404 from None
    form = OutcomeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.decide(
                proposal_id=proposal_id,
                outcome=form.cleaned_data["outcome"],
                votes=form.votes,
                objections=form.raised,
                **acting(request),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            said = outcome_called(form.cleaned_data["outcome"])
            messages.success(
                request,
                _("Question %(number)d: %(outcome)s.")
                % {"number": shown.proposal.number, "outcome": said},
            )
            following = undecided(put.filter(number__gt=shown.proposal.number)).first()
            then = (
                reverse("meeting_question", args=[meeting_id, following.pk])
                if following
                else own(meeting_id, "#questions")
            )
            return HttpResponseRedirect(then)
    return page(
        request,
        "question",
        found,
        status=422 if form.is_bound else 200,
        shown=shown,
        form=form,
        total=put.count(),
        earlier=put.filter(number__lt=shown.proposal.number).last(),
        later=put.filter(number__gt=shown.proposal.number).first(),
    )


@require_POST
def agree_all(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Nobody objected: every question that is left is agreed at once."""
    meeting = seen(request, meeting_id)
    made: list[object] = []
    then = own(meeting_id, "#questions")
    try:
        made += actions.agree_all(meeting_id=meeting_id, **acting(request))
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(then)
    said = ngettext("%(count)d question agreed.", "%(count)d questions agreed.", len(made))
    messages.success(request, said % {"count": len(made)})
    left = undecided(proposals_of(meeting).filter(closed=False))
    names = [each.name for each in asked(left, meeting, viewer=viewer_of(request))]
    if names:
        told = _("Not decided, since they cannot be decided now: %(names)s. Open each to see why.")
        messages.error(request, told % {"names": ", ".join(names)})
    return HttpResponseRedirect(then)


@require_POST
def undo(request: HttpRequest, meeting_id: UUID, proposal_id: UUID) -> HttpResponse:
    """The outcome is taken back; the question is open again."""
    seen(request, meeting_id)
    return done(
        request,
        lambda: actions.undo_decision(proposal_id=proposal_id, **acting(request)),
        _("The decision was undone. The question is open again."),
        reverse("meeting_question", args=[meeting_id, proposal_id]),
    )


@require_POST
def withdraw(request: HttpRequest, meeting_id: UUID, proposal_id: UUID) -> HttpResponse:
    """The question is no longer put."""
    seen(request, meeting_id)
    return done(
        request,
        lambda: actions.withdraw_proposal(proposal_id=proposal_id, **acting(request)),
        _("The question was taken back."),
        own(meeting_id, "#questions"),
    )


@require_POST
def hearing(request: HttpRequest, meeting_id: UUID, proposal_id: UUID) -> HttpResponse:
    """The family is heard without the public, or in public again."""
    seen(request, meeting_id)
    closed = request.POST.get("closed") == "yes"
    said = (
        _("Heard without the public: the sheets for the village leave it out.")
        if closed
        else _("Heard in public again.")
    )
    return done(
        request,
        lambda: actions.hear_closed(proposal_id=proposal_id, closed=closed, **acting(request)),
        said,
        reverse("meeting_question", args=[meeting_id, proposal_id]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """What was said under each point of the agenda."""
    found = seen(request, meeting_id)
    check_may_hold(viewer_of(request), found.place.code)
    check_open(found)
    points = agenda_of(found)
    if request.method == "POST":
        texts = {
            point.number: request.POST[f"m{point.number}"].strip()[:20_000]
            for point in points
            if f"m{point.number}" in request.POST
        }
        return done(
            request,
            lambda: actions.write_minutes(meeting_id=meeting_id, texts=texts, **acting(request)),
            _("The minutes are saved."),
            own(meeting_id, "minutes/"),
        )
    return page(request, "write", found, agenda=points)


@require_POST
def close(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The minutes become final."""
    seen(request, meeting_id)
    form = CloseForm(request.POST)
    ended_at = form.cleaned_data["ended_at"] if form.is_valid() else None
    return done(
        request,
        lambda: actions.close_meeting(meeting_id=meeting_id, ended_at=ended_at, **acting(request)),
        _("The meeting is closed. Its minutes can be printed."),
        own(meeting_id),
    )


@require_POST
def call_off(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """The meeting does not take place."""
    seen(request, meeting_id)
    return done(
        request,
        lambda: actions.call_off(meeting_id=meeting_id, **acting(request)),
        _("The meeting was called off."),
        own(meeting_id),
    )
