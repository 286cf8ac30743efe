"""Every address of Pinto."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from pinto.config import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(url="/area/"), name="front"),  # one's own area first
    path("language/", views.language, name="language"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("", include("pinto.ground.access.urls")),
    path("meetings/", include("pinto.ground.meetings.urls")),
    path("hh/", include("pinto.evidence.answers.urls")),
    path("intake/", include("pinto.evidence.intake.urls")),
    path("", include("pinto.evidence.quality.urls")),
    path("verify/", include("pinto.evidence.verification.urls")),
    path("", include("pinto.insight.measures.urls")),
    path("", include("pinto.insight.profiles.urls")),
    path("measure/", include("pinto.insight.estimates.urls")),
    path("design/", include("pinto.ground.design.urls")),
]
