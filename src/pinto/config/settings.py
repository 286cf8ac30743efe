"""Settings. What a site may change comes from the environment: docs/reference/settings.md."""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from pinto.config.events import EVENTS
from pinto.ground.installation.home import Unusable, home
from pinto.ground.installation.keys import session_key

env = environ.Env()
SOURCE = Path(__file__).resolve().parent.parent

DEBUG = env.bool("PINTO_DEBUG", default=False)
SECRET_KEY = session_key()
ALLOWED_HOSTS = env.list("PINTO_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("PINTO_ORIGINS", default=[])

# --- records: SQLite unless DATABASE_URL names a PostgreSQL -----------------------------
DATABASES = {
    "default": env.db_url_config(
        env.str("DATABASE_URL", default="") or f"sqlite:///{home() / 'pinto.sqlite3'}"
    )
}
_ENGINE = str(DATABASES["default"].get("ENGINE", "")).rpartition(".")[2]
if _ENGINE not in {"sqlite3", "postgresql"}:
    raise Unusable(
        "DATABASE_URL names no database that Pinto knows. Write"
        " postgres://NAME:PASSWORD@HOST:PORT/DATABASE, or leave it out to use SQLite."
    )
if _ENGINE == "sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Readers never wait for the writer, and the writer takes its lock at the start
        # of a transaction, where waiting is possible, not in its middle, where it fails.
        "transaction_mode": "IMMEDIATE",
        "timeout": 60,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-65536;"
            " PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
        ),
    }
    # A database in memory has other locks than a file, and no second process sees it.
    DATABASES["default"]["TEST"] = {"NAME": str(home() / "test.sqlite3")}
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.Account"

INSTALLED_APPS = [
    # Ours come first: our templates and translations stand in for those of packages.
    "pinto.ground.installation",
    "pinto.ground.design",
    "pinto.ground.jobs",
    "pinto.ground.trail",
    "pinto.ground.places",
    "pinto.ground.access",
    "pinto.ground.meetings",
    "pinto.ground.exports",
    "pinto.evidence.instruments",
    "pinto.evidence.registry",
    "pinto.evidence.answers",
    "pinto.evidence.intake",
    "pinto.evidence.consents",
    "pinto.evidence.events",
    "pinto.evidence.matching",
    "pinto.evidence.targets",
    "pinto.evidence.verification",
    "pinto.evidence.quality",
    "pinto.insight.measures",
    "pinto.insight.profiles",
    "pinto.insight.selections",
    "pinto.insight.estimates",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "pinto.config.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
    "pinto.config.looking_on.LookingOnMiddleware",
    "pinto.config.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "pinto.config.urls"
WSGI_APPLICATION = "pinto.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pinto.config.menu.shell",
            ],
        },
    }
]

# --- people and their sign-in -----------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "pinto.config.sign_in.SignInAdapter"
ACCOUNT_SESSION_REMEMBER = False  # office computers are shared: closing the browser signs out
# Passwords are counted by axes, in the database; codes of the second step are counted here.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": "10/15m/key"}
MFA_ADAPTER = "pinto.config.sign_in.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Pinto"
MFA_FORMS = {
    "authenticate": "pinto.config.second_step.SignInCodeForm",
    "reauthenticate": "pinto.config.second_step.ConfirmCodeForm",
    "activate_totp": "pinto.config.second_step.FirstCodeForm",
}
# The sign-in of another house (ThaID and the like), only for accounts there are:
# docs/how-to/sign-in-elsewhere.md
OIDC_ID = "oidc"
OIDC_SERVER = env.str("PINTO_OIDC_SERVER", default="")
OIDC_NAME = env.str("PINTO_OIDC_NAME", default="ThaID") if OIDC_SERVER else ""
OIDC_CLAIM = env.str("PINTO_OIDC_CLAIM", default="preferred_username")  # is the username here
SOCIALACCOUNT_ADAPTER = "pinto.config.sign_in.ElsewhereAdapter"
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = {}
if OIDC_SERVER:
    INSTALLED_APPS.append("allauth.socialaccount.providers.openid_connect")
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": OIDC_ID,
                "name": OIDC_NAME,
                "client_id": env.str("PINTO_OIDC_CLIENT_ID"),
                "secret": env.str("PINTO_OIDC_CLIENT_SECRET"),
                "settings": {"server_url": OIDC_SERVER},
            }
        ],
    }
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "pinto.config.sign_in.locked_out"
AXES_VERBOSE = False
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = env.bool("PINTO_HTTPS", default=False)

# --- language, time ---------------------------------------------------------------------
LANGUAGE_CODE = "th"  # by default, whatever the browser asks
LANGUAGE_COOKIE_NAME = "pinto_language"
LANGUAGES = [("th", _("Thai")), ("en", _("English"))]
LOCALE_PATHS = [SOURCE / "config" / "locale", SOURCE / "ground" / "conditions" / "locale"]
TIME_ZONE = "Asia/Bangkok"
USE_TZ = True

# --- files ------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = home() / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = None

# --- what a page may load: its own files and nothing else -------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
if OIDC_SERVER:  # browsers hold a form to this rule through its redirects
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"].append(
        "{0.scheme}://{0.netloc}".format(urlsplit(OIDC_SERVER))
    )
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Fragments that later rooms add to earlier rooms' pages: page → functions (request, thing) → HTML.
PANELS: dict[str, list[str]] = {
    "household": [
        "pinto.evidence.verification.panels.where_it_stands",
        "pinto.evidence.quality.panels.open_findings",
        "pinto.evidence.events.panels.events_of_household",
        "pinto.evidence.targets.panels.on_lists",
        "pinto.evidence.matching.panels.links_of",
        "pinto.evidence.consents.panels.consents",
        "pinto.ground.access.panels.who_looked",
    ],
    "target_list": ["pinto.evidence.verification.panels.propose_list"],
    "new_person": ["pinto.evidence.matching.panels.likely_duplicates"],
}
# Functions (household, people) of other rooms, called while somebody is erased: for what they
# keep about people that no foreign key and no field of the name leads to.
ON_ERASURE = ["pinto.evidence.verification.actions.photos.forget_photos"]
# What can be taken out: kind → the function of a later room that writes the file.
EXPORTS = {
    "households": "pinto.insight.profiles.actions.write_households",
    "targets": "pinto.evidence.targets.actions.leaving.write_list",
    "condition": "pinto.insight.selections.actions.write_members",
}
TRAIL_EVENTS = EVENTS
# What a meeting is asked about: kind → function (ids, viewer) → a name and a house for each id.
MEETING_SUBJECTS: dict[str, str] = {
    "household": "pinto.evidence.registry.panels.meeting_subjects",
    "verification": "pinto.evidence.verification.queries.queue.forum_names",
}
# Functions (text, place code, viewer) → the names of families of that place that stand in it.
FAMILIES_NAMED = ["pinto.evidence.registry.panels.families_named"]
# What waits for a meeting: its kind → functions (place code, viewer) → matters, no names.
AGENDA: dict[str, list[str]] = {
    "FORUM": ["pinto.evidence.verification.panels.for_the_forum"],
    "WEEKLY": [
        "pinto.evidence.verification.panels.for_the_week",
        "pinto.evidence.events.panels.matters",
    ],
}
# Kind → function (decision, undone, by, at) of the room that follows, in the same transaction.
AFTER_DECISION: dict[str, str] = {
    "verification": "pinto.evidence.verification.actions.forum.follow_forum"
}
# Tasks of later rooms that follow when answers changed, each given the round, the tambons and,
# where only some did, the households.
AFTER_CHANGE = ["profiles.renew", "selections.refresh", "quality.renew"]
# Tasks of later rooms that follow when a file was loaded, given the same.
AFTER_LOAD = ["matching.find"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
