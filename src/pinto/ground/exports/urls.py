"""Addresses of exports, below /exports/."""

from django.urls import path

from pinto.ground.exports.views import pages

urlpatterns = [
    path("", pages.exports, name="exports"),
    path("<uuid:export_id>/decide/", pages.decide, name="export_decide"),
    path("<uuid:export_id>/file/", pages.fetch, name="export_file"),
]
