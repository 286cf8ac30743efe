"""{% load charts %}: the charts of `design/charts/`, as tags.

Each tag takes the arguments of the function of the same name.
"""

from collections.abc import Callable

from django import template
from django.utils.safestring import SafeString, mark_safe

from pinto.ground.design.charts import bars, choropleth, pentagon, trend

register = template.Library()


def _register(draw: Callable[..., str]) -> None:
    def tag(*args: object, **kwargs: object) -> SafeString:
        # the functions escape every text they are given
        return mark_safe(draw(*args, **kwargs))  # noqa: S308

    register.simple_tag(tag, name=draw.__name__)


for function in (
    pentagon.pentagon,
    pentagon.mini_pentagon,
    bars.level_bar,
    bars.bar,
    bars.meter,
    trend.trend,
    choropleth.choropleth,
    choropleth.choropleth_legend,
):
    _register(function)
