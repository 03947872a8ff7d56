from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from tests.unit.recommendation.builders import make_passage
from workers.recommendation.retrieval import fuse
from workers.records.knowledge import Hit

PASSAGES = {passage.id: passage for passage in (make_passage(f"article {n}") for n in range(8))}
IDS = list(PASSAGES)


@st.composite
def searches(draw: st.DrawFn) -> list[Hit]:
    """What one search found: each passage once at the most, best first, ties among them."""
    ids = draw(st.lists(st.sampled_from(IDS), unique=True))
    scores = draw(st.lists(st.sampled_from([0.1, 0.5, 0.9]), min_size=8, max_size=8))
    return [
        Hit(id_, score, score)
        for id_, score in zip(ids, sorted(scores, reverse=True), strict=False)
    ]


def places(hits: list[Hit]) -> dict[int, int]:
    return {hit.passage_id: place for place, hit in enumerate(hits)}


@given(nearest=searches(), matching=searches())
def test_everything_found_is_there_once_and_the_best_comes_first(
    nearest: list[Hit], matching: list[Hit]
) -> None:
    found = fuse(nearest, matching, PASSAGES)
    ids = [hit.passage.id for hit in found]
    assert sorted(ids) == sorted({hit.passage_id for hit in (*nearest, *matching)})
    assert [hit.fused for hit in found] == sorted((hit.fused for hit in found), reverse=True)
    assert all(0 <= hit.lexical <= 1 for hit in found)


@given(nearest=searches(), matching=searches())
def test_what_both_searches_prefer_is_preferred(nearest: list[Hit], matching: list[Hit]) -> None:
    found = [hit.passage.id for hit in fuse(nearest, matching, PASSAGES)]
    near, match = places(nearest), places(matching)
    for better, worse in combinations(found, 2):
        assert not (
            near.get(worse, 99) < near.get(better, 99)
            and match.get(worse, 99) < match.get(better, 99)
        )


@given(nearest=searches(), matching=searches())
def test_neither_search_counts_more_than_the_other(nearest: list[Hit], matching: list[Hit]) -> None:
    one, other = fuse(nearest, matching, PASSAGES), fuse(matching, nearest, PASSAGES)
    assert {hit.passage.id: hit.fused for hit in one} == {
        hit.passage.id: hit.fused for hit in other
    }


def test_what_both_searches_found_comes_before_what_one_alone_put_first() -> None:
    nearest = [Hit(IDS[0], 0.9, 0.9), Hit(IDS[1], 0.8, 0.8)]
    matching = [Hit(IDS[2], 0.9, 0.2), Hit(IDS[1], 0.45, 0.8)]
    best, *_ = fuse(nearest, matching, PASSAGES)
    assert (best.passage.id, best.cosine, best.lexical) == (IDS[1], 0.8, 0.5)


def test_what_one_search_alone_found_has_no_rank_in_the_other() -> None:
    near, match = fuse([Hit(IDS[0], 0.4, 0.4)], [Hit(IDS[1], 0.02, 0.1)], PASSAGES)
    assert (near.cosine, near.lexical, near.meaning_rank, near.words_rank) == (0.4, 0.0, 1, 0)
    assert (match.cosine, match.lexical, match.meaning_rank, match.words_rank) == (0.1, 1.0, 0, 1)


def test_a_passage_that_has_gone_meanwhile_is_left_out() -> None:
    assert fuse([Hit(IDS[0], 0.4, 0.4)], [], {}) == []
