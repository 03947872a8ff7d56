"""For many machines behind a proxy: every secret is given, every cookie is for HTTPS."""

from __future__ import annotations

from config.settings.base import *  # noqa: F403
from config.settings.base import TRUSTED_PROXIES, environment

SECRET_KEY = environment.text("SECRET_KEY")
# base.py reads it; without it production shall not start.
DATABASE_URL = environment.text("DATABASE_URL")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = environment.whole_number("HSTS_SECONDS", 31_536_000, minimum=0)
WHITENOISE_USE_FINDERS = False
