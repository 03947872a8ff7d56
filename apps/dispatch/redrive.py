"""Redrives failed work: new attempts, a new deadline, due at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from django.db import transaction
from django.db.models.functions import Now

from apps.dispatch.hints import channel_of, send_on_commit
from apps.dispatch.kinds import find_kind, list_kinds
from apps.dispatch.models import Work

MOST_AT_ONCE = 500
log = structlog.get_logger()


@dataclass(frozen=True)
class Redriven:
    """How much was redriven, and why the rest was not, by reason."""

    count: int
    refused: Counter[str]

    def describe(self) -> str:
        """The result in sentences."""
        sentences = [f"{self.count} given another try."]
        return " ".join(sentences + [f"{n} not: {reason}" for reason, n in self.refused.items()])


def redrive_reason(kind: str, reason: str) -> Redriven:
    """Redrive work of a kind that failed for one reason: the newest 500 rows."""
    failed = Work.objects.filter(state=Work.State.FAILED, kind=kind, last_error=reason)
    newest = failed.order_by("-finished_at").values_list("id", flat=True)
    return redrive_each(newest[:MOST_AT_ONCE])


def redrive_each(work_ids: Iterable[int]) -> Redriven:
    """Redrive rows, each in a transaction of its own, so that none holds locks for the others."""
    answers = Counter(redrive(work_id) for work_id in list(work_ids))
    count = answers.pop("", 0)
    log.info("work_redriven", count=count, refused=answers.total())
    return Redriven(count, answers)


@transaction.atomic
def redrive(work_id: int) -> str:
    """Redrive a row. Returns a sentence on why it was not, or an empty one.

    The subject's locks come before the lock of its work, as everywhere. The usual rules apply to
    what workers write: the bot does not answer where the conversation has moved on.
    """
    failed = Work.objects.filter(id=work_id, state=Work.State.FAILED)
    found = failed.values_list("kind", "subject_id").first()
    if found is None:
        return "It is no longer failed."
    if found[0] not in list_kinds():
        return "This release does not know its kind."
    kind, subject_id = find_kind(found[0]), found[1]
    kind.lock(subject_id)
    if reason := kind.refuse_redrive(subject_id):
        return reason
    deadline = Now() + kind.patience if kind.patience else None
    if not failed.update(
        state=Work.State.PENDING, due_at=Now(), deadline=deadline, attempts=0, finished_at=None
    ):
        return "It is no longer failed."
    send_on_commit(channel_of(kind.lane))
    return ""
