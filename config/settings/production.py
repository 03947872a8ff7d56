"""Settings behind a proxy with HTTPS: secrets must be set, cookies are secure."""

from __future__ import annotations

from config.settings.base import *  # noqa: F403
from config.settings.base import TRUSTED_PROXIES, environment

SECRET_KEY = environment.text("SECRET_KEY")
# base.py uses it. Read here too, because in production it is required.
DATABASE_URL = environment.text("DATABASE_URL")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = environment.whole_number("HSTS_SECONDS", 31_536_000, minimum=0)
WHITENOISE_USE_FINDERS = False
