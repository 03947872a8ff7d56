"""Probes: does this process live, and can it do its own work? Never about the pools."""

from __future__ import annotations

from typing import Any, LiteralString

import psycopg
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from psycopg.errors import DiskFull

from apps.dispatch.hints import connect_directly

PATIENCE_SECONDS = 2
# More rows than that memory holds, so that Postgres writes them to a file for the moment. What is
# stored in tables may go on for long: heartbeats, for example, fit into pages that are there.
LITTLE_MEMORY = "-c work_mem=64kB"
FILLS_A_FILE = "SELECT count(*) FROM generate_series(1, 20000)"


def healthz(request: HttpRequest) -> JsonResponse:
    """This process answers."""
    return JsonResponse({"status": "ok"})


class Readiness:
    """Whether the database answers and is migrated; the latter is checked until it is true."""

    def __init__(self) -> None:
        self._migrated = False

    def __call__(self, request: HttpRequest) -> JsonResponse:
        reason = self._reason()
        if reason:
            return unwell({"status": "not ready", "reason": reason})
        return JsonResponse({"status": "ok"})

    def _reason(self) -> str:
        try:
            check_database()
            self._migrated = self._migrated or not _unapplied_migrations()
        except (psycopg.Error, DatabaseError) as error:
            return f"The database does not answer ({type(error).__name__})."
        return "" if self._migrated else "Migrations are missing; run `manage.py migrate`."


def unwell(body: dict[str, Any]) -> JsonResponse:
    """A 503 that is not logged as an error: probes come every few seconds."""
    response = JsonResponse(body, status=503)
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def check_database(query: LiteralString = "SELECT 1") -> None:
    """Raises psycopg.Error within seconds. Not over the pool, which may be exhausted."""
    limits = f"-c statement_timeout={PATIENCE_SECONDS}s {LITTLE_MEMORY}"
    with connect_directly(connect_timeout=PATIENCE_SECONDS, options=limits) as direct:
        direct.execute(query)


def is_disk_full() -> bool:
    """Whether the database can read but store no more. Raises psycopg.Error as above."""
    try:
        check_database(FILLS_A_FILE)
    except DiskFull:
        return True
    return False


def _unapplied_migrations() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
