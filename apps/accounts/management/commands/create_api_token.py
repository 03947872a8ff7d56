from __future__ import annotations

from argparse import ArgumentTypeError
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser

from apps.accounts.models import ApiToken
from apps.accounts.tokens import create_api_token

LONGEST_NAME = ApiToken._meta.get_field("name").max_length


class Command(BaseCommand):
    help = "Creates a token for a program that works as an agent, and prints it once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--name", required=True, type=_read_name, help="what the program is called"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(create_api_token(options["name"]))


def _read_name(value: str) -> str:
    """The name without blanks around it, as the desk's form takes it."""
    try:
        return str(forms.CharField(max_length=LONGEST_NAME).clean(value))
    except ValidationError as refused:
        raise ArgumentTypeError(" ".join(refused.messages)) from refused
