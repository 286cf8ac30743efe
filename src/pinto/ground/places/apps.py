from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "pinto.ground.places"
    label = "places"
