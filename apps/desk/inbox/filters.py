"""Reads the filter of the list from its address, and offers the choices of its controls."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from apps.accounts.models import Agent
from apps.conversations.listing.filtering import ConversationFilter
from apps.conversations.models import ConversationStatus, Priority
from apps.conversations.queries import list_inboxes_of
from apps.learning.models import Intent

WHOSE = {
    "all": "All",
    "mine": "Mine",
    "unassigned": "Unassigned",
    "person": "Waiting for a person",
    "team": "My team",
}
ANY_STATUS = "any"
STATUSES = {**dict(ConversationStatus.choices), ANY_STATUS: "Any status"}
SENTIMENTS = {"negative": "Negative", "neutral": "Neutral", "positive": "Positive"}
Options = Iterable[tuple[UUID | str, str]]
NARROWING = ("inbox", "intent", "sentiment", "priority", "tag")


def read_filter(query: QueryDict) -> ConversationFilter:
    """Read the filter; invalid values filter nothing, so that an old bookmark opens a list."""
    status = _one_of(query.get("status", ""), STATUSES) or ConversationStatus.OPEN
    return ConversationFilter(
        status="" if status == ANY_STATUS else status,
        whose=_one_of(query.get("whose", ""), WHOSE) or "all",
        inbox=_read_id(query.get("inbox", "")),
        intent=_read_text(query.get("intent", "")),
        sentiment=_one_of(query.get("sentiment", ""), SENTIMENTS),
        priority=_one_of(query.get("priority", ""), Priority.values),
        tag=_read_text(query.get("tag", "")),
        search=_read_text(query.get("search", "")),
    )


@dataclass(frozen=True)
class FilterChoices:
    """The choices of the controls above the list: each value with its label."""

    inboxes: Options
    intents: Options
    whose: Options
    sentiments: Options
    statuses: Options
    priorities: Options


def choices_for(agent: Agent) -> FilterChoices:
    """The choices for an agent, with only the inboxes that they may see."""
    return FilterChoices(
        inboxes=list_inboxes_of(agent).order_by("name").values_list("id", "name"),
        intents=Intent.objects.order_by("title").values_list("slug", "title"),
        whose=[option for option in WHOSE.items() if option[0] != "team" or agent.team_id],
        sentiments=SENTIMENTS.items(),
        statuses=STATUSES.items(),
        priorities=Priority.choices,
    )


def count_narrowing(wanted: ConversationFilter) -> int:
    """How many of the folded controls have a value."""
    return sum(bool(getattr(wanted, name)) for name in NARROWING)


def _one_of(value: str, options: Container[str]) -> str:
    return value if value in options else ""


def _read_text(value: str) -> str:
    """Postgres refuses NUL, even in a query."""
    return value.replace("\0", "").strip()


def _read_id(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
