from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "pinto.evidence.targets"
    label = "targets"
