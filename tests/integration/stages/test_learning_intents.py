"""What agents answered questions with tells what they meant, and teaches the models."""

from __future__ import annotations

import pytest

from apps.accounts.models import Agent
from apps.assist.actions import accept_suggestion, reject_suggestion
from apps.assist.models import Prediction
from apps.assist.queries import MessageFacts
from apps.conversations.actions import send_reply
from apps.conversations.handling import resolve
from apps.conversations.models import Inbox
from apps.knowledge.models import SolvedQuestion
from apps.learning.models import Intent
from tests.integration.stages.chains import ask, run_lane
from workers.contracts.pipelines import Lane
from workers.db.engine import engine
from workers.db.examples import read_answered_examples


@pytest.fixture
def agent(company: Inbox) -> Agent:
    return Agent.objects.order_by("email")[0]


def answered(language: str = "en", most: int = 100) -> dict[str, str]:
    with engine().connect() as connection:
        return dict(read_answered_examples(connection, {language}, most))


def answer(agent: Agent, facts: MessageFacts, slug: str) -> str:
    """With the suggested article of this slug. Returns the question."""
    article = next(each for each in facts.suggestions if each.article and each.article.slug == slug)
    accept_suggestion(article, agent)
    resolve(facts.message.conversation_id, agent)
    run_lane(Lane.SOLVED)
    return facts.message.text


def think(facts: MessageFacts, **confidences: float) -> None:
    said = [{"label": label, "confidence": sure} for label, sure in confidences.items()]
    Prediction.objects.filter(message=facts.message).update(intents=said)


def test_a_question_means_what_its_answer_is_linked_to(company: Inbox, agent: Agent) -> None:
    facts = ask(company, "How much is it to have a kettle sent over to me?")
    think(facts, gift_card=0.9)
    question = answer(agent, facts, "delivery-costs")
    assert answered()[question] == "shipping_cost"


def test_of_several_intents_it_means_the_likeliest(company: Inbox, agent: Agent) -> None:
    links = Intent.objects.filter(articles__slug="delivery-times")
    assert {intent.slug for intent in links} == {"order_status", "delivery_time"}
    facts = ask(company, "How many days does delivery of a grinder take, up in the hills?")
    think(facts, gift_card=0.6, order_status=0.3, delivery_time=0.1)
    question = answer(agent, facts, "delivery-times")
    assert answered()[question] == "order_status"


def test_where_none_of_several_was_thought_of_nothing_is_learnt(
    company: Inbox, agent: Agent
) -> None:
    facts = ask(company, "Would a scale reach me before the weekend after next?")
    think(facts, gift_card=0.9)
    assert answer(agent, facts, "delivery-times") not in answered()


def test_what_was_not_answered_with_knowledge_teaches_no_intent(
    company: Inbox, agent: Agent
) -> None:
    facts = ask(company, "What would it be to have two kettles sent over here?")
    reject_suggestion(facts.suggestions[0], agent)
    send_reply(facts.message.conversation_id, agent, "We shall look that up for you today.")
    resolve(facts.message.conversation_id, agent)
    run_lane(Lane.SOLVED)
    assert SolvedQuestion.objects.filter(message=facts.message).exists()
    assert facts.message.text not in answered()


@pytest.mark.parametrize("kept", [True, False])
def test_a_prepared_reply_of_which_nothing_was_kept_answered_nothing(
    company: Inbox, agent: Agent, kept: bool
) -> None:
    facts = ask(company, f"How long does delivery of {'one' if kept else 'two'} to Germany take?")
    macro = next(each for each in facts.suggestions if each.macro_id)
    written = f"Hello! {macro.text}" if kept else "We are sorry, nothing leaves us this month."
    accept_suggestion(macro, agent, text=written, as_written=True)
    resolve(facts.message.conversation_id, agent)
    run_lane(Lane.SOLVED)
    solved = SolvedQuestion.objects.get(message=facts.message)
    assert solved.macro_id == (macro.macro_id if kept else None)
    assert (facts.message.text in answered()) == kept


def test_the_last_ones_teach_and_only_in_languages_that_models_know(
    company: Inbox, agent: Agent
) -> None:
    questions = [
        answer(agent, ask(company, f"What is the price to send {goods} to me?"), "delivery-costs")
        for goods in ("a kettle", "a scale")
    ]
    assert list(answered(most=1)) == questions[1:]
    assert answered("de") == {}
