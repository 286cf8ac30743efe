"""Addresses of areas and households. Codes are the official ones: 2, 4, 6, 8 or 9 digits."""

from django.urls import path, re_path

from pinto.insight.profiles.views import areas, files, household, households

_CODE = r"(?P<code>\d{2}|\d{4}|\d{6}|\d{8,9})"

urlpatterns = [
    path("area/", areas.own_area, name="own_area"),
    re_path(rf"^area/{_CODE}/$", areas.area, name="area"),
    re_path(rf"^area/{_CODE}\.csv$", files.area_csv, name="area_csv"),
    re_path(rf"^area/{_CODE}\.xlsx$", files.area_xlsx, name="area_xlsx"),
    re_path(rf"^area/{_CODE}\.json$", files.area_json, name="area_json"),
    path("hh/", households.households, name="households"),
    path("hh/export/", households.households_export, name="households_export"),
    path("hh/list.csv", households.households_csv, name="households_csv"),
    path("hh/list.xlsx", households.households_xlsx, name="households_xlsx"),
    path("hh/<uuid:household_id>/", household.household, name="household"),
    path("hh/<uuid:household_id>/open/", household.open_closed, name="household_open"),
    path("hh/<uuid:household_id>/looked/", household.looked, name="household_looked"),
    path("hh/<uuid:household_id>/id/", household.reveal_id, name="reveal_id"),
]
