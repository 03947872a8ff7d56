"""Runs imports in steps, with their rows in a table, so that they survive a restart."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import Agent
from apps.dispatch.actions import enqueue, record_event
from apps.dispatch.kinds import DELIVERY_LANE, Kind, register
from apps.knowledge.importing.interpreting import interpret
from apps.knowledge.importing.models import Import, ImportProblem, ImportRow
from apps.knowledge.importing.reading import read_rows
from apps.knowledge.importing.records import ImportRefused, RawRow, RowRefused, SourceFile
from apps.knowledge.importing.storing import Outcome, store
from workers.contracts.events import EventKind

STEP_SECONDS = 0.5
ROWS_AT_ONCE = 500
# Between two steps, so that customers and other work of the deliverer come first.
REST = timedelta(seconds=0.1)


@transaction.atomic
def begin_import(
    name: str,
    files: Iterable[SourceFile],
    *,
    language: str = "",
    by: Agent | None = None,
    most_rows: int | None = None,
) -> Import:
    """Store all rows of these files for the steps that follow; no knowledge is changed yet.

    `language`: of rows that name none. Raises ImportRefused for more than `most_rows`.
    """
    run = Import.objects.create(name=name[:200], language=language, started_by=by)
    rows = (row for file in files for row in read_rows(file))
    while some := list(islice(rows, ROWS_AT_ONCE)):
        run.rows += len(some)
        if most_rows is not None and run.rows > most_rows:
            raise ImportRefused(
                f"“{name}” has more than {most_rows:,} rows; divide it, or use "
                "“manage.py import_knowledge”."
            )
        ImportRow.objects.bulk_create(_keep(run, some))
    run.save()
    return run


def import_in_background(run: Import) -> None:
    """Let the deliverer run the import, step by step."""
    enqueue(IMPORT, run.id)


@transaction.atomic
def advance(import_id: UUID) -> Import | None:
    """Import some rows, for about half a second. Returns the import with its new counts.

    None while another process imports rows of it, or when it was deleted.
    """
    unlocked = Import.objects.select_for_update(skip_locked=True, of=("self",))
    run = unlocked.filter(id=import_id).first()
    if run is None or run.finished_at:
        return run
    until = time.monotonic() + STEP_SECONDS
    waiting = run.parts.filter(key="").order_by("id")
    for row in waiting[:ROWS_AT_ONCE]:
        _take(run, row)
        if time.monotonic() > until:
            break
    if not waiting.exists():
        _finish(run)
    run.save()
    return run


@transaction.atomic
def stop_import(import_id: UUID) -> None:
    """End an import early; rows that were imported stay."""
    run = Import.objects.select_for_update(of=("self",)).filter(id=import_id).first()
    if run and run.finished_at is None:
        _finish(run)
        run.save()


def deliver_import(import_id: UUID) -> datetime | None:
    """Take one step. Returns when to take the next, or None after the last."""
    run = advance(import_id)
    if run is None:
        return timezone.now() + REST if Import.objects.filter(id=import_id).exists() else None
    return None if run.finished_at else timezone.now() + REST


IMPORT = Kind(name="import", lane=DELIVERY_LANE, deliver=deliver_import, on_failed=stop_import)
register(IMPORT)


def _keep(run: Import, rows: list[RawRow]) -> Iterator[ImportRow]:
    for row in rows:
        content = json.dumps({"problem": row.problem, "values": row.values})
        yield ImportRow(owner=run, path=row.path[:300], number=row.number, content=content)


def _take(run: Import, row: ImportRow) -> None:
    try:
        with transaction.atomic():
            outcome = _store(run, row)
    except RowRefused as refusal:
        ImportProblem.objects.create(
            owner=run, path=row.path, number=row.number, problem=str(refusal)[:1000]
        )
        run.bad += 1
        row.delete()
    else:
        setattr(run, outcome, getattr(run, outcome) + 1)


def _store(run: Import, row: ImportRow) -> Outcome:
    content = json.loads(row.content)
    if content["problem"]:
        raise RowRefused(content["problem"])
    wanted = interpret(content["values"], run.language)
    # At most one row has the key. Ordered by it, so that Postgres uses the index on keys.
    earlier = run.parts.filter(key=wanted.key).order_by("key").first()
    if earlier:
        raise RowRefused(
            f"the {wanted.kind} “{wanted.slug}” is already in {earlier.path}, row "
            f"{earlier.number}; give one of them another slug."
        )
    outcome = store(wanted, run.started_by)
    row.key, row.content = wanted.key, ""
    row.save(update_fields=["key", "content"])
    return outcome


def _finish(run: Import) -> None:
    run.parts.all().delete()
    run.finished_at = timezone.now()
    record_event(EventKind.IMPORT_FINISHED, subject=str(run.id), rows=run.rows, bad=run.bad)
