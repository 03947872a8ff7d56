"""People's decisions about gaps."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from apps.accounts.models import Agent
from apps.dispatch.actions import enqueue, record_event
from apps.knowledge.actions import save_article
from apps.knowledge.gaps.models import Gap, GapQuestion
from apps.knowledge.kinds import GAPS
from apps.knowledge.models import Article, SolvedQuestion
from workers.contracts.events import EventKind


@transaction.atomic
def store_draft(gap: Gap, article: Article, by: Agent) -> Article:
    """Store an article for a gap. Returns the existing one where somebody was quicker."""
    gap = Gap.objects.select_for_update(of=("self",)).select_related("article").get(id=gap.id)
    if gap.article is None:
        save_article(article, by)
        Gap.objects.filter(id=gap.id).update(article=article)
        record_event(EventKind.GAP_DRAFTED, inbox_id=gap.inbox_id, subject=str(gap.id))
    return gap.article or article


@transaction.atomic
def dismiss(gap: Gap) -> None:
    """Dismiss a gap: nobody needs an article about it, however often it is asked."""
    Gap.objects.filter(id=gap.id).update(state=Gap.State.DISMISSED)
    record_event(EventKind.GAP_DISMISSED, inbox_id=gap.inbox_id, subject=str(gap.id))


@transaction.atomic
def bring_back(gap: Gap) -> None:
    """Bring a dismissed gap back."""
    Gap.objects.filter(id=gap.id).update(state=Gap.State.OPEN)
    record_event(EventKind.GAP_OPENED, inbox_id=gap.inbox_id, subject=str(gap.id))


def forget_words(instance: GapQuestion, **_: Any) -> None:
    """Take the words of a question that was erased out of its gap, which goes with its last one.

    Its label may have words that nobody else has used.
    """
    gap = Gap.objects.filter(id=instance.gap_id)
    gap.filter(members=None).delete()
    gap.update(label="")


def look_again(instance: SolvedQuestion, **_: Any) -> None:
    """Have the gaps of an inbox found and named anew without a question that was erased.

    A search that is under way may have read it; what that finds is not stored.
    """
    enqueue(GAPS, instance.inbox_id)
