"""Addresses of poverty measures; codes are those of areas."""

from django.urls import path, re_path

from pinto.insight.estimates.views import changes, files, pages, targeting

_ID, _CODE = r"(?P<measure_id>[a-z0-9-]+)", r"(?P<code>\d{2}|\d{4}|\d{6}|\d{8,9})"

urlpatterns = [
    path("", pages.measures, name="poverty_measures"),
    path("targeting/", targeting.errors, name="targeting_errors"),
    re_path(rf"^{_ID}\.yaml$", files.measure_yaml, name="poverty_measure_yaml"),
    re_path(rf"^{_ID}/$", pages.measure, name="poverty_measure"),
    re_path(rf"^{_ID}/{_CODE}/$", pages.estimate, name="estimate"),
    re_path(rf"^{_ID}/{_CODE}/changes/$", changes.changes, name="estimate_changes"),
    re_path(rf"^{_ID}/{_CODE}\.json$", files.estimate_json, name="estimate_json"),
    re_path(rf"^{_ID}/{_CODE}\.csv$", files.estimate_csv, name="estimate_csv"),
]
