from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "pinto.evidence.matching"
    label = "matching"
