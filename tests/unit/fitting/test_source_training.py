"""Learning which source answers a question, from what agents answered."""

from __future__ import annotations

from uuid import UUID, uuid4

import numpy as np

from workers.fitting.source_training import (
    MOST_SOURCES,
    fill_in_odds,
    find_learnable,
    train_sources,
)
from workers.models.ranker import PLACES
from workers.records.decisions import Choice
from workers.records.knowledge import EmbeddedText

Vector = np.ndarray


def near(center: Vector, chance: np.random.Generator) -> Vector:
    vector = center + chance.normal(size=384) / 10
    return (vector / np.linalg.norm(vector)).astype(np.float32)


def centers(count: int, chance: np.random.Generator) -> dict[UUID, Vector]:
    made = {}
    for _ in range(count):
        vector = chance.normal(size=384)
        made[uuid4()] = vector / np.linalg.norm(vector)
    return made


def test_a_new_question_is_told_by_its_direction() -> None:
    chance = np.random.default_rng(0)
    articles, macros = centers(6, chance), centers(3, chance)
    asked = [
        EmbeddedText(id_, None, near(c, chance)) for _ in range(8) for id_, c in articles.items()
    ]
    asked += [
        EmbeddedText(None, id_, near(c, chance)) for _ in range(12) for id_, c in macros.items()
    ]
    trained = train_sources(asked, [], "an encoder")
    assert trained.questions == len(asked)
    assert trained.right == {"article": 1.0, "reply": 1.0}
    for known in (articles, macros):
        for id_, center in known.items():
            (odds,) = trained.classifier.weigh("an encoder", [near(center, chance)])
            assert odds[id_] == max(odds[other] for other in known) > 0


def test_what_a_source_says_teaches_beside_the_questions() -> None:
    """Customers ask in one half of the space, and the articles are written in the other."""
    chance = np.random.default_rng(1)
    asked_about = centers(4, chance)
    written = dict(zip(asked_about, centers(4, chance).values(), strict=True))
    questions = [
        EmbeddedText(id_, None, near(center, chance))
        for _ in range(8)
        for id_, center in asked_about.items()
    ]
    passages = [EmbeddedText(id_, None, near(center, chance)) for id_, center in written.items()]
    alone = train_sources(questions, [], "an encoder").classifier
    beside = train_sources(questions, passages * 5, "an encoder").classifier
    for id_, center in written.items():
        question = [near(center, chance)]
        (odds,), (before,) = (each.weigh("an encoder", question) for each in (beside, alone))
        assert odds[id_] == max(odds.values()) > before[id_]


def test_a_fold_without_which_one_source_is_left_counts_as_wrong() -> None:
    chance = np.random.default_rng(6)
    (one, first), (other, second) = centers(2, chance).items()
    # Every fifth question is of the one, and no other is.
    asked = [
        EmbeddedText(other, None, near(second, chance), uuid4())
        if place % 5
        else EmbeddedText(one, None, near(first, chance), uuid4())
        for place in range(40)
    ]
    trained = train_sources(asked, [], "an encoder")
    assert trained.right == {"article": 0.8}
    for each in asked[::5]:
        assert each.message_id
        assert trained.held_out[each.message_id].of(one) is None


def test_a_ranker_is_calibrated_by_odds_of_classifiers_that_had_not_learnt_the_question() -> None:
    chance = np.random.default_rng(7)
    articles = centers(4, chance)
    asked = [
        EmbeddedText(id_, None, near(center, chance), uuid4())
        for _ in range(10)
        for id_, center in articles.items()
    ]
    # A mistake: what was learnt from it would vouch for it.
    astray, wrong = asked[0], next(id_ for id_ in articles if id_ != asked[0].source_id)
    asked[0] = EmbeddedText(wrong, None, astray.embedding, astray.message_id)
    trained = train_sources(asked, [], "an encoder")
    assert astray.message_id
    stored = [
        Choice(astray.message_id, "article", (0.5,), 1.0, wrong),
        Choice(astray.message_id, "article", (0.5,), None, astray.source_id),
        Choice(astray.message_id, "action", (0.5,), None, None),
        Choice(uuid4(), "article", (0.5,), 1.0, wrong),
    ]
    chosen, beside, *others = fill_in_odds(stored, trained)
    assert chosen.features[0] == beside.features[0] == 0.5
    assert chosen.features[PLACES["past_odds"]] < 0 < beside.features[PLACES["past_odds"]]
    assert others == stored[2:]


def test_answers_that_nothing_tells_apart_teach_nothing() -> None:
    chance = np.random.default_rng(3)
    ids = [uuid4() for _ in range(5)]
    asked = [
        EmbeddedText(ids[chance.integers(5)], None, near(chance.normal(size=384), chance))
        for _ in range(200)
    ]
    assert train_sources(asked, [], "an encoder").classifier.kinds == {}


def test_few_questions_and_a_single_source_teach_nothing() -> None:
    chance = np.random.default_rng(4)
    (one, first), (other, second) = centers(2, chance).items()
    few = [
        EmbeddedText(id_, None, near(c, chance)) for id_, c in ((one, first), (other, second)) * 5
    ]
    assert train_sources([], [], "an encoder").classifier.kinds == {}
    assert train_sources(few, [], "an encoder").classifier.kinds == {}
    same = [EmbeddedText(one, None, near(first, chance)) for _ in range(50)]
    assert train_sources(same, [], "an encoder").classifier.kinds == {}


def test_a_source_that_answered_once_is_not_learnt() -> None:
    chance = np.random.default_rng(5)
    known = centers(3, chance)
    rare, *often = known
    asked = [EmbeddedText(id_, None, near(known[id_], chance)) for _ in range(15) for id_ in often]
    asked.append(EmbeddedText(rare, None, near(known[rare], chance)))
    assert find_learnable(asked) == set(often)
    assert set(train_sources(asked, [], "an encoder").classifier.kinds["article"].ids) == set(often)


def test_of_very_many_sources_those_are_learnt_that_answered_most() -> None:
    vector = np.zeros(384, np.float32)
    often, seldom = ([uuid4() for _ in range(MOST_SOURCES)] for _ in range(2))
    asked = [EmbeddedText(id_, None, vector) for id_ in (*seldom * 2, *often * 3)]
    assert find_learnable(asked) == set(often)
