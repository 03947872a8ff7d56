from __future__ import annotations

from dataclasses import replace

from tests.unit.recommendation.builders import (
    FRESH,
    make_analyzed,
    make_basis,
    make_found,
    make_links,
    make_passage,
    named,
)
from workers.recommendation.recommend import recommend
from workers.recommendation.retrieval import Findings


def test_what_the_models_cannot_read_finds_by_its_words_what_is_in_its_language() -> None:
    german, nearby = (
        replace(make_passage(name), language="de") for name in ("versand", "rückgabe")
    )
    found = [
        make_found(make_passage("delivery"))._replace(words_rank=1),
        make_found(nearby),
        make_found(german)._replace(words_rank=2),
    ]
    basis = make_basis({"delivery_time": make_links()})

    outcome = recommend([(make_analyzed(language="de"), Findings(found))], FRESH, basis)
    assert [each.article_id for each in outcome.candidates] == [named("versand")]
    assert outcome.decision == "hand_off"

    known = recommend([(make_analyzed(), Findings(found))], FRESH, basis)
    assert {each.kind for each in known.candidates} == {"article", "reply", "action"}
