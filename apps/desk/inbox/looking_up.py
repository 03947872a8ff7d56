"""Looking up an answer in the knowledge, for when none of the first suggestions is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from apps.accounts.access import AgentRequest, agent_required
from apps.accounts.models import Agent
from apps.assist.filling import fill_variables
from apps.conversations.errors import ActionRefused
from apps.conversations.models import Conversation
from apps.desk.inbox.cards import list_cards, list_in_source
from apps.desk.inbox.finding import find_or_404
from apps.desk.inbox.thread import read_thread
from apps.knowledge.models import Passage
from apps.knowledge.passage_search import find_passages

LONGEST_SEARCH = 200


class PassageChanged(ActionRefused):
    """An article or a macro does not say any more what was looked up in it."""


@dataclass(frozen=True)
class LookedUp:
    """A passage with its variables filled in."""

    passage: Passage
    text: str
    missing: Sequence[str]

    @property
    def title(self) -> str:
        return str(self.passage.article or self.passage.macro)

    @property
    def in_source(self) -> str:
        """See `list_in_source`."""
        return list_in_source(self.text, self.passage.text)


@agent_required
def look_up(request: AgentRequest, conversation_id: UUID) -> HttpResponse:
    """What the words find; without words, all that is suggested."""
    conversation = find_or_404(conversation_id, request.user)
    search = request.GET.get("search", "")[:LONGEST_SEARCH].strip()
    if search:
        found = [_fill(each, conversation, request.user) for each in find_passages(search)]
        context: dict[str, Any] = {"found": found, "search": search}
    else:
        newest = read_thread(conversation, whole=False).newest
        context = {"cards": list_cards(conversation, newest, request.user)}
    return render(request, "desk/inbox/looked_up.html", context | {"conversation": conversation})


def find_passage(passage_id: int) -> Passage:
    """A passage of an article or macro. Raises PassageChanged when it is gone."""
    passages = Passage.objects.select_related("article", "macro")
    found = passages.filter(id=passage_id, solved_question=None).first()
    if found is None:
        raise PassageChanged(
            "What you looked up has been changed or withdrawn since. Check the text; sent again, "
            "it is a reply of your own."
        )
    return found


def _fill(passage: Passage, conversation: Conversation, agent: Agent) -> LookedUp:
    return LookedUp(passage, *fill_variables(passage.text, conversation, agent))
