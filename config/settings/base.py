"""The settings that every installation shares. The README lists each variable."""

from __future__ import annotations

import os
from pathlib import Path

import django_stubs_ext

from config.database import django_database
from config.environment import Environment
from config.flower_address import FlowerAddress
from config.logs import configure_logs
from config.sentry import start_sentry
from config.uploads import MOST_FORM_BYTES, MOST_UPLOADED_FILES

django_stubs_ext.monkeypatch()

environment = Environment(os.environ)

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = environment.path("VAR_DIR", BASE_DIR / "var")

SECRET_KEY = environment.text("SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = list(environment.text_list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"]))

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "csp",
    "django_htmx",
    "ninja",
    "apps.accounts",
    "apps.dispatch",
    "apps.conversations",
    "apps.knowledge",
    "apps.webhooks",
    "apps.assist",
    "apps.learning",
    "apps.automation",
    "apps.widget",
    "apps.desk",
    "apps.ops",
    "apps.sample",
]

MIDDLEWARE = [
    "apps.widget.middleware.ApiMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.static_files.StaticFiles",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
FORM_RENDERER = "apps.desk.forms.DeskRenderer"

DATABASES = {
    "default": django_database(
        environment.optional_url("DATABASE_URL", ["postgresql", "postgres"]),
        pool_size=environment.whole_number("DATABASE_POOL", 10, minimum=2, maximum=100),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Agent"
LOGIN_URL = "desk:login"
LOGIN_REDIRECT_URL = "desk:inbox"
LOGOUT_REDIRECT_URL = "desk:login"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# No inline scripts and no other hosts: what a customer wrote can never run.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
    }
}

LANGUAGE_CODE = "en"
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

# `BodyLimit` allows less on most paths.
DATA_UPLOAD_MAX_MEMORY_SIZE = MOST_FORM_BYTES
DATA_UPLOAD_MAX_NUMBER_FILES = MOST_UPLOADED_FILES

SENTRY_DSN = environment.text("SENTRY_DSN", "")
METRICS_TOKEN = environment.text("METRICS_TOKEN", "")

RATE_LIMITS = environment.flag("RATE_LIMITS", default=True)
RATE_REQUESTS_PER_ADDRESS = environment.whole_number("RATE_REQUESTS_PER_ADDRESS", 1200, minimum=1)
RATE_CONVERSATIONS_PER_ADDRESS = environment.whole_number(
    "RATE_CONVERSATIONS_PER_ADDRESS", 120, minimum=1
)
RATE_MESSAGES_PER_CONVERSATION = environment.whole_number(
    "RATE_MESSAGES_PER_CONVERSATION", 60, minimum=1
)
TRUSTED_PROXIES = environment.whole_number("TRUSTED_PROXIES", 0, minimum=0, maximum=5)

FLOWER_ADDRESS = FlowerAddress.read(environment, VAR_DIR)

# 0: only when somebody asks.
RETRAIN_HOURS = environment.whole_number("RETRAIN_HOURS", 24, minimum=0, maximum=8784)

CLAIM_MAX = environment.whole_number("CLAIM_MAX", 64, minimum=1, maximum=512)


configure_logs(environment)
start_sentry(SENTRY_DSN, "web")
LOGGING_CONFIG = None
