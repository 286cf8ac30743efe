"""One household's way through a round: where it stands, what comes next, who signed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pinto.evidence.registry.permissions import freeze_over, frozen_sentence, next_round_label
from pinto.evidence.registry.queries import home_name, latest_revisions
from pinto.evidence.verification.actions.forum import put_to_forum
from pinto.evidence.verification.actions.kinship import declare_kinship, withdraw_kinship
from pinto.evidence.verification.actions.photos import NoPhoto, record_visit
from pinto.evidence.verification.actions.proposals import propose_household
from pinto.evidence.verification.actions.steps import overtaken, take_step
from pinto.evidence.verification.actions.undoing import undo_step
from pinto.evidence.verification.forms import (
    ForumForm,
    ProposeForm,
    StepForm,
    VisitForm,
    opened_now,
)
from pinto.evidence.verification.permissions import (
    VERB_NAMES,
    Overtaken,
    check_may_undo,
    hindrance_sentence,
    roles_at,
    standing_name,
)
from pinto.evidence.verification.queries.answered import changed_among, newest_answers
from pinto.evidence.verification.queries.merged import (
    counted_under_another,
    merged_among,
    younger_row,
)
from pinto.evidence.verification.queries.photos import photo_of
from pinto.evidence.verification.queries.queue import forum_asked, forums_for, visitors
from pinto.evidence.verification.queries.showing import told
from pinto.evidence.verification.queries.standing import (
    effective_steps,
    kin_among,
    kin_declared,
    standing,
    timeline,
    verification,
)
from pinto.evidence.verification.rules.photos import kind_of
from pinto.evidence.verification.rules.transitions import (
    NEXT,
    SIGNED_OFF,
    TABLE,
    VERIFIED,
    Finding,
    Hindrance,
    State,
    Verb,
    judged,
    roles_for,
    verbs_from,
)
from pinto.evidence.verification.views.opening import (
    home_of,
    moment_asked,
    page,
    round_of,
    url,
)
from pinto.ground.access.queries import viewer_of
from pinto.ground.access.rules import Refused
from pinto.ground.access.views.acting import acting, done, uuid_of
from pinto.ground.places.queries import places_path
from pinto.ground.thai.errors import NotUnderstood
from pinto.ground.trail.actions import record

if TYPE_CHECKING:
    from pinto.evidence.registry.models import Household, Round
    from pinto.evidence.verification.models import Verification

# Why somebody of the right role still may not: said on the page, not only when tried.
_TOLD = frozenset({Hindrance.KIN, Hindrance.SIGNED, Hindrance.WROTE, Hindrance.CHANGED})
_HEAD = 16  # bytes by which a photo's type is told
_OWN_PAGE = frozenset({Verb.VISIT, Verb.CERTIFY, Verb.PROPOSE})  # have more than a small form


def _row(request: HttpRequest, household_id: UUID, round: Round) -> Verification | None:
    """Where the household stands; None where nobody proposed it, or the viewer may not know."""
    try:
        return verification(household_id, round=round, viewer=viewer_of(request))
    except ObjectDoesNotExist:
        return None


def _known(request: HttpRequest, household_id: UUID) -> tuple[Household, Round, Verification]:
    home, round = home_of(request, household_id), round_of(request)
    row = _row(request, household_id, round)
    if row is None:
        raise Http404
    return home, round, row


@require_safe
def household(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """The household's page of verification, now or as of a day."""
    home, round = home_of(request, household_id), round_of(request)
    viewer = viewer_of(request)
    try:
        asof, wrong = moment_asked(request), ""
    except NotUnderstood:
        asof, wrong = None, request.GET["asof"]
    _viewed(request, home, round)
    row = _row(request, household_id, round)
    freeze = freeze_over(round.pk, home.place.code)
    context: dict[str, Any] = {
        "row": row,
        "asof": request.GET.get("asof", "") if asof else "",
        "wrong_day": wrong,
        "freeze": frozen_sentence(freeze) if freeze else "",
        "next_round": next_round_label(round) if freeze else "",
        "merged": row is not None and row.pk in merged_among([row.pk]),
        "counted_elsewhere": bool(counted_under_another([home], round)),
        "younger": younger_row(home, round, viewer=viewer),
        "is_kin": bool(kin_among([home.pk], viewer.account_id)),
        "kin_of": kin_declared(home.pk, viewer=viewer),
    }
    proposes = roles_at(viewer, home.place.code) & roles_for(Verb.PROPOSE, State.UNLISTED)
    if (row is None or row.state == State.WITHDRAWN) and proposes:
        context["propose_form"] = ProposeForm()
    if row is not None:
        steps = timeline(row, until=asof)
        context |= {
            "steps": [
                told(each, viewer=viewer, place_code=row.place.code) for each in reversed(steps)
            ],
            "state": State(steps[-1].target) if steps else State.UNLISTED,
            "stations": _stations(State(steps[-1].target) if steps else None, row),
            "token": row.steps_taken,
        }
        if asof is None:
            context |= _next_steps(request, row) | _changed(row)
        finding = next((step.finding for step in reversed(steps) if step.finding), "")
        context["state_name"] = standing_name(context["state"], finding if asof else row.finding)
    return _page(request, "household", home, round, **context)


def _next_steps(request: HttpRequest, row: Verification) -> dict[str, Any]:
    """The forms of what this viewer may do now, and why other steps of the role may not be."""
    viewer, state = viewer_of(request), State(row.state)
    situation, actor, freeze = standing(row, viewer=viewer)
    allowed, hindered = [], []
    for verb in verbs_from(state):
        verdict = judged(verb, situation, actor)
        if verdict.allowed:
            allowed.append(verb)
        elif verdict.hindrance in _TOLD:
            hindered.append((VERB_NAMES[verb], hindrance_sentence(verdict, state)))
    people = (
        [(each.pk, str(each)) for each in visitors(row.place.code, viewer=viewer)]
        if Verb.ASSIGN in allowed
        else []
    )
    forms = [
        {
            "verb": verb,
            "name": VERB_NAMES[verb],
            "form": StepForm(
                verb, state, people, initial={"verb": verb.value, "seen": row.steps_taken}
            ),
            "asks": bool(TABLE[state, verb].needs),
        }
        for verb in allowed
        if verb not in _OWN_PAGE
    ]
    onward = Verb.REOPEN if Verb.REOPEN in allowed else NEXT.get(state)
    newest = effective_steps().filter(verification=row).order_by("-number").first()
    try:
        check_may_undo(newest, viewer=viewer, freeze=freeze)
    except Refused:
        newest = None
    context: dict[str, Any] = {
        "first": next((each for each in forms if each["verb"] is onward), None),
        "others": [each for each in forms if each["verb"] is not onward],
        "hindered": hindered,
        "may_visit": Verb.VISIT in allowed,
        "visit_is_next": onward is Verb.VISIT or (state is State.PROPOSED and not people),
        "undoable": newest,
        "undo_name": VERB_NAMES[Verb(newest.verb)] if newest else "",
    }
    if Verb.CERTIFY in allowed:
        waiting = forum_asked(row)
        forums = [] if waiting else forums_for(row.place.code, viewer=viewer)
        context |= {
            "may_certify": True,
            "waiting_forum": waiting,
            "forum_form": ForumForm([(each.pk, each.title) for each in forums]) if forums else None,
        }
    return context


def _changed(row: Verification) -> dict[str, Any]:
    """Whether answers changed after they were checked: by whom, and when."""
    if State(row.state) not in SIGNED_OFF or not changed_among([row.pk]):
        return {}
    newest = newest_answers(row)
    assert newest is not None  # noqa: S101  (something changed)
    return {"changed": True, "changed_by": newest[0], "changed_at": newest[1].at}


def _stations(state: State | None, row: Verification) -> list[dict[str, Any]]:
    """The four acts, each done, now, or still to come."""
    turned = State(row.turned_from) if row.turned_from else None
    way = [State.PROPOSED, State.VISITED, State.CHECKED, State.CERTIFIED, State.ENDORSED]
    names = [_("Found"), _("Visited"), _("Checked"), _("Certified"), _("Endorsed")]
    stands = turned if state in (State.RETURNED, State.APPEALED) else state
    if stands is State.ASSIGNED:
        stands = State.PROPOSED
    if stands in VERIFIED:  # before that a finding is the visitor's
        certified = standing_name(State.CERTIFIED, row.finding)
        names[3] = str(certified) if row.finding == Finding.NOT_POOR else names[3]
    reached = way.index(stands) if stands in way else -1
    return [
        {"name": name, "done": number <= reached, "now": number == reached}
        for number, name in enumerate(names)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """The visit is written down, on a phone at the door."""
    home, round, row = _known(request, household_id)
    today = timezone.localdate()
    situation, actor, _freeze = standing(row, viewer=viewer_of(request))
    verdict = judged(Verb.VISIT, situation, actor)
    if not verdict.allowed:
        raise Refused(hindrance_sentence(verdict, State(row.state)))
    form = VisitForm(
        home.pk,
        today,
        request.POST or None,
        request.FILES or None,
        initial={
            "on": today, "consent": "NOT_ASKED", "verb": Verb.VISIT, "seen": row.steps_taken,
            "opened": opened_now(home.pk),
        },
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        answers = latest_revisions([home.pk], round).get(home.pk)
        try:
            record_visit(
                verification_id=row.pk,
                given=form.given(answers.pk if answers else None),
                photo=form.cleaned_data["photo"],
                seen=form.cleaned_data["seen"],
                **acting(request),
            )
        except Overtaken as late:
            form.add_error(None, str(late))
        except NoPhoto as refused:
            form.add_error("photo", str(refused))
        else:
            messages.success(request, _("The visit is recorded. Another officer checks it now."))
            return HttpResponseRedirect(_own(home, round))
    if not form.is_bound:
        _viewed(request, home, round)
    status = 422 if form.is_bound else 200
    return _page(request, "visit", home, round, status=status, row=row, form=form)


@require_safe
def photo(request: HttpRequest, household_id: UUID, step_id: UUID) -> HttpResponseBase:
    """The photo of a visit, to whom the household is shown; who looked is recorded."""
    home, round, row = _known(request, household_id)
    try:
        path = photo_of(row, step_id)
        file = path.open("rb")
    except (ObjectDoesNotExist, FileNotFoundError):
        raise Http404 from None
    _viewed(request, home, round, field="photo")
    begins = file.read(_HEAD)
    file.seek(0)
    response = FileResponse(file, content_type=kind_of(begins))
    add_never_cache_headers(response)
    return response


@require_POST
def step(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """The household takes the step of the form."""
    home, round, row = _known(request, household_id)
    try:
        verb = Verb(request.POST.get("verb", ""))
        TABLE[State(row.state), verb]
    except (ValueError, KeyError):
        messages.error(request, str(overtaken(row, viewer_of(request))))
        return HttpResponseRedirect(_own(home, round))
    viewer = viewer_of(request)
    people = [(each.pk, str(each)) for each in visitors(row.place.code, viewer=viewer)]
    form = StepForm(verb, State(row.state), people, request.POST)
    if verb in _OWN_PAGE or not form.is_valid():
        told_ = " ".join(str(error) for errors in form.errors.values() for error in errors)
        messages.error(request, told_ or _("This step has its own page."))
        return HttpResponseRedirect(_own(home, round))
    return done(
        request,
        lambda: take_step(
            verification_id=row.pk,
            verb=verb,
            given=form.given(),
            seen=form.cleaned_data["seen"],
            **acting(request),
        ),
        _("Done: %(step)s.") % {"step": VERB_NAMES[verb]},
        _own(home, round),
    )


@require_POST
def propose(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """The household is proposed for verification."""
    home, round = home_of(request, household_id), round_of(request)
    form = ProposeForm(request.POST)
    if not form.is_valid():
        return _page(request, "household", home, round, status=422, row=None, propose_form=form)
    return done(
        request,
        lambda: propose_household(
            household_id=home.pk, round=round, **form.cleaned_data, **acting(request)
        ),
        _("Proposed. Next, somebody is named to visit the family."),
        _own(home, round),
    )


@require_POST
def undo(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """The viewer's own newest step is taken back."""
    home, round, row = _known(request, household_id)
    seen = request.POST.get("seen", "")
    return done(
        request,
        lambda: undo_step(
            verification_id=row.pk, seen=int(seen) if seen.isdigit() else -1, **acting(request)
        ),
        _("Taken back. Both steps stay on record."),
        _own(home, round),
    )


@require_POST
def forum(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """The household is put to a village forum."""
    home, round, row = _known(request, household_id)
    forums = forums_for(row.place.code, viewer=viewer_of(request))
    form = ForumForm([(each.pk, each.title) for each in forums], request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose the forum that decides."))
        return HttpResponseRedirect(_own(home, round))
    return done(
        request,
        lambda: put_to_forum(
            verification_ids=[row.pk],
            meeting_id=UUID(form.cleaned_data["forum"]),
            voice=form.cleaned_data["voice"],
            closed=form.cleaned_data["closed"],
            **acting(request),
        ),
        _("The forum will be asked. Its decision certifies the household."),
        _own(home, round),
    )


@require_POST
def kin(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """The viewer declares the household as their own or kin's, or withdraws a colleague's word."""
    home, round = home_of(request, household_id), round_of(request)
    kind = request.POST.get("kind", "")
    if kind in ("OWN", "KIN"):
        return done(
            request,
            lambda: declare_kinship(household_id=home.pk, kind=kind, **acting(request)),
            _("Declared. Others take the steps on this household."),
            _own(home, round),
        )
    return done(
        request,
        lambda: withdraw_kinship(
            household_id=home.pk,
            account_id=uuid_of(request.POST.get("account", "") or str(request.user.pk)),
            **acting(request),
        ),
        _("The declaration is withdrawn."),
        _own(home, round),
    )


def _viewed(request: HttpRequest, home: Household, round: Round, **what: str) -> None:
    record(
        what="household.viewed",
        on=("household", home.pk),
        by=viewer_of(request),
        at=timezone.now(),
        round=round.label,
        **what,
    )


def _own(home: Household, round: Round) -> str:
    return url("verification_household", home.pk, round=round)


def _page(
    request: HttpRequest,
    template: str,
    home: Household,
    round: Round,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """The page with its way back."""
    name = home_name(home)
    return page(
        request,
        template,
        status=status,
        home=home,
        name=name,
        round=round,
        path=[*places_path(home.place), (name, f"/hh/{home.pk}/?round={round.label}")],
        own=_own(home, round),
        **context,
    )
