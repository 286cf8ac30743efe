"""Addresses of saved conditions, below /selections/."""

from django.urls import path

from pinto.insight.selections.views import building, files, pages

urlpatterns = [
    path("", pages.index, name="selections"),
    path("new/", building.new, name="selection_new"),
    path("<uuid:selection_id>/", pages.show, name="selection"),
    path("<uuid:selection_id>/changes/", pages.changed, name="selection_changes"),
    path("<uuid:selection_id>/follow/", pages.set_follow, name="selection_follow"),
    path("<uuid:selection_id>/propose/", pages.propose, name="selection_propose"),
    path("<uuid:selection_id>/archive/", pages.set_archived, name="selection_archive"),
    path("<uuid:selection_id>/export/", files.export, name="selection_export"),
    path("<uuid:selection_id>/list.csv", files.list_csv, name="selection_csv"),
    path("<uuid:selection_id>/list.xlsx", files.list_xlsx, name="selection_xlsx"),
    path("<uuid:selection_id>/print/", files.printed, name="selection_print"),
]
