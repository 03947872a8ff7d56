"""The web process: Django behind a limit on what it reads."""

from __future__ import annotations

import os
import sys

from django.core.asgi import get_asgi_application

from apps.dispatch.leaving import Leaving
from apps.dispatch.request_threads import RequestThreads
from apps.widget.body_limit import BodyLimit
from config.environment import SettingError
from config.uploads import (
    DESK_PATH,
    MOST_BODY_BYTES,
    MOST_FORM_BYTES,
    MOST_UPLOAD_BYTES,
    UPLOAD_PATH,
)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
try:
    application = BodyLimit(
        Leaving(RequestThreads(get_asgi_application())),
        {
            "": MOST_BODY_BYTES,
            DESK_PATH: MOST_FORM_BYTES,
            UPLOAD_PATH: MOST_UPLOAD_BYTES + MOST_BODY_BYTES,
        },
    )
except SettingError as error:
    sys.exit(str(error))
