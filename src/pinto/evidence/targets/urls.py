"""Addresses of target lists, below /targets/."""

from django.urls import path

from pinto.evidence.targets.views import adding, files, lists, settling

urlpatterns = [
    path("", lists.index, name="target_lists"),
    path("new/", lists.new, name="target_list_new"),
    path("add/", adding.add, name="target_add"),
    path("add/found/", adding.found, name="target_add_found"),
    path("add/new/", adding.add_unknown, name="target_add_new"),
    path("add/<uuid:household_id>/", adding.add_known, name="target_add_household"),
    path("entries/<uuid:entry_id>/settle/", settling.settle, name="target_settle"),
    path("entries/<uuid:entry_id>/withdraw/", settling.withdraw, name="target_entry_withdraw"),
    path("entries/<uuid:entry_id>/restore/", settling.restore, name="target_entry_restore"),
    path("<uuid:list_id>/", lists.show, name="target_list"),
    path("<uuid:list_id>/decide/", lists.decide, name="target_list_decide"),
    path("<uuid:list_id>/findings.csv", files.findings_csv, name="target_list_findings"),
    path("<uuid:list_id>/export/", files.export, name="target_list_export"),
    path("<uuid:list_id>/list.csv", files.list_csv, name="target_list_csv"),
    path("<uuid:list_id>/list.xlsx", files.list_xlsx, name="target_list_xlsx"),
    path("<uuid:list_id>/print/", files.printed, name="target_list_print"),
]
