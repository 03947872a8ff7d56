"""Who may have a conversation, and giving it back to everybody where its agent may not."""

from __future__ import annotations

from uuid import UUID

from apps.accounts.models import Agent, Team
from apps.conversations.errors import ActionRefused
from apps.conversations.events import record_about
from apps.conversations.models import Conversation
from apps.conversations.queries import list_inboxes_of
from workers.contracts.events import EventKind


def may_have(agent: Agent, inbox_id: UUID) -> bool:
    """Whether the agent can sign in and see the conversations of an inbox."""
    return agent.is_active and list_inboxes_of(agent).filter(id=inbox_id).exists()


def give_back(conversation: Conversation, by: Agent | None = None) -> None:
    """Unassign a conversation where its agent may not have it any more; its team stays.

    The caller holds its lock.
    """
    agent = conversation.assigned_agent
    if agent is None or may_have(agent, conversation.inbox_id):
        return
    conversation.assigned_agent = None
    conversation.save(update_fields=["assigned_agent"])
    team_id = conversation.assigned_team_id
    team = str(team_id) if team_id else None
    record_about(conversation, EventKind.CONVERSATION_ASSIGNED, by=by, agent=None, team=team)


def lock_agent(agent: Agent) -> Agent:
    """The agent as of now. The lock lets whoever deactivates them find what they get meanwhile.

    It comes after that of the conversation, everywhere.
    """
    locked = Agent.objects.select_for_update(no_key=True).filter(id=agent.id).first()
    if locked is None:
        raise ActionRefused(f"{agent} is gone; choose somebody else.")
    return locked


def check_agent_sees(agent: Agent, conversation: Conversation) -> None:
    """Raises ActionRefused for somebody who cannot have this conversation."""
    if not agent.is_active:
        raise ActionRefused(f"{agent} cannot sign in any more; choose somebody else.")
    if not list_inboxes_of(agent).filter(id=conversation.inbox_id).exists():
        raise ActionRefused(f"{agent} may not see this inbox; choose somebody who may.")


def check_team_sees(team: Team, conversation: Conversation) -> None:
    """Raises ActionRefused for a team that cannot have this conversation."""
    teams = conversation.inbox.teams
    if teams.exists() and not teams.filter(id=team.id).exists():
        raise ActionRefused(f"The team {team} may not see this inbox; choose one that may.")
