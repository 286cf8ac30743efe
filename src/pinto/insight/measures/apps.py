from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    name = "pinto.insight.measures"
    label = "measures"
