"""Recommends for a batch of messages, with what it reads from the database; writes nothing.

For the stage's task and for `python -m workers recommend`.
"""

from __future__ import annotations

import base64
import heapq
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from uuid import UUID

import numpy as np
from sqlalchemy import Connection

from workers.contracts.payloads import MessageAnalyzed
from workers.db import acceptance, conversations, intents, knowledge, past_answers, search
from workers.db.inboxes import read_inboxes
from workers.db.vectors import Vectors
from workers.loaded.frequencies import frequencies
from workers.loaded.ranker import ranker
from workers.models.ranker import Ranker
from workers.recommendation.needs import split_needs
from workers.recommendation.ranking import Basis
from workers.recommendation.recommend import recommend
from workers.recommendation.retrieval import Findings, Found, fuse
from workers.recommendation.words import choose_words, searchable
from workers.records.decisions import ConversationState, Experience, Outcome
from workers.records.knowledge import PastAnswer

FOUND_PER_SEARCH = 20
PAST_FOUND = 20
# So many of the likeliest sources become candidates, even where no search finds them.
LIKELY_SOURCES = 3


def recommend_all(connection: Connection, messages: Sequence[MessageAnalyzed]) -> list[Outcome]:
    """The outcome of each message; messages of erased conversations have none."""
    ids = {message.conversation_id for message in messages}
    states = conversations.read_states(connection, ids)
    present = [message for message in messages if message.conversation_id in states]
    sent = acceptance.read_sent(connection, ids)
    return recommend_with(connection, present, states, read_inboxes(connection, ids), sent)


def recommend_with(
    connection: Connection,
    messages: Sequence[MessageAnalyzed],
    states: Mapping[UUID, ConversationState],
    inboxes: Mapping[UUID, UUID],
    sent: Mapping[UUID, frozenset[UUID]],
) -> list[Outcome]:
    """As `recommend_all`, with what the caller knows of conversations that need not be stored.

    By conversation: its state, its inbox, and which candidates its contact got already.
    """
    if not messages:
        return []
    asked = [split_needs(message) for message in messages]
    each_alone = [each for of_message in asked for each in of_message]
    current_ranker = ranker().current()
    findings = iter(_find_all(connection, each_alone, inboxes, current_ranker))
    labels = {intent.label for each in each_alone for intent in each.intents}
    basis = Basis(
        links=intents.read_links(connection, labels),
        experience=Experience(acceptance.read_acceptance(connection, labels), sent),
        now=datetime.now(UTC),
        ranker=current_ranker,
    )
    return [
        recommend(
            [(each, next(findings)) for each in of_message], states[message.conversation_id], basis
        )
        for message, of_message in zip(messages, asked, strict=True)
    ]


def _find_all(
    connection: Connection,
    messages: Sequence[MessageAnalyzed],
    inboxes: Mapping[UUID, UUID],
    current_ranker: Ranker,
) -> list[Findings]:
    """All that is found for each message; they share an encoder."""
    vectors = read_vectors(messages)
    encoder = messages[0].encoder
    inbox_ids = [inboxes.get(message.conversation_id) for message in messages]
    solved = past_answers.find_past(connection, encoder, vectors, inbox_ids, PAST_FOUND)
    odds = current_ranker.sources.weigh(encoder, vectors)
    found = find_passages(connection, messages, vectors)
    likely = _find_likely(
        connection,
        encoder,
        vectors,
        found,
        [_choose_sources(*each) for each in zip(solved, odds, strict=True)],
    )
    return [
        Findings([*searched, *added], answers, log_odds)
        for searched, added, answers, log_odds in zip(found, likely, solved, odds, strict=True)
    ]


def find_passages(
    connection: Connection, messages: Sequence[MessageAnalyzed], vectors: Vectors
) -> list[list[Found]]:
    """The passages found for each message by meaning and by words; they share an encoder."""
    encoder = messages[0].encoder
    texts = [searchable(message.turn_text) for message in messages]
    languages = [message.language.label for message in messages]
    lexemes = search.read_lexemes(connection, texts, languages)
    queries = [choose_words(words, frequencies().current()) for words in lexemes]
    nearest = search.find_nearest(connection, encoder, vectors, FOUND_PER_SEARCH)
    matching = search.find_matching(connection, queries, encoder, vectors, FOUND_PER_SEARCH)
    ids = {hit.passage_id for hits in (*nearest, *matching) for hit in hits}
    passages = knowledge.read_passages(connection, ids)
    return [fuse(near, match, passages) for near, match in zip(nearest, matching, strict=True)]


def _choose_sources(solved: Sequence[PastAnswer], odds: Mapping[UUID, float]) -> set[UUID]:
    """The sources of similar past answers, and the likeliest by the source classifier."""
    likely = (id_ for id_, value in odds.items() if value > 0)
    best = heapq.nlargest(LIKELY_SOURCES, likely, key=odds.__getitem__)
    return {answer.source_id for answer in solved if answer.source_id} | {*best}


def _find_likely(
    connection: Connection,
    encoder: str,
    vectors: Vectors,
    found: Sequence[Sequence[Found]],
    sources: Sequence[Collection[UUID]],
) -> list[list[Found]]:
    """For each message, the best passages of its sources of which the searches found none."""
    missed = [
        set(chosen) - {each.passage.source_id for each in searched}
        for searched, chosen in zip(found, sources, strict=True)
    ]
    hits = search.find_best_of(connection, encoder, vectors, missed)
    ids = {hit.passage_id for of_message in hits for hit in of_message}
    passages = knowledge.read_passages(connection, ids)
    return [
        [
            Found(passages[hit.passage_id], hit.cosine, lexical=0.0, fused=0.0)
            for hit in of_message
            if hit.passage_id in passages
        ]
        for of_message in hits
    ]


def read_vectors(messages: Sequence[MessageAnalyzed]) -> Vectors:
    """The embeddings that the messages carry, L2-normalised."""
    return Vectors(
        np.frombuffer(base64.b64decode(message.embedding), dtype="<f4") for message in messages
    )
