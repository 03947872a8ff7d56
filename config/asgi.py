"""The web process: Django behind a limit on what it reads."""

from __future__ import annotations

import os
import sys

from django.conf import settings
from django.core.asgi import get_asgi_application

from apps.widget.body_limit import BodyLimit
from config.environment import SettingError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
try:
    application = BodyLimit(get_asgi_application(), settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
except SettingError as error:
    sys.exit(str(error))
