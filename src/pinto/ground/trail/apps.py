from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "pinto.ground.trail"
    label = "trail"
