from django.apps import AppConfig


class InstrumentsConfig(AppConfig):
    name = "pinto.evidence.instruments"
    label = "instruments"
