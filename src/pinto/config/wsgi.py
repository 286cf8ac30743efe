"""The WSGI entry point that granian loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pinto.config.settings")
application = get_wsgi_application()
# What is loaded by now stays for good. A search for what is not needed any more would go
# through all of it, and hold up every page meanwhile for a fifth of a second.
get_resolver().url_patterns  # noqa: B018  (reading it loads the views)
gc.collect()
gc.freeze()
