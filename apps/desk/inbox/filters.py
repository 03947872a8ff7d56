"""From the address of the list to what is wanted of it, and back to its controls."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict

from apps.accounts.models import Agent
from apps.conversations.listing import ConversationFilter
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
SENTIMENTS = {"negative": "Negative", "neutral": "Neutral", "positive": "Positive"}
Options = Iterable[tuple[UUID | str, str]]
NARROWING = ("inbox", "intent", "sentiment", "priority", "tag")


def read_filter(query: QueryDict) -> ConversationFilter:
    """What is not understood does not narrow, so that an old bookmark still opens a list."""
    return ConversationFilter(
        status=_one_of(query.get("status", ""), ConversationStatus.values)
        or ConversationStatus.OPEN,
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
    """What the controls above the list offer to one agent: each value with what it is called."""

    inboxes: Options
    intents: Options
    whose: Options
    sentiments: Options
    statuses: Options
    priorities: Options


def choices_for(agent: Agent) -> FilterChoices:
    """Only inboxes that the agent may see are named."""
    return FilterChoices(
        inboxes=list_inboxes_of(agent).order_by("name").values_list("id", "name"),
        intents=Intent.objects.order_by("title").values_list("slug", "title"),
        whose=[option for option in WHOSE.items() if option[0] != "team" or agent.team_id],
        sentiments=SENTIMENTS.items(),
        statuses=ConversationStatus.choices,
        priorities=Priority.choices,
    )


def count_narrowing(wanted: ConversationFilter) -> int:
    """How many of the folded controls leave something out."""
    return sum(bool(getattr(wanted, name)) for name in NARROWING)


def _one_of(value: str, known: Container[str]) -> str:
    return value if value in known else ""


def _read_text(value: str) -> str:
    """Postgres knows no NUL, not even to look for one."""
    return value.replace("\0", "").strip()


def _read_id(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None
