"""Sign-in, the account page, officers, the trail. Of allauth only what officers use is routed."""

from allauth.account import views as sign_in
from django.urls import include, path

from pinto.ground.access.queries import sample_sign_ins, sign_in_elsewhere
from pinto.ground.access.views import account, officers, openings, trail

_OFFICER = "officers/<uuid:account_id>/"
_SHOWN = {"sample_sign_ins": sample_sign_ins, "elsewhere": sign_in_elsewhere}

urlpatterns = [
    path("account/", account.account, name="account"),
    path(
        "account/login/",
        sign_in.LoginView.as_view(extra_context=_SHOWN),
        name="account_login",
    ),
    path("account/logout/", sign_in.logout, name="account_logout"),
    path("account/inactive/", sign_in.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", sign_in.reauthenticate, name="account_reauthenticate"),
    path("account/password/", sign_in.password_change, name="account_change_password"),
    path("account/security/", include("allauth.mfa.urls")),
    path("account/devices/", account.devices, name="devices"),
    path("account/devices/<int:device_id>/end/", account.sign_out_there, name="device_end"),
    path("account/reason/", openings.reason, name="reason"),
    path("account/stand-in/", openings.stand_in, name="stand_in"),
    path("account/own-eyes/", officers.look_away, name="look_away"),
    path("openings/", openings.openings, name="openings"),
    path("openings/<uuid:opening_id>/noticed/", openings.noticed, name="opening_noticed"),
    path("officers/", officers.officers, name="officers"),
    path("officers/new/", officers.new_officer, name="officer_new"),
    path(_OFFICER, officers.officer, name="officer"),
    path(f"{_OFFICER}posting/", officers.new_posting, name="posting_new"),
    path(f"{_OFFICER}posting/<uuid:posting_id>/end/", officers.posting_end, name="posting_end"),
    path(f"{_OFFICER}password/", officers.password, name="officer_password"),
    path(f"{_OFFICER}unlock/", officers.unlock, name="officer_unlock"),
    path(f"{_OFFICER}active/", officers.active, name="officer_active"),
    path(f"{_OFFICER}look/", officers.look_on, name="officer_look"),
    path("trail/", trail.trail, name="trail"),
]
