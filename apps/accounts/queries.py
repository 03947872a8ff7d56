"""Reads agents, teams and tokens."""

from __future__ import annotations

from django.db.models import Count, F, Q, QuerySet

from apps.accounts.models import Agent, ApiToken, Team


def list_agents() -> QuerySet[Agent, Agent]:
    """All agents, the active ones first."""
    return Agent.objects.select_related("team").order_by("-is_active", "display_name", "email")


def list_teams() -> QuerySet[Team, Team]:
    """Teams by name, each with its `size`: the active agents in it."""
    size = Count("agents", filter=Q(agents__is_active=True), distinct=True)
    return Team.objects.annotate(size=size).order_by("name")


def list_api_tokens() -> QuerySet[ApiToken, ApiToken]:
    """All tokens, the valid ones first, newest first."""
    return ApiToken.objects.select_related("team").order_by(
        F("revoked_at").desc(nulls_first=True), "-created_at"
    )
