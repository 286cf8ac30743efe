from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "pinto.insight.profiles"
    label = "profiles"
