"""Addresses of events, below /events/."""

from django.urls import path

from pinto.evidence.events import views

_ONE = "<uuid:event_id>"

urlpatterns = [
    path("", views.events, name="events"),
    path("new/", views.new_event, name="event_new"),
    path(f"{_ONE}/", views.event, name="event"),
    path(f"{_ONE}/reopen/", views.reopen, name="event_reopen"),
    path(f"{_ONE}/take-back/", views.take_back, name="event_take_back"),
    path(f"{_ONE}/bring-back/", views.bring_back, name="event_bring_back"),
]
