"""Addresses of meetings, below /meetings/."""

from django.urls import path

from pinto.ground.meetings.views import attending, meetings, papers, writing

_ONE = "<uuid:meeting_id>"
_QUESTION = f"{_ONE}/questions/<uuid:proposal_id>"

urlpatterns = [
    path("", meetings.meetings, name="meetings"),
    path("new/", meetings.new_meeting, name="meeting_new"),
    path(f"{_ONE}/", meetings.meeting, name="meeting"),
    path(f"{_ONE}/change/", meetings.change, name="meeting_change"),
    path(f"{_ONE}/attendance/", attending.attendance, name="meeting_attendance"),
    path(f"{_ONE}/quorum/", attending.quorum, name="meeting_quorum"),
    path(f"{_ONE}/count/", attending.count, name="meeting_count"),
    path(f"{_ONE}/seats/", attending.seat, name="meeting_seat"),
    path(f"{_ONE}/seats/<uuid:seat_id>/remove/", attending.unseat, name="meeting_unseat"),
    path(f"{_ONE}/agenda/", writing.agenda, name="meeting_agenda"),
    path(f"{_ONE}/questions/", writing.propose, name="meeting_propose"),
    path(f"{_ONE}/questions/agree/", writing.agree_all, name="meeting_agree_all"),
    path(f"{_QUESTION}/", writing.question, name="meeting_question"),
    path(f"{_QUESTION}/undo/", writing.undo, name="meeting_undo"),
    path(f"{_QUESTION}/withdraw/", writing.withdraw, name="meeting_withdraw"),
    path(f"{_QUESTION}/hearing/", writing.hearing, name="meeting_hearing"),
    path(f"{_ONE}/minutes/", writing.minutes, name="meeting_write"),
    path(f"{_ONE}/close/", writing.close, name="meeting_close"),
    path(f"{_ONE}/call-off/", writing.call_off, name="meeting_call_off"),
    path(f"{_ONE}/paper/agenda/", papers.agenda, name="meeting_paper_agenda"),
    path(f"{_ONE}/paper/sign-in/", papers.sign_in, name="meeting_paper_sign_in"),
    path(f"{_ONE}/paper/sheet/", papers.sheet, name="meeting_paper_sheet"),
    path(f"{_ONE}/paper/minutes/", papers.minutes, name="meeting_paper_minutes"),
]
