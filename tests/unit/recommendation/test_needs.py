from __future__ import annotations

from dataclasses import replace

from tests.unit.recommendation.builders import make_analyzed, make_reply, named
from workers.contracts.payloads import Need, ScoredLabel
from workers.recommendation.needs import join, split_needs
from workers.recommendation.ranking import ARTICLES_KEPT, KEPT
from workers.records.decisions import Candidate

REFUND = Need(
    text="When is it refunded?",
    intents=(ScoredLabel(label="refund_status", confidence=0.7),),
    embedding="its own",
)


def make_article(name: str, confidence: float) -> Candidate:
    return Candidate("article", name, name, confidence, article_id=named(name))


def test_each_need_is_asked_as_a_message_of_its_own() -> None:
    message = make_analyzed(earlier="Hello").model_copy(update={"needs": (REFUND,)})
    whole, need = split_needs(message)
    assert whole is message
    assert (need.turn_text, need.embedding) == (REFUND.text, REFUND.embedding)
    assert need.intent == REFUND.intents[0]
    assert need.conversation_id == message.conversation_id
    assert split_needs(make_analyzed()) == [make_analyzed()]


def test_a_candidate_is_as_sure_as_for_the_need_that_it_answers_best() -> None:
    doubtful, sure = make_article("refunds", 0.2), make_article("refunds", 0.8)
    sure = replace(sure, why=("intent",), features=(1.0,))
    other = make_article("delivery", 0.5)
    assert join([[other, doubtful], [sure]]) == (sure, other)


def test_a_text_is_suggested_once_whoever_wrote_it() -> None:
    past = Candidate("reply", "?", "Two days.", 0.4, solved_question_id=named("a past answer"))
    prepared = make_reply(confidence=0.6, text="Two days.")
    assert join([[past], [prepared]]) == (prepared,)


def test_no_more_is_kept_than_of_one_need_and_articles_are_among_it() -> None:
    replies = [make_reply(f"{n}", 0.9, f"Reply {n}.") for n in range(KEPT)]
    articles = [make_article(f"{n}", 0.1) for n in range(KEPT)]
    kept = join([replies, articles])
    assert len(kept) == KEPT
    assert sum(each.kind == "article" for each in kept) == ARTICLES_KEPT


def test_what_was_found_for_one_need_alone_stays_as_it_was_ranked() -> None:
    ranked = (make_article("a", 0.1), make_article("b", 0.9))
    assert join([ranked]) == ranked
