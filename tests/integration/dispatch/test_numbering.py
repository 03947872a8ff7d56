"""Positions: whoever follows them misses nothing, whatever order the commits come in."""

from __future__ import annotations

import subprocess
import threading

from django.db import transaction
from django.db.models import Max

from apps.dispatch.actions import record_event
from apps.dispatch.models import Event
from apps.dispatch.numbering import BATCH, number_events
from config.services.cluster import environment, program
from tests.integration.dispatch.threads import PATIENCE_SECONDS, at_once, beside, setting


def kinds_by_position() -> list[str]:
    return list(Event.objects.order_by("position").values_list("kind", flat=True))


def last_position() -> int:
    position = Event.objects.aggregate(last=Max("position"))["last"]
    assert isinstance(position, int)
    return position


def test_an_event_that_is_committed_late_comes_after_those_that_were_read_before() -> None:
    written, read = threading.Event(), threading.Event()

    @transaction.atomic
    def commit_late() -> None:
        record_event("early id, late commit")
        written.set()
        assert read.wait(PATIENCE_SECONDS)

    with beside(commit_late):
        assert written.wait(PATIENCE_SECONDS)
        record_event("late id, early commit")
        assert number_events() == 1
        before = last_position()
        read.set()
    assert number_events() == 1
    assert last_position() > before
    assert kinds_by_position() == ["late id, early commit", "early id, late commit"]
    ids = Event.objects.order_by("id").values_list("kind", flat=True)
    assert list(ids) == ["early id, late commit", "late id, early commit"]


def test_a_reader_of_positions_hears_everything_that_many_write_and_several_number() -> None:
    ended = threading.Event()
    with (
        beside(lambda: read_until(ended)) as heard,
        beside(lambda: number_until(ended)),
        beside(lambda: number_until(ended)),
        setting(ended),
    ):
        at_once(write_events, 4)
        number_all()
    assert heard.result() == list(Event.objects.order_by("position").values_list("id", flat=True))
    assert len(heard.result()) == 4 * 25


def read_until(ended: threading.Event) -> list[int]:
    """The ids of events as somebody hears of them who asks for ever newer positions."""
    heard: list[int] = []
    position, is_last = 0, False
    while not is_last:
        is_last = ended.is_set()
        newer = Event.objects.filter(position__gt=position).order_by("position")
        for event in newer:
            assert event.position is not None
            position = event.position
            heard.append(event.id)
    return heard


def write_events() -> None:
    for _ in range(25):
        with transaction.atomic():
            record_event("written")


def number_until(ended: threading.Event) -> None:
    while not ended.is_set():
        number_events()


def number_all() -> None:
    while Event.objects.filter(position=None).exists():
        number_events()


def test_numbering_at_the_same_time_gives_each_event_one_position_in_the_order_of_ids() -> None:
    Event.objects.bulk_create(Event(kind="written") for _ in range(BATCH + 10))
    for _ in range(5):
        at_once(number_events, 3)
    assert not Event.objects.filter(position=None).exists()
    ids = list(Event.objects.order_by("position").values_list("id", flat=True))
    assert ids == sorted(ids)


def test_positions_go_on_when_all_events_were_deleted() -> None:
    record_event("deleted")
    number_events()
    before = last_position()
    Event.objects.all().delete()
    record_event("after")
    number_events()
    assert last_position() > before


def test_positions_go_on_after_a_dump_was_restored(database_url: str) -> None:
    record_event("numbered")
    number_events()
    record_event("not numbered yet")
    before = last_position()
    tables = ["--table", "dispatch_event", "--table", "dispatch_event_position"]
    dump = run("pg_dump", "--clean", *tables, database_url)
    Event.objects.all().delete()
    run("psql", "--quiet", "--set", "ON_ERROR_STOP=1", database_url, text=dump)
    record_event("after")
    assert number_events() == 2
    assert kinds_by_position() == ["numbered", "not numbered yet", "after"]
    positions = Event.objects.order_by("id").values_list("position", flat=True)
    assert positions[0] == before


def run(name: str, *arguments: str, text: str = "") -> str:
    return subprocess.run(
        [program(name), *arguments],
        input=text,
        capture_output=True,
        text=True,
        check=True,
        env=environment(),
    ).stdout
