"""The sample company in a database of its own, its knowledge embedded and a model trained on it.

Loading it takes seconds, so the tests of this package share it and take nothing away.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.base import DatabaseWrapper
from pytest_django import DjangoDbBlocker

from apps.conversations.models import Inbox
from apps.learning.models import Example, Intent, SentimentExample
from apps.sample.automation import load_automation
from apps.sample.company import load_intents, load_knowledge, load_people
from config.database import django_database
from config.services.postgres import EmbeddedPostgres
from tests.integration.stages.chains import embed_all
from workers.db.engine import engine, statements
from workers.loaded.champion import champion
from workers.settings import read_settings
from workers.training.by_command import train_workspace

# Enough to tell the intents apart, few enough to be learnt in seconds.
INTENT_EXAMPLES_KEPT = 25
SENTIMENT_EXAMPLES_KEPT = 40


@pytest.fixture(scope="package")
def database_of_stages(
    postgres: EmbeddedPostgres,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[str]:
    """Django's connection leads here while this package is tested."""
    url = postgres.url.rpartition("/")[0] + "/stages"
    usual, usual_settings = connections["default"], connections.settings["default"]
    with django_db_blocker.unblock():
        close(usual)
        with psycopg.connect(postgres.url, autocommit=True) as connection:
            # The package is entered twice where tests of others are run in between.
            connection.execute("DROP DATABASE IF EXISTS stages WITH (FORCE)")
            # A copy, because migrating takes longest: other tests leave that one empty.
            connection.execute(f'CREATE DATABASE stages TEMPLATE "{usual_settings["NAME"]}"')
        connections.settings["default"] = {**usual_settings, **django_database(url, pool_size=4)}
        connections["default"] = connections.create_connection("default")
        # Nothing to do, but where no test of the run has the mark for which that one is migrated.
        call_command("migrate", verbosity=0)
        yield url
        close(connections["default"])
        connections.settings["default"] = usual_settings
        connections["default"] = usual


def close(connection: BaseDatabaseWrapper) -> None:
    assert isinstance(connection, DatabaseWrapper)
    connection.close()
    connection.close_pool()


@pytest.fixture(scope="package")
def worker_environment(
    database_of_stages: str, encoder_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """This process works as the pools do."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", database_of_stages)
        patch.setenv("ENCODER_DIR", str(encoder_dir))
        patch.setenv("VAR_DIR", str(tmp_path_factory.mktemp("var")))
        forget_settings()
        yield
        engine().dispose()
    forget_settings()


def forget_settings() -> None:
    for cached in (read_settings, engine, statements, champion):
        cached.cache_clear()


@pytest.fixture(scope="package")
def company(worker_environment: None) -> Inbox:
    """The sample company's inbox."""
    load_people("a-password-for-tests")
    load_knowledge()
    load_intents()
    load_automation()
    keep_few_examples()
    embed_all()
    train_workspace(seed=0, report=lambda line: None)
    return Inbox.objects.get(site_key="demo")


def keep_few_examples() -> None:
    for intent in Intent.objects.all():
        examples = Example.objects.filter(intent=intent)
        kept = list(examples.order_by("text")[:INTENT_EXAMPLES_KEPT])
        examples.exclude(id__in=[example.id for example in kept]).delete()
    for label in SentimentExample.Label.values:
        rows = SentimentExample.objects.filter(label=label)
        few = list(rows.order_by("text")[:SENTIMENT_EXAMPLES_KEPT])
        rows.exclude(id__in=[row.id for row in few]).delete()
