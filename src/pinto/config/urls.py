"""Every address of Pinto."""

from django.urls import URLPattern, URLResolver, include, path

from pinto.config import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.front, name="front"),
    path("language/", views.language, name="language"),
    path("", include("pinto.ground.access.urls")),
    path("intake/", include("pinto.evidence.intake.urls")),
    path("", include("pinto.insight.measures.urls")),
    path("", include("pinto.insight.profiles.urls")),
    path("design/", include("pinto.ground.design.urls")),
]
