from django.apps import AppConfig


class EstimatesConfig(AppConfig):
    name = "pinto.insight.estimates"
    label = "estimates"
