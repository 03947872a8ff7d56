"""Learning to rank from choices."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import numpy as np
import pytest

from workers.fitting.ranker_training import train_ranker
from workers.models.ranker import FEATURES, PLACES, PRIORS, Ranker
from workers.records.decisions import Choice

UNTOUCHED = np.zeros((1, len(FEATURES)))
UNTOUCHED[0, [PLACES["meaning"], PLACES["words"], PLACES["intent"]]] = 0.6, 1.0, 1.0


def make_choices(messages: int, told_by: str, *, seed: int = 0, wrong: float = 0.0) -> list[Choice]:
    """Three articles a message; the one with most of one feature is chosen, or by mistake any."""
    chance = np.random.default_rng(seed)
    choices = []
    for _ in range(messages):
        rows = np.zeros((3, len(FEATURES)))
        rows[:, PLACES["meaning"]] = chance.uniform(0, 0.6, 3)
        rows[:, PLACES[told_by]] = chance.uniform(0, 1, 3)
        right, message = rows[:, PLACES[told_by]].argmax(), uuid4()
        chosen = chance.integers(3) if chance.random() < wrong else right
        choices += [
            Choice(message, "article", tuple(row), 1.0 if place == chosen else None)
            for place, row in enumerate(rows.tolist())
        ]
    return choices


def test_what_tells_the_choice_apart_gets_more_weight() -> None:
    trained = train_ranker(make_choices(150, "past"), PRIORS, {})
    assert trained is not None
    assert trained.right > trained.champion_right
    assert trained.right > 0.9
    learnt = trained.kinds["article"].weights
    assert learnt[PLACES["past"]] > PRIORS.kinds["article"].weights[PLACES["past"]]
    assert set(trained.kinds) == {"article"}


def make_choices_of_priors(messages: int, *, wrong: float) -> list[Choice]:
    """Three articles a message, by meaning and odds; the first by the priors, or any, is chosen."""
    chance = np.random.default_rng(0)
    choices = []
    for _ in range(messages):
        rows = np.zeros((3, len(FEATURES)))
        rows[:, PLACES["meaning"]] = chance.uniform(0, 1, 3)
        rows[:, PLACES["past_odds"]] = chance.uniform(-3, 3, 3)
        right, message = PRIORS.logits(["article"] * 3, rows).argmax(), uuid4()
        chosen = chance.integers(3) if chance.random() < wrong else right
        choices += [
            Choice(message, "article", tuple(row), 1.0 if place == chosen else None)
            for place, row in enumerate(rows.tolist())
        ]
    return choices


def test_the_odds_of_sources_keep_their_weight_beside_others_and_are_calibrated() -> None:
    def weights(wrong: float) -> tuple[float, float]:
        trained = train_ranker(make_choices_of_priors(150, wrong=wrong), PRIORS, {})
        assert trained is not None
        learnt = trained.kinds["article"].weights
        return learnt[PLACES["meaning"]], learnt[PLACES["past_odds"]]

    prior = PRIORS.kinds["article"].weights
    for meaning, odds in (believed := weights(0), doubted := weights(0.6)):
        assert odds / meaning == pytest.approx(prior[PLACES["past_odds"]] / prior[0], rel=0.1)
    assert 0 < doubted[1] < believed[1] / 2


def confidence_of_untouched(sources: int) -> float:
    """Of a good candidate about a topic that is in no choice, after 60 about five of `sources`."""
    chance = np.random.default_rng(0)
    choices = []
    topics = [uuid4() for _ in range(5)]
    for place in range(60):
        rows = np.zeros((3, len(FEATURES)))
        rows[:, PLACES["meaning"]] = chance.uniform(0.2, 0.6, 3)
        rows[:, PLACES["intent"]] = 0.9
        # Agents chose it often: that alone tells it from the others.
        rows[0, [PLACES["share"], PLACES["past"], PLACES["past_spelling"]]] = 0.8, 0.9, 0.4
        message, source = uuid4(), topics[place % 5]
        chosen, *others = map(tuple, rows.tolist())
        choices.append(Choice(message, "article", chosen, 1.0, source))
        choices += [Choice(message, "article", each, None) for each in others]
    trained = train_ranker(choices, PRIORS, {"article": sources})
    assert trained is not None
    ranker = Ranker("trained", {**PRIORS.kinds, **trained.kinds})
    (confidence,) = ranker.confidences(["article"], UNTOUCHED)
    return float(confidence)


def test_candidates_for_what_nobody_has_asked_about_do_not_sink_far() -> None:
    (before,) = PRIORS.confidences(["article"], UNTOUCHED)
    assert before > 0.9
    assert confidence_of_untouched(sources=5) > before - 0.3


def test_they_sink_least_where_few_of_many_were_asked_about() -> None:
    all_asked, half_asked, few_asked = map(confidence_of_untouched, (5, 10, 100))
    assert all_asked < half_asked < few_asked
    (before,) = PRIORS.confidences(["article"], UNTOUCHED)
    assert few_asked > before - 0.1


def test_what_few_choices_say_without_agreeing_moves_the_priors_little() -> None:
    def moved(choices: list[Choice]) -> float:
        trained = train_ranker(choices, PRIORS, {})
        assert trained is not None
        learnt = np.array(trained.kinds["article"].weights)
        # The scale says how sure it is; the order is in the direction.
        before = np.array(PRIORS.kinds["article"].weights)
        alike = learnt @ before / np.linalg.norm(learnt) / np.linalg.norm(before)
        return float(1 - alike)

    assert moved(make_choices(150, "age", wrong=0.9)) < moved(make_choices(150, "age")) / 4


def test_too_few_choices_teach_nothing() -> None:
    assert train_ranker([], PRIORS, {}) is None
    assert train_ranker(make_choices(10, "past"), PRIORS, {}) is None


def test_what_ranks_worse_than_the_champion_is_not_better() -> None:
    """Each fifth is told by something that the others say nothing of, and the champion knows."""
    names = ("meaning_lead", "meaning_rank", "words_rank", "past_lead", "age")
    told_by = [make_choices(60, name) for name in names]
    threes = [[each[start : start + 3] for start in range(0, len(each), 3)] for each in told_by]
    choices = [
        choice
        for messages in zip(*threes, strict=True)
        for message in messages
        for choice in message
    ]
    first = train_ranker(choices, PRIORS, {})
    assert first is not None
    again = train_ranker(choices, Ranker("champion", {**PRIORS.kinds, **first.kinds}), {})
    assert again is not None
    assert again.champion_right > again.right
    assert not again.is_better


def test_learnt_anew_from_the_same_and_some_more_it_may_take_the_champions_place() -> None:
    """The champion is judged by what it has learnt from, and must not serve for ever for that."""
    for seed in range(5):
        choices = make_choices(90, "past", seed=seed, wrong=0.3)
        first = train_ranker(choices[: 60 * 3], PRIORS, {})
        assert first is not None
        champion = Ranker("champion", {**PRIORS.kinds, **first.kinds})
        again = train_ranker(choices, champion, {})
        assert again is not None
        assert again.is_better, again.description


def test_what_an_earlier_release_did_not_measure_counts_as_nothing() -> None:
    short = [
        Choice(each.message_id, each.kind, each.features[:9], each.value)
        for each in make_choices(100, "past")
    ]
    assert train_ranker(short, PRIORS, {}) is not None


def test_where_another_was_looked_up_all_of_its_kind_are_wrong() -> None:
    chosen = make_choices(100, "past")
    looked_up = [
        choice
        for message in {each.message_id: None for each in make_choices(100, "past", seed=1)}
        for choice in (
            Choice(message, "article", tuple(np.full(len(FEATURES), 0.3)), None),
            Choice(message, "article", (), 1.0),
        )
    ]
    before, after = (
        train_ranker(chosen, PRIORS, {}),
        train_ranker([*chosen, *looked_up], PRIORS, {}),
    )
    assert before is not None
    assert after is not None
    assert after.pairs == before.pairs
    candidate = np.full((1, len(FEATURES)), 0.3)
    (sure,), (less_sure,) = (
        Ranker("trained", {**PRIORS.kinds, **each.kinds}).confidences(["article"], candidate)
        for each in (before, after)
    )
    assert less_sure < sure - 0.2


def test_where_another_passage_of_it_was_looked_up_an_article_is_not_wrong() -> None:
    chosen = make_choices(100, "past")
    shown = tuple(np.full(len(FEATURES), 0.3))
    looked_up = []
    for _ in range(100):
        message, article = uuid4(), uuid4()
        looked_up += [
            Choice(message, "article", shown, None, article),
            Choice(message, "article", (), 1.0, article),
        ]
    before, after = (
        train_ranker(chosen, PRIORS, {}),
        train_ranker([*chosen, *looked_up], PRIORS, {}),
    )
    assert before is not None
    assert after is not None
    assert after.kinds == before.kinds


def test_where_all_were_rejected_only_they_are_wrong() -> None:
    choices = make_choices(100, "past")
    rejected = [
        Choice(each.message_id, each.kind, each.features, 0.0 if each.value else None)
        for each in choices
    ]
    assert train_ranker(rejected, PRIORS, {}) is None


def test_what_an_earlier_or_a_later_release_has_stored_can_be_learnt_from() -> None:
    choices = make_choices(150, "past")
    known = PLACES["past"] + 1
    stored = [
        replace(each, features=each.features[:known] if number % 2 else (*each.features, 0.5))
        for number, each in enumerate(choices)
    ]
    trained = train_ranker(stored, PRIORS, {})
    assert trained is not None
    assert trained.right > 0.9
