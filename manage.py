#!/usr/bin/env python
"""Django's commands, such as `python manage.py migrate`.

Without DATABASE_URL a command uses the embedded Postgres under VAR_DIR: the running one, or one
that it starts for its own duration.
"""

from __future__ import annotations

import logging
import os
import sys
from contextlib import nullcontext

from config.database import AWAY, TABLES_MISSING
from config.environment import SettingError
from config.services.attaching import database_at_hand
from config.services.cluster import PostgresError

# They wait for a database that is away, and say why.
LOOPS = {"dispatch", "deliver"}
WITHOUT_DATABASE = {"makemigrations", "help", "version", "--help", "--version"}


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    command = arguments[1] if len(arguments) > 1 else "help"
    with nullcontext() if command in WITHOUT_DATABASE else database_at_hand():
        if command not in LOOPS:
            # Each try to connect: after the last one, the command itself says what is wrong.
            logging.getLogger("psycopg.pool").setLevel(logging.ERROR)
        execute(arguments)


def execute(arguments: list[str]) -> None:
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError
    from psycopg.errors import UndefinedColumn, UndefinedTable
    from psycopg_pool import PoolTimeout

    try:
        execute_from_command_line(arguments)
    except OperationalError as error:
        if not isinstance(error.__cause__, PoolTimeout):
            raise
        sys.exit(AWAY)
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable | UndefinedColumn):
            raise
        sys.exit(TABLES_MISSING)


if __name__ == "__main__":
    try:
        main(sys.argv)
    except (SettingError, PostgresError) as error:
        sys.exit(str(error))
