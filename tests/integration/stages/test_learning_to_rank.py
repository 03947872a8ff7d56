"""What agents chose lifts what answers the next question, and past answers are suggested."""

from __future__ import annotations

from apps.accounts.models import Agent
from apps.assist.actions import accept_suggestion, record_outcome, withdraw_acceptance
from apps.assist.models import Acceptance, Label, Suggestion
from apps.assist.queries import MessageFacts
from apps.conversations.actions import send_reply
from apps.conversations.handling import resolve
from apps.conversations.models import Inbox
from apps.dispatch.models import Work
from apps.knowledge.models import Article, SolvedQuestion
from apps.learning.models import ModelVersion
from tests.integration.stages.chains import ask, embed_all, facts_of, run_lane, write
from workers.contracts.pipelines import Lane
from workers.loaded.ranker import ranker
from workers.models.ranker import FEATURES, PRIORS
from workers.training.by_command import train_workspace_ranking

QUESTION = "Do you engrave names on the hand grinder?"
COLOURS = (
    "red",
    "blue",
    "green",
    "grey",
    "white",
    "black",
    "brown",
    "pink",
    "gold",
    "dull",
    "pale",
)


def suggested(facts: MessageFacts, kind: str) -> Suggestion:
    return next(each for each in facts.suggestions if each.kind == kind)


def feature(suggestion: Suggestion, name: str) -> float:
    assert suggestion.features is not None
    return suggestion.features[list(FEATURES).index(name)] / 1000


def test_each_label_is_counted_once_and_follows_the_latest_word(company: Inbox) -> None:
    facts = ask(company, QUESTION)
    article = suggested(facts, "article")
    assert article.article_id
    for outcome, value in (("accepted", 1.0), ("accepted", 1.0), ("rejected", 0.0)):
        record_outcome(article, outcome)
        run_lane(Lane.FEEDBACK)
        counted = Acceptance.objects.get(candidate_id=article.article_id)
        assert (counted.times, counted.value) == (1, value)
        assert facts.prediction is not None
        assert counted.intent == facts.prediction.intents[0]["label"]
    Acceptance.objects.all().delete()


def test_what_was_taken_back_counts_for_nothing(company: Inbox) -> None:
    article = suggested(ask(company, QUESTION), "article")
    assert article.article_id
    record_outcome(article, "accepted")
    run_lane(Lane.FEEDBACK)
    withdraw_acceptance(article)
    run_lane(Lane.FEEDBACK)
    counted = Acceptance.objects.get(candidate_id=article.article_id)
    assert (counted.times, counted.value) == (0, 0.0)
    assert not Label.objects.filter(suggestion=article).exists()
    Acceptance.objects.all().delete()


def test_a_resolved_question_lifts_its_article_and_comes_back_as_an_answer(company: Inbox) -> None:
    agent = Agent.objects.order_by("email")[0]
    first = ask(company, QUESTION)
    article = suggested(first, "article")
    accept_suggestion(article, agent, text="Yes, for four euros, within ten days.")
    resolve(first.message.conversation_id, agent)
    run_lane(Lane.FEEDBACK)
    run_lane(Lane.SOLVED)
    embed_all()
    again = ask(company, "Can you engrave a name on my hand grinder?")
    lifted = next(each for each in again.suggestions if each.article_id == article.article_id)
    assert feature(lifted, "past") > 0.5 > feature(article, "past")
    assert feature(lifted, "past_lead") == 0
    answer = next(each for each in again.suggestions if each.solved_question_id)
    assert (answer.kind, answer.text) == ("reply", "Yes, for four euros, within ten days.")
    assert answer.macro_id is None
    assert again.reply is None
    # What was learnt is looked at for gaps later, which other tests have no use for.
    Work.objects.filter(kind="gaps").delete()


def test_what_answered_before_is_suggested_though_no_search_finds_it(company: Inbox) -> None:
    agent = Agent.objects.order_by("email")[0]
    question = "Wherefore art thou, Romeo, and wherefore so late?"
    facts = ask(company, question)
    send_reply(facts.message.conversation_id, agent, "Our poet is out, he is back on Monday.")
    resolve(facts.message.conversation_id, agent)
    run_lane(Lane.SOLVED)
    embed_all()
    found = {each.article_id for each in facts.suggestions if each.article_id}
    article = Article.objects.filter(status="published").exclude(id__in=found).order_by("-slug")[0]
    SolvedQuestion.objects.filter(message=facts.message).update(article=article)
    suggested = next(each for each in ask(company, question).suggestions if each.article == article)
    assert suggested.text in set(article.passages.values_list("text", flat=True))
    assert feature(suggested, "past") > 0.5
    assert feature(suggested, "meaning_rank") == feature(suggested, "words_rank") == 0
    Work.objects.filter(kind="gaps").delete()


def test_a_training_learns_from_all_past_answers_which_article_answers_a_question(
    company: Inbox,
) -> None:
    agent = Agent.objects.order_by("email")[0]
    articles = Article.objects.filter(status="published").order_by("slug")[:2]
    for place in range(22):
        subject = ("The moon tonight is", "My old piano sounds")[place % 2]
        message = write(company, f"{subject} {COLOURS[place // 2]} again. What should I do?")
        run_lane(Lane.LIVE)
        accept_suggestion(suggested(facts_of(message), "article"), agent)
        resolve(message.conversation_id, agent)
        run_lane(Lane.FEEDBACK)
        run_lane(Lane.SOLVED)
        SolvedQuestion.objects.filter(message=message).update(article=articles[place % 2])
    embed_all()
    said: list[str] = []
    train_workspace_ranking(said.append)
    ranker.cache_clear()
    try:
        assert "of those that it did not know the right article first for" in said[-2]
        facts = ask(company, "My piano sounds like a door. What now?")
    finally:
        ModelVersion.objects.filter(kind="ranking").delete()
        ranker.cache_clear()
    odds = {
        each.article_id: feature(each, "past_odds") for each in facts.suggestions if each.article_id
    }
    assert odds[articles[1].id] > 0.3
    assert odds.get(articles[0].id, -1.0) < -0.3
    assert ranker().current() == PRIORS
    Work.objects.filter(kind="gaps").delete()


def test_a_past_answer_is_not_suggested_in_another_inbox(company: Inbox) -> None:
    other = Inbox.objects.create(name="Another", site_key="another", language="en")
    facts = ask(other, QUESTION)
    assert not any(each.solved_question_id for each in facts.suggestions)
