from django.apps import AppConfig


class AnswersConfig(AppConfig):
    name = "pinto.evidence.answers"
    label = "answers"
