"""Addresses of quality."""

from django.urls import path

from pinto.evidence.quality.views import areas, household, second, visits

urlpatterns = [
    path("quality/", areas.own_quality, name="own_quality"),
    path("quality/second/", second.own, name="second_interviews_own"),
    path("quality/second/<uuid:interview_id>/", second.enter, name="second_interview"),
    path("quality/<slug:code>/", areas.area, name="quality"),
    path("quality/<slug:code>/findings.csv", areas.findings_csv, name="quality_csv"),
    path("quality/<slug:code>/second/", second.area, name="second_interviews"),
    path("quality/<slug:code>/second/draw/", second.draw, name="second_draw"),
    path("quality/<slug:code>/second/assign/", second.assign, name="second_assign"),
    path("quality/<slug:code>/visits/", visits.visits, name="quality_visits"),
    path("quality/<slug:code>/by/<uuid:account_id>/", areas.interviewer, name="quality_by"),
    path("quality/<slug:code>/<slug:rule>/", areas.rule, name="quality_rule"),
    path("hh/<uuid:household_id>/findings/<slug:rule>/", household.accept, name="finding_accept"),
    path("hh/<uuid:household_id>/findings/<slug:rule>/undo/", household.undo, name="finding_undo"),
]
