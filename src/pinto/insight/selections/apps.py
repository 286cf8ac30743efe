from django.apps import AppConfig


class SelectionsConfig(AppConfig):
    name = "pinto.insight.selections"
    label = "selections"
