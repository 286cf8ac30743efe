from django.apps import AppConfig


class InstallationConfig(AppConfig):
    name = "pinto.ground.installation"
    label = "installation"
