"""{% load places %}: what a place is called on a page."""

from django import template

from pinto.ground.places.queries import place_name, short_name

register = template.Library()
register.filter("place_name", place_name)
register.filter("short_name", short_name)
