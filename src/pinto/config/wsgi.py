"""The WSGI entry point that granian loads."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pinto.config.settings")
application = get_wsgi_application()
