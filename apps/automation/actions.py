"""Changes what the bot answers alone: by an administrator's target, and by judgements."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.accounts.models import Agent
from apps.automation.gathering import JudgeableMessage, gather
from apps.automation.models import Automation, Change, Judgement
from apps.automation.thresholds import (
    JudgedExample,
    Point,
    find_threshold,
    find_tightened,
)
from apps.automation.verdicts import Answered, judge
from apps.dispatch.actions import record_event
from apps.learning.models import Intent
from workers.contracts.events import EventKind
from workers.contracts.labels import OUT_OF_SCOPE, TALK_TO_PERSON

RECENT = timedelta(days=90)
MOST_RECENT = 1000
# Intents that need a person, however confident the models are.
NEVER_ALONE = frozenset({OUT_OF_SCOPE, TALK_TO_PERSON})
LEAST_TARGET, MOST_TARGET = 0.5, 0.995
TARGET_WANTED = f"Give a share between {100 * LEAST_TARGET:g} and {100 * MOST_TARGET:g}%."


class TargetRefused(Exception):
    """A target that cannot be set; the sentence says why."""


@transaction.atomic
def set_target(intent: Intent, target: float | None, by: Agent | None) -> Automation:
    """Let the bot answer an intent alone where at least this share was right; None: never.

    The threshold is computed anew, so it may also become lower. Raises TargetRefused.
    """
    if target is not None:
        if intent.slug in NEVER_ALONE:
            raise TargetRefused(f"“{intent.title}” always needs a person.")
        if not LEAST_TARGET <= target <= MOST_TARGET:
            raise TargetRefused(TARGET_WANTED)
    automation = _lock(intent)
    examples = read_recent(intent)
    automation.target = target
    automation.strictest = automation.answer_from = None
    found = find_threshold(examples, target) if target is not None else None
    _apply(automation, found, len(examples), Change.Kind.SET, by)
    return automation


def judge_conversations(
    conversation_ids: Collection[UUID], *, reopened: Collection[UUID] = ()
) -> set[UUID]:
    """Judge each message in these conversations by what people did after it.

    Returns the intents whose judgements changed. `reopened`: conversations that an agent has
    reopened, so that their having been resolved no longer shows that an answer was right. Where
    the contact goes on with something else, an answer that was right stays right.
    """
    intents = dict(Intent.objects.values_list("slug", "id"))
    changed = (
        _store_judgement(each, intents, each.prediction.message.conversation_id in reopened)
        for each in gather(conversation_ids)
        if each.intent in intents
    )
    return {intent_id for intent_id in changed if intent_id}


@transaction.atomic
def review(intent: Intent) -> None:
    """Compute an intent's threshold anew: it may be set, raised or removed, and that is recorded.

    By itself it is never lowered.
    """
    automation = _lock(intent)
    examples = read_recent(intent)
    present = automation.answer_from
    # Rows of an earlier release have no `strictest` yet.
    strictest = automation.strictest or present
    if automation.target is None:
        found = None
    elif strictest is None:
        found = find_threshold(examples, automation.target)
    else:
        found = find_tightened(examples, automation.target, strictest)
    _apply(automation, found, len(examples), _kind_of_change(present, found), None)


def read_recent(intent: Intent) -> list[JudgedExample]:
    """The judged examples that count, newest first: at most 1,000, of the last 90 days."""
    recent = intent.judgements.filter(judged_at__gt=timezone.now() - RECENT)
    newest = recent.order_by("-judged_at")[:MOST_RECENT]
    return [JudgedExample(*row) for row in newest.values_list("confidence", "right")]


def _store_judgement(
    message: JudgeableMessage, intents: dict[str, UUID], reopened: bool
) -> UUID | None:
    """Store or delete the judgement of a message. Returns its intent, where something changed."""
    intent_id, prediction = intents[message.intent], message.prediction
    right = judge(message.afterwards)
    stored = Judgement.objects.filter(message=prediction.message_id)
    by_contact = isinstance(message.afterwards, Answered)
    if right is None:
        stays = by_contact and not reopened
        return intent_id if not stays and stored.delete()[0] else None
    if stored.filter(right=right).exists():
        return None
    Judgement.objects.update_or_create(
        message_id=prediction.message_id,
        defaults={
            "intent_id": intent_id,
            "source": Judgement.Source.CONTACT if by_contact else Judgement.Source.AGENT,
            "confidence": message.confidence,
            "right": right,
            "judged_at": prediction.created_at,
        },
    )
    return intent_id


def _lock(intent: Intent) -> Automation:
    Automation.objects.get_or_create(intent=intent)
    return Automation.objects.select_for_update().get(intent=intent)


def _kind_of_change(present: float | None, found: Point | None) -> Change.Kind | None:
    if (found.threshold if found else None) == present:
        return None
    if found is None:
        return Change.Kind.STOPPED
    return Change.Kind.STARTED if present is None else Change.Kind.TIGHTENED


def _apply(
    automation: Automation, found: Point | None, judged: int, kind: str | None, by: Agent | None
) -> None:
    automation.judged = judged
    before, now = automation.answer_from, found.threshold if found else None
    automation.strictest = max(filter(None, (automation.strictest, before, now)), default=None)
    automation.answer_from = now
    automation.covered, automation.right = (found.covered, found.right) if found else (0, 0)
    automation.save()
    if kind is None:
        return
    Change.objects.create(
        automation=automation,
        kind=kind,
        agent=by,
        target=automation.target,
        answer_from=automation.answer_from,
        judged=judged,
        covered=automation.covered,
        right=automation.right,
    )
    record_event(
        EventKind(f"automation.{kind}"),
        subject=str(automation.intent_id),
        by=by and str(by.id),
    )
