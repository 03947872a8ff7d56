"""Reads what the bot may answer alone, and the changes and judgements behind that."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from apps.automation.actions import RECENT
from apps.automation.models import Automation, Change, Judgement
from apps.automation.thresholds import JudgedExample
from apps.learning.held_out import read_held_out
from apps.learning.models import Intent

ANNOUNCED = timedelta(days=7)


def list_automations() -> QuerySet[Intent, Intent]:
    """Intents by title, each with its automation, where it has one, and `judged_count`."""
    recent = Q(judgements__judged_at__gt=timezone.now() - RECENT)
    counted = Intent.objects.annotate(judged_count=Count("judgements", filter=recent))
    return counted.select_related("automation").order_by("title")


def list_changes(automation: Automation) -> QuerySet[Change, Change]:
    """The changes of an automation, newest first."""
    return automation.changes.select_related("agent").order_by("-id")


def list_warnings() -> QuerySet[Change, Change]:
    """Changes of the last week by which the bot became stricter or stopped, newest first."""
    kinds = (Change.Kind.TIGHTENED, Change.Kind.STOPPED)
    recent = Change.objects.filter(kind__in=kinds, created_at__gt=timezone.now() - ANNOUNCED)
    return recent.select_related("automation__intent").order_by("-id")


def count_sources(intent: Intent) -> dict[str, int]:
    """How many judged examples are from agents, from contacts and from the sample."""
    counted = intent.judgements.values_list("source").annotate(Count("id"))
    return dict.fromkeys(Judgement.Source.values, 0) | dict(counted)


def list_held_out(intent: Intent) -> list[JudgedExample]:
    """The champion's predictions of its own examples, made while each was held out of training.

    They judge the intent only, not the reply.
    """
    return [JudgedExample(*row) for row in read_held_out(intent.slug)]
