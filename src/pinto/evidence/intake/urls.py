"""Addresses of intake."""

from django.urls import path

from pinto.evidence.intake import views

urlpatterns = [
    path("", views.index, name="intake"),
    path("form.xlsx", views.form, name="intake_form"),
    path("<uuid:load_id>/", views.show, name="intake_load"),
    path("<uuid:load_id>/progress/", views.progress, name="intake_progress"),
    path("<uuid:load_id>/findings.csv", views.findings, name="intake_findings"),
    path("<uuid:load_id>/marked.xlsx", views.marked, name="intake_marked"),
    path("<uuid:load_id>/columns/", views.explain, name="intake_explain"),
    path("<uuid:load_id>/load/", views.publish, name="intake_publish"),
    path("<uuid:load_id>/withdraw/", views.withdraw, name="intake_withdraw"),
    path("<uuid:load_id>/discard/", views.discard, name="intake_discard"),
]
