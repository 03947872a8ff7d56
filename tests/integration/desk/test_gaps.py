"""Gaps in the desk: who sees which, and the article that one click drafts."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.conversations.models import Inbox
from apps.knowledge.gaps.models import Gap, GapQuestion
from apps.knowledge.models import Article, SolvedQuestion
from tests.factories import make_inbox, make_message, make_team

pytestmark = pytest.mark.django_db

WORKSHOP = "Hello {{ contact.first_name }}, our workshop engraves mugs."
NOT_US = "We do not engrave, sorry."
ASKED = (
    ("Do you engrave mugs for <NAME>?", WORKSHOP),
    ("Can you engrave a mug?", NOT_US),
    ("Is a mug with an engraving possible?", WORKSHOP.upper()),
)


@pytest.fixture
def gap() -> Gap:
    return make_gap(make_inbox())


def make_gap(inbox: Inbox, label: str = "engrave, mug") -> Gap:
    """As the feedback pool finds it: the first question is the most central."""
    gap = Gap.objects.create(inbox=inbox, label=label)
    for place, (question, answer) in enumerate(ASKED):
        message = make_message(question, inbox)
        solved = SolvedQuestion.objects.create(
            inbox=inbox,
            conversation=message.conversation,
            message=message,
            question=question,
            answer=answer,
            language="en",
            digest=str(message.id),
        )
        GapQuestion.objects.create(gap=gap, solved_question=solved, closeness=1 - place / 10)
    return gap


def shown(client: Client, query: str = "") -> str:
    response = client.get(f"/desk/knowledge/gaps/{query}")
    assert response.status_code == 200
    return response.content.decode()


def decide(client: Client, gap: Gap, what: str) -> int:
    return client.post(f"/desk/knowledge/gaps/{gap.id}/{what}/").status_code


def draft_of(gap: Gap) -> Article:
    article = Gap.objects.get(id=gap.id).article
    assert article is not None
    return article


def test_a_gap_says_how_often_by_whom_and_what_was_asked(agent: Client, gap: Gap) -> None:
    page = shown(agent)
    assert '<h2 dir="auto">Do you engrave mugs for [name]?</h2>' in page
    assert "words in common: engrave, mug" in page
    assert "Asked 3 times by 3 contacts" in page
    assert "2 different answers" in page
    assert page.count("Do you engrave mugs for [name]?") == 1
    assert "Can you engrave a mug?" in page


def test_what_is_asked_most_comes_first(agent: Client, gap: Gap) -> None:
    less = make_gap(gap.inbox, "leasing")
    less.members.all()[0].delete()
    # As a pool names it anew.
    less.save()
    page = shown(agent)
    assert page.index("engrave, mug") < page.index("leasing")


def test_without_gaps_the_page_says_what_to_do(agent: Client) -> None:
    assert "resolve what is settled" in shown(agent)
    assert "Nothing is dismissed" in shown(agent, "?state=dismissed")
    assert "No gap is answered yet" in shown(agent, "?state=answered")


def test_a_teams_inbox_hides_its_gaps_from_others(agent: Client, gap: Gap) -> None:
    gap.inbox.teams.add(make_team("Workshop"))
    assert "engrave" not in shown(agent)


def test_a_supervisor_of_no_team_sees_the_gaps_of_all(supervisor: Client, gap: Gap) -> None:
    gap.inbox.teams.add(make_team("Workshop"))
    assert "engrave" in shown(supervisor)


@pytest.mark.parametrize("what", ["draft", "dismiss", "bring-back"])
def test_agents_read_gaps_and_decide_nothing(agent: Client, gap: Gap, what: str) -> None:
    assert decide(agent, gap, what) == 403
    assert Gap.objects.get(id=gap.id).state == Gap.State.OPEN
    assert "Draft an article" not in shown(agent)


def test_one_click_drafts_an_article_from_the_answers(supervisor: Client, gap: Gap) -> None:
    response = supervisor.post(f"/desk/knowledge/gaps/{gap.id}/draft/", follow=True)
    article = draft_of(gap)
    assert response.redirect_chain == [(f"/desk/knowledge/articles/{article.id}/edit/", 302)]
    assert article.title == "Do you engrave mugs for <NAME>?"
    assert (article.status, article.tags, article.language) == ("draft", ["from-gap"], "en")
    assert article.body == (
        "## Do you engrave mugs for <NAME>?\n\n"
        "Hello <CONTACT>, our workshop engraves mugs.\n\n"
        "## Can you engrave a mug?\n\nWe do not engrave, sorry."
    )
    assert "&lt;CONTACT&gt;" in response.content.decode()
    assert "Edit the draft" in shown(supervisor)


def test_clicked_twice_there_is_one_draft(supervisor: Client, gap: Gap) -> None:
    assert [decide(supervisor, gap, "draft") for _ in range(2)] == [302, 302]
    assert Article.objects.count() == 1


def test_dismissed_it_is_gone_and_can_be_brought_back(supervisor: Client, gap: Gap) -> None:
    decide(supervisor, gap, "dismiss")
    assert "engrave" not in shown(supervisor)
    assert "engrave" in shown(supervisor, "?state=dismissed")
    decide(supervisor, gap, "bring-back")
    assert "engrave" in shown(supervisor)


def save(client: Client, article: Article, status: str, **changes: str) -> str:
    """Save the draft, with words in place of what was hidden; what the form says."""
    fields = {
        "title": "Engraving",
        "body": "We engrave.",
        "language": "en",
        "audience": "agents",
        "tags": ", ".join(article.tags),
        "status": status,
    }
    path = f"/desk/knowledge/articles/{article.id}/edit/"
    return client.post(path, fields | changes, follow=True).content.decode()


def test_a_draft_is_not_published_before_words_stand_for_what_was_hidden(
    supervisor: Client, gap: Gap
) -> None:
    decide(supervisor, gap, "draft")
    article = draft_of(gap)
    hidden = {"title": article.title, "body": article.body}
    page = save(supervisor, article, "published", **hidden)
    assert "Put words in place of &lt;NAME&gt; before you publish this." in page
    assert "Put words in place of &lt;NAME&gt;, &lt;CONTACT&gt; before" in page
    assert draft_of(gap).status == "draft"
    assert "is saved" in save(supervisor, article, "draft", **hidden)
    assert "is saved" in save(supervisor, article, "published")
    assert "is saved" in save(supervisor, article, "published", body="Write <NAME>.", tags="html")


def test_published_it_is_answered_and_withdrawn_it_is_open(supervisor: Client, gap: Gap) -> None:
    decide(supervisor, gap, "draft")
    save(supervisor, draft_of(gap), "published")
    assert "engrave, mug" not in shown(supervisor)
    assert "Read the article" in shown(supervisor, "?state=answered")
    save(supervisor, draft_of(gap), "draft")
    assert "Edit the draft" in shown(supervisor)


def test_without_its_article_it_is_open_again(supervisor: Client, gap: Gap) -> None:
    decide(supervisor, gap, "draft")
    save(supervisor, draft_of(gap), "published")
    supervisor.post(f"/desk/knowledge/articles/{draft_of(gap).id}/delete/")
    assert "Draft an article" in shown(supervisor)


def test_an_erased_contact_takes_its_example_along(supervisor: Client, gap: Gap) -> None:
    erased = gap.members.all()[0].solved_question
    erased.conversation.contact.delete()
    page = shown(supervisor)
    assert "Asked 2 times by 2 contacts" in page
    assert "[name]" not in page
    gap.members.all()[0].solved_question.conversation.contact.delete()
    assert "engrave" not in shown(supervisor)
    assert decide(supervisor, gap, "draft") == 404


def test_each_erased_contact_takes_the_words_of_the_gap_along(gap: Gap) -> None:
    assert gap.label == "engrave, mug"
    for member in gap.members.all():
        member.solved_question.conversation.contact.delete()
        assert not Gap.objects.exclude(label="").exists()
    assert not Gap.objects.exists()
