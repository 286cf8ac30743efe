"""Addresses of measures: a household's score, and the method."""

from django.urls import path

from pinto.insight.measures import views

urlpatterns = [
    path("hh/<uuid:household_id>/score/", views.household_score, name="household_score"),
    path("hh/<uuid:household_id>/score.json", views.household_score_json, name="score_json"),
    path("method/", views.methods, name="methods"),
    path("method/schema.json", views.scoring_schema, name="scoring_schema"),
    path("method/<slug:scoring_id>/<slug:version>/", views.method, name="method"),
]
