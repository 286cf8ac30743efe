from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "pinto.evidence.verification"
    label = "verification"
