"""Probes, the pipeline's status and the metrics."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from apps.dispatch.models import Heartbeat, Work
from apps.dispatch.redrive import redrive
from apps.dispatch.upkeep import Upkeep
from apps.ops.health import Readiness
from tests.factories import beat, finish_message, make_message
from tests.integration.dispatch.passing import pass_time
from workers.contracts.pipelines import Queue


def ask(path: str, **headers: str) -> tuple[int, Any]:
    response = Client().get(path, headers=headers)
    return response.status_code, response.json()


def test_a_living_process_says_so_without_a_database() -> None:
    assert ask("/healthz") == (200, {"status": "ok"})


@pytest.mark.django_db(transaction=True)
def test_a_process_is_ready_when_the_database_has_every_table() -> None:
    assert ask("/readyz") == (200, {"status": "ok"})
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'dispatch' RETURNING app, name")
        removed = cursor.fetchall()
        try:
            response = Readiness()(None)  # type: ignore[arg-type]
            assert response.status_code == 503
            assert b"manage.py migrate" in response.content
        finally:
            insert = "INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, now())"
            cursor.executemany(insert, removed)


@pytest.mark.django_db
def test_a_process_without_a_database_is_not_ready_and_dead_pools_do_not_matter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not Heartbeat.objects.exists()
    assert ask("/readyz")[0] == 200
    monkeypatch.setitem(connection.settings_dict, "PORT", 1)
    status, answer = ask("/readyz")
    assert status == 503
    assert "database" in answer["reason"]


@pytest.mark.django_db
def test_the_pipeline_is_well_when_every_queue_and_the_dispatcher_live() -> None:
    beat()
    status, answer = ask("/statusz")
    assert (status, answer["reasons"]) == (200, [])
    assert answer["consumers"] == dict.fromkeys((*Queue, "dispatch", "deliver"), 1)


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [-1, 1])
def test_who_lives_is_told_by_the_clock_of_the_database(
    hours: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    beat()
    silence("inference")
    elsewhere = timezone.now() + timedelta(hours=hours)
    monkeypatch.setattr(timezone, "now", lambda: elsewhere)
    (reason,) = ask("/statusz")[1]["reasons"]
    assert "The pool inference has been silent" in reason


@pytest.mark.django_db
def test_a_monitor_is_told_at_once_that_there_is_no_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    beat()
    monkeypatch.setitem(connection.settings_dict, "PORT", 1)
    status, answer = ask("/statusz")
    assert (status, answer["status"]) == (503, "broken")
    assert "database does not answer" in answer["reasons"][0]


def silence(queue: str) -> None:
    silent = Heartbeat.objects.filter(queue=queue)
    silent.update(seen_at=timezone.now() - timedelta(seconds=16))


@pytest.mark.django_db
@pytest.mark.parametrize("queue", ["preprocessing", "inference", "recommendation", "dispatch"])
def test_what_customers_wait_for_is_a_reason_where_it_is_missing(queue: str) -> None:
    beat()
    silence(queue)
    status, answer = ask("/statusz")
    assert (status, len(answer["reasons"])) == (503, 1)
    assert queue in answer["reasons"][0]


@pytest.mark.django_db
@pytest.mark.parametrize("queue", ["inference.bulk", "feedback", "feedback.training"])
def test_what_no_customer_waits_for_is_a_warning_that_hides_nothing(queue: str) -> None:
    beat()
    silence(queue)
    status, answer = ask("/statusz")
    assert (status, answer["reasons"], len(answer["warnings"])) == (200, [], 1)
    assert f"The pool {queue} has been silent" in answer["warnings"][0]
    make_message()
    pass_time(130)
    status, answer = ask("/statusz")
    assert status == 503
    assert "waited for 2 min" in answer["reasons"][0]


@pytest.mark.django_db
def test_a_deliverer_that_is_missing_is_a_warning_and_counted_as_none() -> None:
    beat()
    silence("deliver")
    status, answer = ask("/statusz")
    assert (status, answer["reasons"], len(answer["warnings"])) == (200, [], 1)
    assert "Start `manage.py deliver`" in answer["warnings"][0]
    assert 'firstline_consumers{queue="deliver"} 0.0' in Client().get("/metrics").content.decode()


@pytest.mark.django_db
def test_a_message_that_has_waited_for_long_is_a_reason() -> None:
    beat()
    make_message()
    assert ask("/statusz")[0] == 200
    pass_time(130)
    status, answer = ask("/statusz")
    assert status == 503
    assert "waited for 2 min" in answer["reasons"][0]
    Work.objects.update(attempts=4, due_at=timezone.now() + timedelta(seconds=30))
    assert "under way for 2 min" in ask("/statusz")[1]["reasons"][0]


@pytest.mark.django_db
def test_the_dispatcher_has_a_heartbeat_and_buries_the_dead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    beat("inference")
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(hours=2))
    monkeypatch.setattr("apps.dispatch.pulse.BEAT_SECONDS", 0)
    monkeypatch.setattr("apps.dispatch.upkeep.RECOVERY_SECONDS", 0)
    upkeep = Upkeep()
    upkeep.step()
    pulse = Heartbeat.objects.get()
    assert pulse.queue == "dispatch"
    Heartbeat.objects.update(seen_at=timezone.now() - timedelta(seconds=10))
    upkeep.step()
    assert Heartbeat.objects.get().seen_at > timezone.now() - timedelta(seconds=5)


@pytest.mark.django_db
def test_metrics_count_what_was_accepted_and_what_became_of_it() -> None:
    finish_message(make_message().id)
    make_message()
    beat("inference")
    lines = Client().get("/metrics").content.decode().splitlines()
    assert 'firstline_work{kind="message",state="accepted"} 2.0' in lines
    assert 'firstline_work{kind="message",state="done"} 1.0' in lines
    assert 'firstline_work{kind="message",state="failed"} 0.0' in lines
    assert 'firstline_consumers{queue="inference"} 1.0' in lines
    assert 'firstline_consumers{queue="preprocessing"} 0.0' in lines
    assert 'firstline_stage_seconds{quantile="0.5",stage="inference"} 0.02' in lines
    assert any(line.startswith('firstline_oldest_open_seconds{lane="live"} ') for line in lines)


@pytest.mark.django_db(transaction=True)
def test_what_may_become_less_is_no_counter() -> None:
    work = Work.objects.get(subject_id=make_message().id)
    Work.objects.update(state=Work.State.FAILED)
    before = scrape()
    assert before["firstline_work"][0] == "gauge"
    assert redrive(work.id) == ""
    for name, (kind, values) in scrape().items():
        if kind == "counter":
            assert all(values[labels] >= value for labels, value in before[name][1].items())


def scrape() -> dict[str, tuple[str, dict[str, float]]]:
    """By family: its type, and its values by their labels."""
    families = text_string_to_metric_families(Client().get("/metrics").content.decode())
    return {
        family.name: (
            family.type,
            {f"{sample.name} {sample.labels}": sample.value for sample in family.samples},
        )
        for family in families
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("203.0.113.7", {}),
        ("10.0.0.1", {}),
        ("", {}),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}),
        ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}),
    ],
)
def test_metrics_are_not_for_whoever_asks(address: str, headers: dict[str, str]) -> None:
    response = Client(REMOTE_ADDR=address).get("/metrics", headers=headers)
    assert response.status_code == 403
    assert b"firstline_" not in response.content
    for local in ("127.0.0.1", "::1"):
        assert Client(REMOTE_ADDR=local).get("/metrics").status_code == 200


@pytest.mark.django_db
def test_metrics_are_for_whoever_shows_their_token() -> None:
    far = Client(REMOTE_ADDR="203.0.113.7")
    assert far.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 403
    with override_settings(METRICS_TOKEN="a-long-secret"):
        for shown in ("Bearer ", "Bearer another", "a-long-secret", "Bearer a-long-secrét"):
            assert far.get("/metrics", headers={"Authorization": shown}).status_code == 403
        answer = far.get("/metrics", headers={"Authorization": "Bearer a-long-secret"})
    assert b"firstline_" in answer.content
