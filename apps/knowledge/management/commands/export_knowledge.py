from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.knowledge.exporting import ExportRefused, export_archive, export_folder
from apps.knowledge.importing.files import ARCHIVE


class Command(BaseCommand):
    help = "Export all articles, macros and actions as files that import_knowledge reads again."

    def add_arguments(self, parser: CommandParser) -> None:
        meaning = f"a new folder, or a file that ends in {ARCHIVE}"
        parser.add_argument("path", type=Path, help=meaning)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["path"]
        try:
            is_archive = path.suffix.lower() == ARCHIVE
            count = export_archive(path) if is_archive else export_folder(path)
        except (ExportRefused, OSError) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{count} files are in {path}.")
