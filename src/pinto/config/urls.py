"""Every address of Pinto."""

from allauth.socialaccount import views as elsewhere
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from pinto.config import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(url="/area/"), name="front"),  # one's own area first
    path("language/", views.language, name="language"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("", include("pinto.ground.access.urls")),
    path("meetings/", include("pinto.ground.meetings.urls")),
    path("exports/", include("pinto.ground.exports.urls")),
    path("hh/", include("pinto.evidence.answers.urls")),
    path("events/", include("pinto.evidence.events.urls")),
    path("matching/", include("pinto.evidence.matching.urls")),
    path("intake/", include("pinto.evidence.intake.urls")),
    path("", include("pinto.evidence.consents.urls")),
    path("", include("pinto.evidence.quality.urls")),
    path("verify/", include("pinto.evidence.verification.urls")),
    path("targets/", include("pinto.evidence.targets.urls")),
    path("", include("pinto.insight.measures.urls")),
    path("", include("pinto.insight.profiles.urls")),
    path("selections/", include("pinto.insight.selections.urls")),
    path("measure/", include("pinto.insight.estimates.urls")),
    path("design/", include("pinto.ground.design.urls")),
]

if settings.OIDC_SERVER:  # no such address where no other house is trusted
    urlpatterns += [
        path(
            "account/elsewhere/",
            include("allauth.socialaccount.providers.openid_connect.urls"),
        ),
        path(
            "account/elsewhere/no/", elsewhere.login_cancelled, name="socialaccount_login_cancelled"
        ),
        path("account/elsewhere/error/", elsewhere.login_error, name="socialaccount_login_error"),
    ]
