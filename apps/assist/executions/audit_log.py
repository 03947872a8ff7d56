"""The audit log of actions, for whoever supervises."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from apps.accounts.models import Agent
from apps.assist.models import Execution
from apps.conversations.queries import list_inboxes_of


def list_executions(
    by: Agent,
    *,
    agent: UUID | None = None,
    action: UUID | None = None,
    conversation: UUID | None = None,
) -> QuerySet[Execution, Execution]:
    """Executions in the inboxes that `by` may see, newest first. None filters nothing."""
    wanted = {"agent": agent, "action": action, "conversation": conversation}
    executions = Execution.objects.filter(
        conversation__inbox__in=list_inboxes_of(by),
        **{name: value for name, value in wanted.items() if value},
    )
    related = ("agent", "undone_by", "conversation__contact", "delivery")
    return executions.select_related(*related).order_by("-created_at")
