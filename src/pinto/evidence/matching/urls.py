"""Addresses of matching."""

from django.urls import path

from pinto.evidence.matching import views

urlpatterns = [
    path("", views.index, name="pairs"),
    path("likely/", views.likely, name="likely"),
    path("<uuid:pair_id>/", views.review, name="pair"),
    path("<uuid:pair_id>/undo/", views.take_back, name="pair_undo"),
]
