"""Giving failed work another try: fresh attempts, a fresh deadline, due at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import structlog
from django.db import transaction
from django.utils import timezone

from apps.dispatch.hints import channel_of, send_on_commit
from apps.dispatch.kinds import find_kind, list_kinds
from apps.dispatch.models import Work

MOST_AT_ONCE = 500
log = structlog.get_logger()


@dataclass(frozen=True)
class Redriven:
    """How much was given another try, and why the rest was not, by reason."""

    count: int
    refused: Counter[str]

    def describe(self) -> str:
        """In a sentence or a few."""
        said = [f"{self.count} given another try."]
        return " ".join(said + [f"{n} not: {reason}" for reason, n in self.refused.items()])


def redrive_reason(kind: str, reason: str) -> Redriven:
    """All work of a kind that failed for one reason, the newest first, 500 at a time."""
    failed = Work.objects.filter(state=Work.State.FAILED, kind=kind, last_error=reason)
    newest = failed.order_by("-finished_at").values_list("id", flat=True)
    return redrive_each(newest[:MOST_AT_ONCE])


def redrive_each(work_ids: Iterable[int]) -> Redriven:
    """Each in a transaction of its own, so that one that waits for a lock keeps nobody waiting."""
    answers = Counter(redrive(work_id) for work_id in list(work_ids))
    count = answers.pop("", 0)
    log.info("work_redriven", count=count, refused=answers.total())
    return Redriven(count, answers)


@transaction.atomic
def redrive(work_id: int) -> str:
    """Returns nothing, or the sentence that says why it was not given another try.

    The subject's locks come before the lock of its work, as everywhere. What the workers write
    then follows the rules of any message: no bot answers where the conversation has moved on.
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
    now = timezone.now()
    deadline = now + kind.patience if kind.patience else None
    if not failed.update(
        state=Work.State.PENDING, due_at=now, deadline=deadline, attempts=0, finished_at=None
    ):
        return "It is no longer failed."
    send_on_commit(channel_of(kind.lane))
    return ""
