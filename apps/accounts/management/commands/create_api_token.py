from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from apps.accounts.tokens import create_api_token


class Command(BaseCommand):
    help = "Creates a token for a program that works as an agent, and prints it once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="what the program is called")

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(create_api_token(options["name"]))
