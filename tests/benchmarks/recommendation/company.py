"""The sample company with its knowledge embedded and a model trained, in a database of its own."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from config.services.postgres import EmbeddedPostgres


@contextmanager
def company_at_hand() -> Iterator[None]:
    """This process works as the web and as every pool do, on a server that ends with it."""
    with (
        tempfile.TemporaryDirectory(prefix="firstline-recommendation-") as folder,
        EmbeddedPostgres(Path(folder)) as server,
    ):
        os.environ |= {
            "DATABASE_URL": server.url,
            "VAR_DIR": folder,
            "DJANGO_SETTINGS_MODULE": "config.settings.test",
        }
        django.setup()
        _prepare()
        yield


def _prepare() -> None:
    from django.core.management import call_command
    from django.db import connection

    from apps.sample.company import load_intents, load_knowledge, load_people, load_products
    from tests.integration.stages.chains import embed_all
    from workers.training.by_command import train_workspace

    call_command("migrate", verbosity=0)
    load_people("a-password-for-benchmarks")
    load_knowledge()
    load_products()
    load_intents()
    embed_all()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    train_workspace(seed=0, report=lambda line: None)
