"""Agents who choose, simulated: through the same doors, and sometimes wrong.

Each past question is written, understood and ranked as any message is. Its agent accepts the
article that answers it where it was suggested, and looks it up where it was not. One in twenty
takes another of the first three instead.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.benchmarks.recommendation.questions import read_choices

if TYPE_CHECKING:
    from apps.assist.models import Suggestion
    from apps.conversations.models import Inbox, Message

CHOICES = 500
WRONG = 0.05
LOOKED_AT = 3
AT_ONCE = 64


def choose_like_agents(seed: int = 0) -> tuple[int, int]:
    """How many accepted a suggestion, and how many looked up another article; 500 in all."""
    from apps.conversations.models import Inbox

    chance = random.Random(seed)
    past = read_choices()
    chance.shuffle(past)
    past = past[:CHOICES]
    inbox = Inbox.objects.get(site_key="demo")
    accepted = 0
    for start in range(0, len(past), AT_ONCE):
        accepted += _work_on(inbox, past[start : start + AT_ONCE], chance)
    return accepted, len(past) - accepted


def _work_on(inbox: Inbox, past: Sequence[tuple[str, str]], chance: random.Random) -> int:
    from apps.accounts.models import Agent
    from apps.assist.actions import accept_suggestion
    from apps.conversations.handling import resolve
    from tests.integration.stages.chains import embed_all, facts_of, run_lane, write
    from workers.contracts.pipelines import Lane

    agent = Agent.objects.filter(role="agent").order_by("email")[0]
    messages = [(article, write(inbox, text)) for article, text in past]
    run_lane(Lane.LIVE)
    accepted = 0
    for article, message in messages:
        shown = list(facts_of(message).suggestions)
        articles = [each for each in shown if each.kind == "article"]
        right = [each for each in articles if each.article and each.article.slug == article]
        if chance.random() < WRONG:
            right = [each for each in articles[:LOOKED_AT] if each not in right]
        accepted += bool(right)
        answer = right[0] if right else _look_up(message, article)
        accept_suggestion(answer, agent)
        resolve(message.conversation_id, agent)
    run_lane(Lane.FEEDBACK)
    run_lane(Lane.SOLVED)
    embed_all()
    return accepted


def _look_up(message: Message, article: str) -> Suggestion:
    from apps.assist.looking_up import suggest_looked_up
    from apps.knowledge.models import Passage

    passage = Passage.objects.get(article__slug=article, position=0)
    suggestion = suggest_looked_up(message.conversation_id, passage)
    assert suggestion is not None
    return suggestion
