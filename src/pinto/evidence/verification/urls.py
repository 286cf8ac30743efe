"""Addresses of verification, below /verify/."""

from django.urls import path

from pinto.evidence.verification.views import bulk, household, lists, progress, queue

_HOME = "<uuid:household_id>"

urlpatterns = [
    path("", queue.queue, name="verification"),
    path("assign/", queue.assign, name="verification_assign"),
    path("many/", bulk.ask, name="verification_many"),
    path("many/<uuid:bulk_id>/", bulk.show, name="verification_bulk"),
    path("many/<uuid:bulk_id>/progress/", bulk.progress, name="verification_bulk_progress"),
    path("many/<uuid:bulk_id>/undo/", bulk.undo, name="verification_bulk_undo"),
    path("list/<uuid:list_id>/propose/", lists.propose, name="verification_list"),
    path("area/<str:code>/", progress.progress, name="verification_progress"),
    path("area/<str:code>/freeze/", progress.freeze, name="verification_freeze"),
    path("area/<str:code>/release/", progress.release, name="verification_release"),
    path(f"{_HOME}/", household.household, name="verification_household"),
    path(f"{_HOME}/propose/", household.propose, name="verification_propose"),
    path(f"{_HOME}/visit/", household.visit, name="verification_visit"),
    path(f"{_HOME}/photo/<uuid:step_id>/", household.photo, name="verification_photo"),
    path(f"{_HOME}/step/", household.step, name="verification_step"),
    path(f"{_HOME}/undo/", household.undo, name="verification_undo"),
    path(f"{_HOME}/forum/", household.forum, name="verification_forum"),
    path(f"{_HOME}/kin/", household.kin, name="verification_kin"),
]
