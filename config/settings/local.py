"""Settings of one machine, with a secret key that is generated under VAR_DIR."""

from __future__ import annotations

from config.own_secrets import read_or_make_secret
from config.settings.base import *  # noqa: F403
from config.settings.base import SECRET_KEY as GIVEN_KEY
from config.settings.base import STATIC_ROOT, VAR_DIR

# For `collectstatic`; until it has run, files are served from the packages.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
SECRET_KEY = GIVEN_KEY or read_or_make_secret(VAR_DIR / "secret_key")
