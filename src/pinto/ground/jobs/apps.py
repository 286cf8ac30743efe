from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "pinto.ground.jobs"
    label = "jobs"
