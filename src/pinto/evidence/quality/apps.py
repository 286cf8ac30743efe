from django.apps import AppConfig


class QualityConfig(AppConfig):
    name = "pinto.evidence.quality"
    label = "quality"
