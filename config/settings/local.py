"""Settings of one machine, with a secret key that is generated under VAR_DIR."""

from __future__ import annotations

from config.own_secrets import read_or_make_secret
from config.settings.base import *  # noqa: F403
from config.settings.base import BASE_DIR, STATIC_ROOT, environment
from config.settings.base import SECRET_KEY as GIVEN_KEY

# base.py uses it. Made here, because in production nothing is kept in it.
VAR_DIR = environment.folder("VAR_DIR", BASE_DIR / "var")

# For `collectstatic`; until it has run, files are served from the packages.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
SECRET_KEY = GIVEN_KEY or read_or_make_secret(VAR_DIR / "secret_key")
