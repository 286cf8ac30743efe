"""Addresses of answers, below /hh/."""

from django.urls import path

from pinto.evidence.answers.views import adding, correcting, houses, reading

urlpatterns = [
    path("new/", adding.new_household, name="household_new"),
    path("<uuid:household_id>/answers/", reading.answers, name="answers"),
    path("<uuid:household_id>/answers/<slug:part>/", correcting.part, name="answers_part"),
    path("<uuid:household_id>/members/new/", adding.new_member, name="member_new"),
    path("<uuid:household_id>/members/<uuid:person_id>/", correcting.member, name="member"),
    path("<uuid:household_id>/members/<uuid:person_id>/left/", correcting.left, name="member_left"),
    path("<uuid:household_id>/houses/", houses.houses, name="houses"),
    path("<uuid:household_id>/houses/<uuid:house_id>/left/", houses.house_left, name="house_left"),
    path("<uuid:household_id>/history/", reading.changes, name="answers_history"),
]
