from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from apps.knowledge.importing.files import find_files
from apps.knowledge.importing.interpreting import read_language
from apps.knowledge.importing.models import Import
from apps.knowledge.importing.records import ImportRefused, RowRefused
from apps.knowledge.importing.running import (
    advance,
    begin_import,
    import_in_background,
    stop_import,
)

SOMEBODY_ELSE_SECONDS = 0.5


class Command(BaseCommand):
    help = (
        "Import articles, macros and actions: a folder of Markdown, CSV, JSON Lines, a Zendesk "
        "help-centre export, or a .zip of them. Run again, it writes what differs alone."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", type=Path, help="a folder or a file")
        parser.add_argument("--language", default="", help="of what names none, such as de")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be done, and write nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        try:
            language = read_language(options["language"])
            with transaction.atomic():
                run = begin_import(path.name or str(path), find_files(path), language=language)
                if options["dry_run"]:
                    run = self._take_all(run)
                    self._report(run)
                    transaction.set_rollback(True)
                else:
                    # Should this process die, the deliverer goes on.
                    import_in_background(run)
        except (ImportRefused, RowRefused, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        if not options["dry_run"]:
            run = self._take_all(run)
            self._report(run)
        if run.bad and run.bad == run.rows:
            raise CommandError("No row could be imported.")

    def _take_all(self, run: Import) -> Import:
        try:
            while run.finished_at is None:
                if advance(run.id) is None:
                    time.sleep(SOMEBODY_ELSE_SECONDS)
                run.refresh_from_db()
                if run.finished_at is None:
                    self.stdout.write(f"{run.taken} of {run.rows} rows")
        except KeyboardInterrupt:
            stop_import(run.id)
            run.refresh_from_db()
            self.stderr.write("Interrupted. What was imported stays; run it again to go on.")
        return run

    def _report(self, run: Import) -> None:
        for problem in run.problems.order_by("id"):
            self.stderr.write(f"{problem.path}, row {problem.number}: {problem.problem}")
        self.stdout.write(
            f"{run.rows} rows: {run.created} created, {run.updated} updated, "
            f"{run.unchanged} unchanged, {run.bad} bad."
        )
