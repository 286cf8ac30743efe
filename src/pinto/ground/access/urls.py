"""Sign-in, the account page, the trail. Of allauth only what officers use is routed."""

from allauth.account import views as sign_in
from django.urls import include, path

from pinto.ground.access import views
from pinto.ground.access.queries import sample_sign_ins

urlpatterns = [
    path("account/", views.account, name="account"),
    path(
        "account/login/",
        sign_in.LoginView.as_view(extra_context={"sample_sign_ins": sample_sign_ins}),
        name="account_login",
    ),
    path("account/logout/", sign_in.logout, name="account_logout"),
    path("account/inactive/", sign_in.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("account/password/", sign_in.password_change, name="account_change_password"),
    path("account/security/", include("allauth.mfa.urls")),
    path("trail/", views.trail, name="trail"),
]
