from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "pinto.ground.meetings"
    label = "meetings"
