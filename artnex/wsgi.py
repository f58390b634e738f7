"""HTTP entry point for gunicorn or granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "artnex.settings")
django_application = get_wsgi_application()

from artnex.web.whole_bodies import with_whole_bodies  # noqa: E402 - reads the settings, which are ready now

application = with_whole_bodies(django_application)
