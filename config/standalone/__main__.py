"""`make run`: starts database, schema, sample, models, pools, loops and web; stops in reverse."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import django

from config.console import say
from config.environment import Environment, SettingError
from config.services.cluster import PostgresError
from config.services.postgres import EmbeddedPostgres
from config.services.processes import is_free
from workers.errors import SetupError

ROOT = Path(__file__).resolve().parents[2]


def main() -> None:
    started_at = time.monotonic()
    environment = Environment(os.environ)
    var_dir = environment.folder("VAR_DIR", ROOT / "var")
    port = environment.whole_number("PORT", 8000, minimum=1, maximum=65535)
    load_sample = environment.flag("LOAD_SAMPLE", default=True)
    if not is_free(port):
        raise SettingError(f"PORT={port} is taken by another program; choose a free one.")
    # Until the web has its own handlers: a stop during the start must stop Postgres as well.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    os.environ.setdefault("LOG_LEVEL", "warning")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    os.environ["BROKER_URL"] = "memory://localhost/"
    say("Starting PostgreSQL …")
    with EmbeddedPostgres(var_dir) as postgres:
        os.environ["DATABASE_URL"] = postgres.url
        # Imported only now, because Django's settings read DATABASE_URL at import.
        django.setup()
        from config.standalone.demo import introduce
        from config.standalone.prepare import prepare
        from config.standalone.serve import serve

        prepare(load_sample=load_sample, say=say)
        serve(port, lambda: introduce(port, started_at, say), postgres.watch, say)
        say("Stopping …")
    say("Stopped; everything is kept.")


if __name__ == "__main__":
    try:
        main()
    except (SettingError, SetupError, PostgresError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped before everything was ready; what was made is kept.")
