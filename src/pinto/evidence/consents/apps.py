from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "pinto.evidence.consents"
    label = "consents"
