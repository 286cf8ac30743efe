"""Addresses of exports, below /exports/."""

from django.urls import path

from pinto.ground.exports import views

urlpatterns = [
    path("", views.exports, name="exports"),
    path("<uuid:export_id>/decide/", views.decide, name="export_decide"),
    path("<uuid:export_id>/file/", views.fetch, name="export_file"),
]
