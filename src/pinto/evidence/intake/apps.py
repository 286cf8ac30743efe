from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "pinto.evidence.intake"
    label = "intake"
