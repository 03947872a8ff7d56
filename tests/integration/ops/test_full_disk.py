"""A database that can read, and store no more."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.dispatch.hints import connect_directly
from apps.ops import health
from tests.factories import beat

pytestmark = pytest.mark.django_db


def test_a_full_disk_is_told_while_heartbeats_still_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    beat()
    monkeypatch.setattr(health, "FILLS_A_FILE", "DO $$ BEGIN RAISE disk_full; END $$")
    status = Client().get("/statusz")
    answer = status.json()
    assert (status.status_code, answer["consumers"]["dispatch"]) == (503, 1)
    assert answer["reasons"][0].startswith("The disk of the database is full")
    # Agents can still read.
    assert Client().get("/readyz").status_code == 200


def test_whether_the_disk_is_full_is_found_out_by_writing_to_it() -> None:
    with connect_directly(options=health.LITTLE_MEMORY) as direct:
        explained = direct.execute(f"EXPLAIN (ANALYZE, BUFFERS) {health.FILLS_A_FILE}").fetchall()
    assert "temp " in str(explained)
    assert not health.is_disk_full()
