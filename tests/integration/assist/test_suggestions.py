"""What an agent does with a suggestion: sent once, and learnt from."""

from __future__ import annotations

import pytest

from apps.accounts.models import Agent
from apps.assist.actions import SuggestionSent, accept_suggestion, record_outcome, reject_suggestion
from apps.assist.models import Feedback, Suggestion
from apps.assist.sending import send_written
from apps.conversations.errors import ActionRefused
from apps.conversations.models import Conversation, ConversationStatus, Message, SenderType
from apps.dispatch.models import Event, Work
from apps.knowledge.actions import delete_article, save_article
from apps.knowledge.models import Article
from apps.learning.models import EntityPattern


def replies(conversation: Conversation) -> list[str]:
    sent = Message.objects.filter(conversation=conversation, sender_type=SenderType.AGENT)
    return list(sent.values_list("text", flat=True))


def learnt(suggestion: Suggestion) -> tuple[str, str]:
    feedback = Feedback.objects.get(suggestion=suggestion)
    assert Work.objects.filter(kind="feedback", subject_id=feedback.id).exists()
    return feedback.outcome, feedback.text


def test_an_accepted_suggestion_is_sent_as_it_is(
    suggestion: Suggestion, conversation: Conversation, alice: Agent
) -> None:
    message = accept_suggestion(suggestion, alice)
    assert (message.text, message.agent) == (suggestion.text, alice)
    assert replies(conversation) == [suggestion.text]
    assert learnt(suggestion) == ("accepted", "")
    conversation.refresh_from_db()
    assert conversation.status == ConversationStatus.WAITING
    given = Event.objects.get(kind="feedback.given")
    assert given.data == {"outcome": "accepted", "by": str(alice.id)}


def test_an_edited_suggestion_is_learnt_from_as_edited(
    suggestion: Suggestion, conversation: Conversation, alice: Agent
) -> None:
    accept_suggestion(suggestion, alice, "Look here, please.")
    assert replies(conversation) == ["Look here, please."]
    assert learnt(suggestion) == ("edited", "Look here, please.")


def test_spaces_around_a_suggestion_are_no_edit(suggestion: Suggestion, alice: Agent) -> None:
    accept_suggestion(suggestion, alice, f"  {suggestion.text}\n")
    assert learnt(suggestion) == ("accepted", "")


def test_what_is_for_agents_only_is_not_sent_but_in_ones_own_words(
    suggestion: Suggestion, conversation: Conversation, alice: Agent
) -> None:
    internal = suggestion.prediction.suggestions.get(kind="article")
    Article.objects.update(audience=Article.Audience.AGENTS)
    for text in (None, f" {internal.text} "):
        with pytest.raises(ActionRefused, match="for agents only"):
            accept_suggestion(internal, alice, text)
    assert replies(conversation) == []
    accept_suggestion(internal, alice, "It leaves us tomorrow.")
    assert replies(conversation) == ["It leaves us tomorrow."]


def test_accepted_twice_it_is_sent_once(
    suggestion: Suggestion, conversation: Conversation, alice: Agent, bob: Agent
) -> None:
    first = accept_suggestion(suggestion, alice)
    assert accept_suggestion(suggestion, alice) == first
    assert accept_suggestion(suggestion, bob, f" {suggestion.text}\n") == first
    with pytest.raises(SuggestionSent, match="Alice Smith has already sent this"):
        accept_suggestion(suggestion, bob, "Something else")
    assert replies(conversation) == [suggestion.text]
    assert learnt(suggestion) == ("accepted", "")


def test_what_was_sent_stays_accepted_when_somebody_rejects_it_later(
    suggestion: Suggestion, alice: Agent, bob: Agent
) -> None:
    accept_suggestion(suggestion, alice)
    reject_suggestion(suggestion, bob)
    assert learnt(suggestion) == ("accepted", "")


def test_a_rejected_suggestion_may_be_accepted_after_all(
    suggestion: Suggestion, conversation: Conversation, alice: Agent
) -> None:
    reject_suggestion(suggestion, alice)
    assert learnt(suggestion) == ("rejected", "")
    assert replies(conversation) == []
    accept_suggestion(suggestion, alice)
    assert replies(conversation) == [suggestion.text]
    assert learnt(suggestion) == ("accepted", "")


def test_an_outcome_that_a_program_told_hinders_nobody_from_sending(
    suggestion: Suggestion, conversation: Conversation, alice: Agent
) -> None:
    record_outcome(suggestion, "accepted")
    accept_suggestion(suggestion, alice)
    assert replies(conversation) == [suggestion.text]


def test_variables_are_filled_in_and_that_is_no_edit(
    suggestion: Suggestion, conversation: Conversation, alice: Agent
) -> None:
    contact = conversation.contact
    contact.name = "Anna Larsen"
    contact.save()
    suggestion.text = "{{ contact.first_name }}, {{ order_number }} is on its way. {{agent.name}}"
    suggestion.save()
    accept_suggestion(suggestion, alice)
    assert replies(conversation) == ["Anna, WHERE is on its way. Alice Smith"]
    assert learnt(suggestion) == ("accepted", "")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Hello {{ contact.first_name }}", "Fill in {{ contact.first_name }}, or"),
        ("Your size is {{ shoe }}", "Fill in {{ shoe }}, or take it out, before you send this."),
        ("Your order {{ order_number", "Fill in {{, or take it out, before you send this."),
        (" \n ", "Write something before you send it."),
    ],
)
def test_what_cannot_be_sent_is_refused_and_leaves_nothing(
    suggestion: Suggestion, conversation: Conversation, alice: Agent, text: str, sentence: str
) -> None:
    with pytest.raises(ActionRefused, match=sentence):
        accept_suggestion(suggestion, alice, text)
    assert replies(conversation) == []
    assert not Feedback.objects.exists()


def test_what_was_hidden_in_a_past_answer_is_written_anew(
    suggestion: Suggestion, conversation: Conversation, alice: Agent
) -> None:
    suggestion.text = "I wrote to <EMAIL>, <NAME> will call."
    suggestion.save()
    for text in (None, "I wrote to you, <NAME> will call. <3"):
        with pytest.raises(ActionRefused, match=r"in place of .*<NAME>"):
            accept_suggestion(suggestion, alice, text)
    accept_suggestion(suggestion, alice, "I wrote to you, Bob will call. <3")
    assert replies(conversation) == ["I wrote to you, Bob will call. <3"]


def test_what_an_article_says_itself_was_not_hidden(
    suggestion: Suggestion, conversation: Conversation, alice: Agent
) -> None:
    assert suggestion.article is not None
    suggestion.article.body = suggestion.text = "Write <EMAIL> and press <ENTER>."
    accept_suggestion(suggestion, alice)
    assert replies(conversation) == ["Write <EMAIL> and press <ENTER>."]


def test_what_a_company_has_taught_is_hidden_too(conversation: Conversation, alice: Agent) -> None:
    send_written(conversation.id, alice, "Press <MEMBER_2>.")
    EntityPattern.objects.create(label="member_2", pattern=r"M-\d+")
    with pytest.raises(ActionRefused, match="in place of <MEMBER_2>"):
        send_written(conversation.id, alice, "You are <MEMBER_2>.")


def test_an_action_is_not_sent_as_a_reply(suggestion: Suggestion, alice: Agent) -> None:
    suggestion.kind = Suggestion.Kind.ACTION
    with pytest.raises(ActionRefused, match="perform it"):
        accept_suggestion(suggestion, alice)


def test_what_an_article_said_before_it_was_withdrawn_is_not_sent(
    suggestion: Suggestion, conversation: Conversation, alice: Agent
) -> None:
    withdrawn = suggestion.prediction.suggestions.get(kind="article")
    assert withdrawn.article
    withdrawn.article.status = Article.Status.DRAFT
    save_article(withdrawn.article)
    with pytest.raises(ActionRefused, match="not published any more"):
        accept_suggestion(withdrawn, alice)
    assert replies(conversation) == []
    accept_suggestion(withdrawn, alice, "In my own words.")
    assert replies(conversation) == ["In my own words."]


def test_of_a_deleted_article_nobody_knows_that_it_was_for_customers(
    suggestion: Suggestion, conversation: Conversation, alice: Agent
) -> None:
    """An article for agents would go out word for word, had it been deleted meanwhile."""
    article = suggestion.prediction.suggestions.get(kind="article")
    assert article.article
    assert not article.is_internal
    delete_article(article.article)
    article.refresh_from_db()
    with pytest.raises(ActionRefused, match="agents only"):
        accept_suggestion(article, alice)
    assert replies(conversation) == []
    accept_suggestion(article, alice, "In my own words.")
    assert replies(conversation) == ["In my own words."]
