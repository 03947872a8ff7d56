"""The web process: Django, its errors reported, behind a limit on what it reads."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

from apps.widget.body_limit import BodyLimit
from config.sentry import start_sentry

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
django_application = get_asgi_application()
start_sentry(settings.SENTRY_DSN, "web")
application = BodyLimit(django_application, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
