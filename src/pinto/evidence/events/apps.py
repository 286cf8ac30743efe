from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "pinto.evidence.events"
    label = "events"
