"""DATABASE_URL in the forms of Django and SQLAlchemy."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

# A machine that vanishes ends none of its connections. Without these limits of libpq, whoever had
# one would wait for a quarter of an hour, and who only listens for two hours. In seconds, but the
# last one in milliseconds. DATABASE_URL may have others.
LIMITS = {
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "2",
    "tcp_user_timeout": "15000",
}

# What to say where a command cannot work with the database.
AWAY = (
    "The database does not answer, or takes no orders from this user: start it, or mend "
    "DATABASE_URL."
)
TABLES_MISSING = "The workspace lacks tables that are needed: run `python manage.py migrate` first."


def django_database(url: str, pool_size: int) -> dict[str, Any]:
    """`url`: postgresql://user:password@host:port/name?option=value, or "" for none yet."""
    if not url:
        return {"ENGINE": "django.db.backends.dummy"}
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": parts.port or 5432,
        "OPTIONS": {
            **LIMITS,
            **dict(parse_qsl(parts.query)),
            "pool": {"min_size": 2, "max_size": pool_size, "timeout": 10},
        },
        "DISABLE_SERVER_SIDE_CURSORS": True,
        # The server may have been restarted since a pooled connection was made.
        "CONN_HEALTH_CHECKS": True,
    }


def sqlalchemy_url(url: str) -> str:
    """The same URL with SQLAlchemy's name of the driver, and with our limits."""
    address, _, options = url[url.index("://") :].partition("?")
    given = parse_qsl(options)
    usual = [(name, limit) for name, limit in LIMITS.items() if name not in dict(given)]
    return f"postgresql+psycopg{address}?{urlencode([*given, *usual])}"
