"""The count of work is right, whatever has been counted once and for all."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from apps.conversations.actions import receive_message
from apps.conversations.models import Message
from apps.dispatch.actions import enqueue
from apps.dispatch.models import Work, WorkTally
from apps.dispatch.redrive import redrive
from apps.dispatch.tally import WorkCount, count_work, fold_tally
from apps.knowledge.kinds import KNOWLEDGE
from tests.factories import finish_message, make_message

pytestmark = pytest.mark.django_db
WAITS = timedelta(hours=2)


def count_all() -> dict[str, WorkCount]:
    """The whole table, row by row."""
    rows = list(Work.objects.values_list("kind", "state"))
    return {
        kind: WorkCount(
            accepted=sum(row[0] == kind for row in rows),
            done=rows.count((kind, "done")),
            superseded=rows.count((kind, "superseded")),
            failed=rows.count((kind, "failed")),
        )
        for kind in {row[0] for row in rows}
    }


def age() -> None:
    Work.objects.update(created_at=F("created_at") - WAITS, finished_at=F("finished_at") - WAITS)


def work_of(message: Message) -> Work:
    return Work.objects.get(kind="message", subject_id=message.id)


def test_it_is_the_same_before_and_after_folding_and_whatever_happens_next() -> None:
    subject = uuid4()
    enqueue(KNOWLEDGE, subject)
    Work.objects.filter(subject_id=subject).update(state="done")
    finish_message(make_message().id)
    overtaken = make_message()
    receive_message(overtaken.conversation_id, "And another thing")
    failed = make_message()
    Work.objects.filter(subject_id=failed.id).update(state="failed", last_error="RuntimeError")
    assert count_work() == count_all()
    age()
    for _ in range(2):
        fold_tally()
        assert count_work() == count_all()
    enqueue(KNOWLEDGE, subject)
    redrive(work_of(failed).id)
    receive_message(failed.conversation_id, "Is anybody there?")
    assert work_of(failed).state == "superseded"
    finish_message(Message.objects.latest("created_at").id)
    age()
    fold_tally()
    assert count_work() == count_all()


def test_what_is_new_or_may_still_be_superseded_is_not_folded() -> None:
    finish_message(make_message().id)
    fold_tally()
    assert not WorkTally.objects.exists()
    age()
    fold_tally()
    tally = WorkTally.objects.get(kind="message")
    open_message = make_message()
    finish_message(make_message().id)
    age()
    fold_tally()
    tally.refresh_from_db()
    assert tally.up_to_id < work_of(open_message).id
    assert tally.accepted == 1


def test_what_is_deleted_after_it_was_folded_was_still_accepted() -> None:
    finish_message(make_message().id)
    age()
    fold_tally()
    Work.objects.filter(kind="message").delete()
    assert count_work()["message"] == WorkCount(accepted=1, done=1, superseded=0, failed=0)


def test_a_scrape_reads_no_more_than_what_was_not_folded() -> None:
    for _ in range(20):
        finish_message(make_message().id)
    age()
    fold_tally()
    finish_message(make_message().id)
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as queries:
        cursor.execute("SET LOCAL enable_seqscan = off")
        count_work()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE) {queries[-1]['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan on dispatch_work " not in plan, plan
