from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from apps.conversations.models import Inbox
from apps.learning.models import Intent
from apps.sample.automation import load_automation
from apps.sample.company import load_intents, load_knowledge, load_people, load_products
from apps.sample.conversations import load_conversations
from config.own_secrets import read_or_make_secret


class Command(BaseCommand):
    help = "Load the sample company; run again, it adds nothing twice."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--without-knowledge",
            action="store_true",
            help="only an inbox, the agents and the intents; no articles, macros or conversations",
        )
        parser.add_argument(
            "--if-missing",
            action="store_true",
            help="not where intents are already there: what people changed since stays theirs",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_missing"] and Intent.objects.exists():
            return
        password = read_or_make_secret(settings.VAR_DIR / "demo_password", 9)
        load_people(password)
        if not options["without_knowledge"]:
            load_knowledge()
            load_products()
            load_conversations(Inbox.objects.get(site_key="demo"))
        load_intents()
        if not options["without_knowledge"]:
            load_automation()
        if options["verbosity"]:
            self.stdout.write("The sample company is loaded.")
