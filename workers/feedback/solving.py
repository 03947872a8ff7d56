"""What a resolved conversation teaches: the first question in it that somebody answered.

Later turns lean on what was said before, and mean little by themselves.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from workers.contracts import PERSONAL_LABELS, Entity
from workers.records import ResolvedConversation, Said, Solved
from workers.text.hiding import hide_entities
from workers.text.known import FindKnown, know_nothing
from workers.text.normalization import normalize
from workers.text.redaction import redact

# In words. What is shorter is a greeting, a thank-you or "done!".
SHORTEST_QUESTION = 3
SHORTEST_ANSWER = 4
# In characters, as long as a message or a macro may be worth repeating.
LONGEST = 4000
FIRST_NAME = "{{ contact.first_name }}"
SHORTEST_NAME = 3
# Who was greeted in an answer is whoever gets it next.
_GREETED = re.compile(r"\A([^\n<]{1,20})<NAME>")


def find_solved(
    conversation: ResolvedConversation, find_known: FindKnown = know_nothing
) -> Solved | None:
    """The question and its answer, redacted; None where nothing is worth keeping.

    Numbers that `find_known` finds are another contact's, and are hidden too.
    """
    asked, answers = _first_answered(conversation.said)
    name = conversation.contact_name
    written = _replace_name("\n".join(said.text for said in asked), name, "<NAME>")
    question = _hide(written, find_known)
    written = _replace_name("\n\n".join(said.text for said in answers), name, FIRST_NAME)
    answer = _as_template(_hide(written, find_known))
    if len(question.split()) < SHORTEST_QUESTION or len(answer.split()) < SHORTEST_ANSWER:
        return None
    if max(len(question), len(answer)) > LONGEST:
        return None
    accepted = next((said for said in answers if said.article_id or said.macro_id), answers[0])
    return Solved(
        conversation_id=conversation.id,
        inbox_id=conversation.inbox_id,
        message_id=asked[-1].message_id,
        question=question,
        answer=answer,
        article_id=accepted.article_id,
        macro_id=accepted.macro_id,
        intent=asked[-1].intent,
        language=asked[-1].language or conversation.inbox_language,
        digest=_digest(question, answer),
    )


def _first_answered(said: Sequence[Said]) -> tuple[list[Said], list[Said]]:
    """What the contact had said until then, and what an agent, or a bot that helped, answered."""
    asked: list[Said] = []
    turns = [list(messages) for _, messages in groupby(said, key=attrgetter("sender_type"))]
    for turn in turns:
        if turn[0].sender_type == "contact":
            asked += turn
        elif asked and turn[0].sender_type == "agent":
            return asked, turn
        elif asked and turn[0].helped:
            # A bot answers one message, and whoever it did not help has said more.
            return asked[-1:], turn
    return [], []


def _replace_name(text: str, name: str, replacement: str) -> str:
    """The contact's own name is known, and found wherever it stands; rather once too often."""
    parts = [re.escape(part) for part in (name, *name.split()) if len(part) >= SHORTEST_NAME]
    return re.sub(rf"\b(?:{'|'.join(parts)})\b", replacement, text) if parts else text


def _hide(text: str, find_known: FindKnown) -> str:
    entities = redact(normalize(text), find_known=find_known)[1]
    return hide_entities(text, filter(lambda entity: _is_anothers(entity, text), entities)).text


def _is_anothers(entity: Entity, text: str) -> bool:
    """Whether a word belongs to one contact: it is personal, or a number that names something."""
    written = text[entity.start : entity.end]
    return entity.label in PERSONAL_LABELS or any(map(str.isdigit, written))


def _as_template(answer: str) -> str:
    """What can be filled in for the next contact is a variable, as in a macro."""
    greeted = _GREETED.sub(rf"\1{FIRST_NAME}", answer)
    return greeted.replace("<ORDER_NUMBER>", "{{ order_number }}").strip()


def _digest(question: str, answer: str) -> str:
    plain = "\n".join(" ".join(text.casefold().split()) for text in (question, answer))
    return hashlib.sha256(plain.encode()).hexdigest()
