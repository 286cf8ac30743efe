from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "pinto.ground.design"
    label = "design"
