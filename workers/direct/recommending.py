"""Decides about any text as the workspace would, without a queue; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from uuid import UUID

from sqlalchemy import Connection

from workers.contracts.labels import UNKNOWN_LANGUAGE
from workers.contracts.payloads import MessageAnalyzed
from workers.db.engine import statements
from workers.db.inboxes import list_inboxes
from workers.direct.reader import Reader
from workers.errors import SetupError
from workers.loaded.champion import champion
from workers.loaded.encoder import encoder
from workers.loaded.lexicon import lexicon
from workers.loaded.ranker import ranker
from workers.models.ranker import Ranker
from workers.recommendation.batch import find_passages, read_vectors, recommend_with
from workers.recommendation.needs import split_needs
from workers.recommendation.retrieval import Found
from workers.records.decisions import ConversationState, Outcome
from workers.text.language import LanguageIdentifier

# The state for the first message of an unknown contact.
NEW = ConversationState(handed_off=False, answered_before=False)


class NoChampionError(SetupError):
    """The workspace has no trained model yet."""


class NoInboxError(SetupError):
    """The workspace has no inbox of this name."""


@dataclass(frozen=True)
class Recommendation:
    """An outcome with all that led to it. `found`: passages, best first."""

    text: str
    outcome: Outcome
    found: Sequence[Found]
    ranker: Ranker


def workspace_reader() -> Reader:
    """A reader like that of the pools. Raises NoChampionError before the first training."""
    model = champion(encoder().identity).current()
    if model is None:
        raise NoChampionError("No model is trained yet: run `python -m workers train` first.")
    return Reader(encoder(), model, LanguageIdentifier(), lexicon().current())


def recommend_for(
    texts: Sequence[str], reader: Reader, language: str = UNKNOWN_LANGUAGE, inbox: str = ""
) -> list[Recommendation]:
    """Decide about each text.

    `language`: the prior. `inbox`: the name of the inbox that the texts come to; optional where
    there is only one. Raises NoInboxError.
    """
    with statements().connect() as connection:
        asked_in = _choose_inbox(list_inboxes(connection), inbox)
        messages = reader.read(texts, language)
        state = replace(NEW, inbox=next(iter(asked_in), ""))
        states = {message.conversation_id: state for message in messages}
        inboxes = {
            message.conversation_id: id_ for message in messages for id_ in asked_in.values()
        }
        outcomes = recommend_with(connection, messages, states, inboxes, {})
        found = [_find(connection, message) for message in messages]
    ranked_by = ranker().current()
    return [
        Recommendation(text, outcome, passages, ranked_by)
        for text, outcome, passages in zip(texts, outcomes, found, strict=True)
    ]


def _find(connection: Connection, message: MessageAnalyzed) -> list[Found]:
    """What the searches find for a message and its needs, best first, none twice."""
    asked = split_needs(message)
    found = chain(*find_passages(connection, asked, read_vectors(asked)))
    best_last = sorted(found, key=lambda each: each.fused)
    best = {each.passage.id: each for each in best_last}
    return sorted(best.values(), key=lambda each: -each.fused)


def _choose_inbox(inboxes: Mapping[str, UUID], name: str) -> Mapping[str, UUID]:
    """The inbox of this name; without a name the only one, or none of several."""
    if name and name not in inboxes:
        raise NoInboxError(f"There is no inbox {name!r}; name one of {', '.join(inboxes)}.")
    if name:
        return {name: inboxes[name]}
    return inboxes if len(inboxes) == 1 else {}
