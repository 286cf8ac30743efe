"""{% load design %}: the components. /design/ shows every one with its parameters."""

from django import template

from pinto.ground.design.components import figures, forms, page, signs
from pinto.ground.design.templatetags.words import initial

register = template.Library()
for part in (signs, page, figures, forms):
    register.tags.update(part.register.tags)
register.filter("initial", initial)
