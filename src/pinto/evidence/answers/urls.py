"""Addresses of answers, below /hh/."""

from django.urls import path

from pinto.evidence.answers import views

urlpatterns = [
    path("new/", views.new_household, name="household_new"),
    path("<uuid:household_id>/answers/", views.answers, name="answers"),
    path("<uuid:household_id>/answers/<slug:part>/", views.part, name="answers_part"),
    path("<uuid:household_id>/members/new/", views.new_member, name="member_new"),
    path("<uuid:household_id>/members/<uuid:person_id>/", views.member, name="member"),
    path("<uuid:household_id>/members/<uuid:person_id>/left/", views.left, name="member_left"),
    path("<uuid:household_id>/houses/", views.houses, name="houses"),
    path("<uuid:household_id>/houses/<uuid:house_id>/left/", views.house_left, name="house_left"),
    path("<uuid:household_id>/history/", views.changes, name="answers_history"),
]
