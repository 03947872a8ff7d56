"""Reads gaps, of inboxes that the caller may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import Count, F, Max, Q, QuerySet, Window
from django.db.models.functions import Lower, RowNumber
from django_stubs_ext import WithAnnotations

from apps.knowledge.gaps.models import Gap, GapQuestion
from apps.knowledge.models import SolvedQuestion
from workers.contracts.rows import GAP_CONTACTS, GAP_QUESTIONS

MOST_EXAMPLES = 5


class Counted(TypedDict):
    """A gap with counts: questions, contacts, the time of the last question, distinct answers."""

    count: int
    contacts: int
    answers: int
    last_asked: datetime


def list_gaps(inboxes: QuerySet[Any], *, state: str) -> QuerySet[WithAnnotations[Gap, Counted]]:
    """The gaps of these inboxes, the most frequent first.

    Without gaps whose questions were all erased with their contacts.
    """
    question = "members__solved_question"
    gaps = Gap.objects.filter(inbox__in=inboxes, state=state).annotate(
        count=Count("members"),
        contacts=Count(f"{question}__conversation__contact", distinct=True),
        answers=Count(Lower(f"{question}__answer"), distinct=True),
        last_asked=Max(f"{question}__message__created_at"),
    )
    enough = Q(count__gte=GAP_QUESTIONS) | Q(contacts__gte=GAP_CONTACTS)
    return gaps.filter(enough).select_related("inbox", "article").order_by("-count", "id")


def list_examples(gaps: Iterable[Gap]) -> dict[UUID, list[GapQuestion]]:
    """Up to five questions of each gap, the most central first."""
    order = [F("closeness").desc(), F("solved_question").asc()]
    rank = Window(RowNumber(), partition_by="gap", order_by=order)
    members = GapQuestion.objects.filter(gap__in=list(gaps)).annotate(rank=rank)
    shown = members.filter(rank__lte=MOST_EXAMPLES).select_related("solved_question")
    by_gap = groupby(shown.order_by("gap", "rank"), key=attrgetter("gap_id"))
    return {gap_id: list(examples) for gap_id, examples in by_gap}


def list_solved(gap: Gap) -> list[SolvedQuestion]:
    """The questions of a gap with their answers, the most central first."""
    solved = SolvedQuestion.objects.filter(gap_membership__gap=gap)
    return list(solved.order_by("-gap_membership__closeness", "id"))
