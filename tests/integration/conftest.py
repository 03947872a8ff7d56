"""One real Postgres for all integration tests, started by the first that needs it; and who acts.

`alice`, `bob` and `charlie` are an agent, a supervisor and an administrator; `agent`, `supervisor`
and `administrator` are the browsers in which they have signed in.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]

from apps.accounts.models import Agent, Role
from config.services.postgres import EmbeddedPostgres
from tests.integration.staff import browser_of, hire


@pytest.fixture(scope="session", autouse=True)
def static_files() -> Iterator[None]:
    """Found once: each test's browser loads the middleware, which would look at every file anew."""
    found: dict[str, Any] = {}
    find = WhiteNoiseMiddleware.add_files_from_finders

    def find_once(middleware: WhiteNoiseMiddleware) -> None:
        if not found:
            find(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", find_once)
        yield


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    with EmbeddedPostgres(tmp_path_factory.mktemp("postgres")) as server:
        yield server


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres: EmbeddedPostgres) -> None:
    """Settings were read before there was a database: tell Django now where it is."""
    from django.db import connections

    from config.database import django_database

    connections.settings["default"].update(django_database(postgres.url, pool_size=10))
    connections["default"] = connections.create_connection("default")


@pytest.fixture(scope="session")
def database_url(postgres: EmbeddedPostgres, django_db_setup: None) -> str:
    """Where other processes find the tests' own database."""
    from django.db import connections

    return f"{postgres.url.rpartition('/')[0]}/{connections.settings['default']['NAME']}"


@pytest.fixture(scope="session")
def process_environment(
    database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """For processes that a test starts: the tests' settings and database."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": database_url,
        "VAR_DIR": str(tmp_path_factory.mktemp("var")),
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }


@pytest.fixture
def alice(db: None) -> Agent:
    return hire(Role.AGENT)


@pytest.fixture
def bob(db: None) -> Agent:
    return hire(Role.SUPERVISOR)


@pytest.fixture
def charlie(db: None) -> Agent:
    return hire(Role.ADMINISTRATOR)


@pytest.fixture
def agent(alice: Agent) -> Client:
    return browser_of(alice)


@pytest.fixture
def supervisor(bob: Agent) -> Client:
    return browser_of(bob)


@pytest.fixture
def administrator(charlie: Agent) -> Client:
    return browser_of(charlie)
