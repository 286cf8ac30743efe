from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "pinto.ground.access"
    label = "access"
