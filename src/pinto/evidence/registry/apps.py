from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "pinto.evidence.registry"
    label = "registry"
