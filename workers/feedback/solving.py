"""Finds the solved question of a resolved conversation: the first that somebody answered.

Later questions refer to what was written before, and mean little by themselves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from workers.feedback.hiding import Redacted, as_template, hide_answer, hide_question
from workers.feedback.labeling import is_rewritten
from workers.records.conversations import ResolvedConversation, Solved, Utterance
from workers.text.known_entities import FindKnownEntities, no_known_entities

# In words. Anything shorter is a greeting, a thank-you or "done!".
SHORTEST_QUESTION = 3
SHORTEST_ANSWER = 4
# In characters. Anything longer is not worth repeating.
LONGEST = 4000


def find_solved(
    conversation: ResolvedConversation, find_known_entities: FindKnownEntities = no_known_entities
) -> Solved | None:
    """The question and its answer, redacted; None where nothing is worth keeping.

    Known entities with a digit, such as order numbers, are this contact's own, and are hidden too.
    """
    questions, answers = _first_answered(conversation.messages)
    question, answer = _hide(questions, answers, conversation, find_known_entities)
    if len(question.split()) < SHORTEST_QUESTION or len(answer.split()) < SHORTEST_ANSWER:
        return None
    if max(len(question), len(answer)) > LONGEST:
        return None
    taken_from = next(filter(_is_taken_from_knowledge, answers), None)
    template = as_template(answer)
    return Solved(
        conversation_id=conversation.id,
        inbox_id=conversation.inbox_id,
        message_id=questions[-1].message_id,
        question=question,
        answer=template,
        article_id=taken_from.article_id if taken_from else None,
        macro_id=taken_from.macro_id if taken_from else None,
        intent=questions[-1].intent,
        language=questions[-1].language or conversation.inbox_language,
        digest=_digest(question, template),
    )


def _first_answered(messages: Sequence[Utterance]) -> tuple[list[Utterance], list[Utterance]]:
    """The messages of the first answered question, and those of its answer; empty without one.

    The answer is an agent's, or one of the bot that helped.
    """
    questions: list[Utterance] = []
    turns = [list(turn) for _, turn in groupby(messages, key=attrgetter("sender_type"))]
    for turn in turns:
        if turn[0].sender_type == "contact":
            questions += turn
        elif questions and turn[0].sender_type == "agent":
            return questions, turn
        elif questions and turn[0].helped:
            # The bot answers one message; earlier ones had answers that did not help.
            return questions[-1:], turn
    return [], []


def _is_taken_from_knowledge(answer: Utterance) -> bool:
    """Whether the answer was taken from its article or macro.

    Agents put an article in their own words; a macro counts unless it was wholly rewritten.
    """
    if answer.article_id is not None:
        return True
    rewritten = answer.suggested and is_rewritten(answer.suggested, answer.text)
    return answer.macro_id is not None and not rewritten


def _hide(
    questions: Sequence[Utterance],
    answers: Sequence[Utterance],
    conversation: ResolvedConversation,
    find_known_entities: FindKnownEntities,
) -> tuple[str, str]:
    question = Redacted.of("\n".join(message.text for message in questions), find_known_entities)
    answer = Redacted.of("\n\n".join(message.text for message in answers), find_known_entities)
    contact, agents = conversation.contact_name, {each.agent_name for each in conversation.messages}
    return hide_question(question, contact, agents), hide_answer(answer, question, contact, agents)


def _digest(question: str, answer: str) -> str:
    plain = "\n".join(" ".join(text.casefold().split()) for text in (question, answer))
    return hashlib.sha256(plain.encode()).hexdigest()
