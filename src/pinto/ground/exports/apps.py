from django.apps import AppConfig


class ExportsConfig(AppConfig):
    name = "pinto.ground.exports"
    label = "exports"
