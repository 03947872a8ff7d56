#!/usr/bin/env python
"""Django's commands, such as `python manage.py migrate`.

Without DATABASE_URL a command uses the embedded Postgres under VAR_DIR: the running one, or one
that it starts for its own duration.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from config.environment import Environment, SettingError
from config.services.cluster import PostgresError
from config.services.postgres import EmbeddedPostgres

WITHOUT_DATABASE = {"makemigrations", "help", "version", "--help", "--version"}


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    environment = Environment(os.environ)
    command = arguments[1] if len(arguments) > 1 else "help"
    if environment.text("DATABASE_URL", "") or command in WITHOUT_DATABASE:
        execute(arguments)
        return
    var_dir = environment.path("VAR_DIR", Path(__file__).resolve().parent / "var")
    with EmbeddedPostgres(var_dir).attach_or_start() as url:
        os.environ["DATABASE_URL"] = url
        execute(arguments)


def execute(arguments: list[str]) -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(arguments)


if __name__ == "__main__":
    try:
        main(sys.argv)
    except (SettingError, PostgresError) as error:
        sys.exit(str(error))
