"""Addresses of consents, the copy for the household, and erasures."""

from django.urls import path

from pinto.evidence.consents.views import consent, copies, erasures, paper

urlpatterns = [
    path("hh/<uuid:household_id>/consent/", consent.consents, name="consents"),
    path("hh/<uuid:household_id>/consent/form/", paper.form, name="consent_form"),
    path("consent/form/", paper.blank, name="consent_form_blank"),
    path("consent/", paper.find, name="consent_find"),
    path("hh/<uuid:household_id>/copy/", copies.copy, name="subject_copy"),
    path("hh/<uuid:household_id>/copy.json", copies.as_json, name="subject_copy_json"),
    path("hh/<uuid:household_id>/erase/", erasures.ask, name="erasure_new"),
    path("erasures/", erasures.index, name="erasures"),
    path("erasures/<uuid:request_id>/", erasures.one, name="erasure"),
    path("erasures/<uuid:request_id>/decide/", erasures.decide, name="erasure_decide"),
    path("erasures/<uuid:request_id>/back/", erasures.back, name="erasure_back"),
    path("erasures/<uuid:request_id>/again/", erasures.again, name="erasure_again"),
]
