"""Settings of the tests: fast password hashes, a fast flush, no limits."""

from __future__ import annotations

from config.settings.base import *  # noqa: F403

SECRET_KEY = "only-for-tests-and-never-for-people-0123456789"  # noqa: S105
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
RATE_LIMITS = False
INSTALLED_APPS = ["tests.emptying", *INSTALLED_APPS]  # noqa: F405
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
