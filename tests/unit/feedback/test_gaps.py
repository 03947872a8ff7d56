"""Questions that ask the same are one gap, in whatever order they come, and stay the same gap."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from workers.feedback.gap_identity import keep_identity
from workers.feedback.gaps import find_inbox_gaps
from workers.feedback.naming import name_groups
from workers.records.gaps import Cluster, FoundGap, Unanswered

Floats = NDArray[np.float32]
SIZE = 384


def question(number: int, contact: int | None = None, text: str = "") -> Unanswered:
    """The question of this number; each is of a contact of its own unless told otherwise."""
    of = UUID(int=number if contact is None else contact)
    return Unanswered(UUID(int=number), UUID(int=number), of, text)


def near(topic: int, count: int, seed: int = 0) -> Floats:
    """Vectors about a topic; those about others stand at right angles to it."""
    noise = np.random.default_rng(seed).normal(scale=0.01, size=(count, SIZE))
    vectors = np.eye(SIZE)[topic] + noise
    scaled: Floats = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return scaled


def members_of(gaps: Sequence[FoundGap]) -> list[set[int]]:
    return [{id_.int for id_, _ in gap.cluster.members} for gap in gaps]


def test_questions_that_ask_the_same_are_one_gap_and_the_largest_comes_first() -> None:
    questions = [question(number) for number in range(1, 8)]
    embeddings = np.concatenate([near(0, 2), near(1, 4), near(2, 1)])
    assert members_of(find_inbox_gaps(questions, embeddings, {})) == [{3, 4, 5, 6}, {1, 2}]


@pytest.mark.parametrize(("contacts", "gaps"), [([1, 1], 0), ([1, 2], 1), ([1, 1, 1], 1)])
def test_one_contacts_case_is_no_gap_until_it_is_asked_three_times(
    contacts: list[int], gaps: int
) -> None:
    questions = [question(number, contact) for number, contact in enumerate(contacts)]
    assert len(find_inbox_gaps(questions, near(0, len(contacts)), {})) == gaps


@pytest.mark.parametrize("count", [0, 1])
def test_hardly_any_questions_are_no_gap(count: int) -> None:
    questions = [question(number) for number in range(count)]
    assert find_inbox_gaps(questions, near(0, count), {}) == []


@settings(max_examples=30)
@given(st.lists(st.integers(0, 4), max_size=25), st.randoms(use_true_random=False))
def test_the_order_of_the_questions_does_not_matter_and_each_is_in_one_gap(
    topics: list[int], random: object
) -> None:
    questions = [question(number) for number in range(len(topics))]
    embeddings = np.array([near(topic, 1, seed)[0] for seed, topic in enumerate(topics)])
    embeddings = embeddings.reshape(-1, SIZE)
    order = list(range(len(topics)))
    random.shuffle(order)  # type: ignore[attr-defined]
    found = find_inbox_gaps(questions, embeddings, {})
    again = find_inbox_gaps([questions[place] for place in order], embeddings[order], {})
    assert [gap.cluster for gap in found] == [gap.cluster for gap in again]
    ids = [id_ for gap in found for id_, _ in gap.cluster.members]
    assert len(ids) == len(set(ids))
    expected = [topic for topic in topics if topics.count(topic) > 1]
    assert len(ids) == len(expected)


def test_the_question_that_is_closest_to_the_others_comes_first() -> None:
    embeddings = np.zeros((3, SIZE), dtype=np.float32)
    for row, angle in enumerate([-0.4, 0.0, 0.4]):
        embeddings[row, :2] = [np.cos(angle), np.sin(angle)]
    (gap,) = find_inbox_gaps([question(1), question(2), question(3)], embeddings, {})
    assert gap.cluster.members[0][0] == UUID(int=2)


def cluster(*numbers: int) -> Cluster:
    return Cluster(tuple((UUID(int=number), 1.0) for number in numbers))


OLD, OTHER = UUID(int=1001), UUID(int=1002)


@pytest.mark.parametrize(
    ("clusters", "kept"),
    [
        ([(1, 2, 3, 4, 5, 6, 7, 8)], [OLD]),
        ([(1, 2), (3, 20)], [OLD, None]),
        ([(1, 10, 11, 12)], [OTHER]),
        ([(20, 21, 22)], [None]),
        ([(1, 20, 21, 22)], [None]),
        ([(1, 2, 3), (10, 11)], [OLD, OTHER]),
    ],
)
def test_a_group_is_the_gap_that_it_mostly_was(
    clusters: list[tuple[int, ...]], kept: list[UUID | None]
) -> None:
    known = {UUID(int=number): OLD for number in (1, 2, 3)}
    known |= {UUID(int=number): OTHER for number in (10, 11, 12)}
    assert keep_identity([cluster(*numbers) for numbers in clusters], known) == kept


def test_a_name_is_of_the_words_that_the_group_shares_and_others_do_not_say() -> None:
    engraving = [
        "Can you engrave a name on the mug?",
        "Do you engrave mugs?",
        "I would like a mug that you engrave.",
    ]
    repairs = ["Can you repair a grinder?", "My grinder needs a repair."]
    names = name_groups([engraving, repairs], ["How do I pay for the mug?"])
    assert names[0].split(", ")[0] == "engrave"
    assert {"grinder", "repair"} == set(names[1].split(", "))


def test_a_name_says_nothing_that_one_person_alone_wrote_and_no_placeholder() -> None:
    group = ["<NAME> Ostrander asks for leasing", "Leasing for <NAME>", "leasing <EMAIL>"]
    assert name_groups([group], []) == ["leasing"]
    assert name_groups([["thanks", "ok then"]], []) == [""]
