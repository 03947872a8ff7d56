"""What Django's tests call when one that commits has ended."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import flush

from tests.emptying.tables import empty_tables


class Command(flush.Command):
    """Takes the options of Django's own."""

    def handle(self, **options: Any) -> None:
        empty_tables()
