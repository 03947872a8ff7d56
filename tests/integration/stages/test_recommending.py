"""`python -m workers recommend`: what the workspace would do with a text, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from apps.conversations.models import Inbox, Message
from apps.knowledge.models import Action
from apps.learning.models import Intent
from workers.commands import run_command
from workers.commands.arguments import read_arguments
from workers.direct.recommending import NoInboxError
from workers.models.ranker import FEATURES, PRIORS

QUESTION = "How do I descale my espresso machine?"


def recommend(*arguments: str) -> None:
    run_command(read_arguments(["recommend", *arguments]))


def test_all_that_led_to_a_decision_is_said_as_json_and_nothing_is_written(
    company: Inbox, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Message.objects.count()
    recommend("--json", "--language", "en", QUESTION, "Where is my parcel?")
    said, other = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (said["text"], other["text"]) == (QUESTION, "Where is my parcel?")
    assert said["ranking_model"] == PRIORS.version
    assert said["decision"] in {"suggest", "auto_reply", "hand_off"}
    best = next(each for each in said["suggestions"] if each["kind"] == "article")
    assert best["title"] == "Descale the Otter"
    assert best["evidence"] == [{"article_id": best["id"], "title": best["title"]}]
    assert set(best["features"]) == set(best["contributions"]) == set(FEATURES)
    assert [each["rank"] for each in said["suggestions"]] == [
        place for place, _ in enumerate(said["suggestions"], start=1)
    ]
    assert 1 in {each["cosine_rank"] for each in said["found"]}
    assert 1 in {each["lexical_rank"] for each in said["found"]}
    assert Message.objects.count() == before


def test_what_was_found_for_each_of_several_needs_is_said(
    company: Inbox, capsys: pytest.CaptureFixture[str]
) -> None:
    needs = ["Could I exchange the small dripper for the large one?", "Is the large one available?"]
    recommend("--json", "--language", "en", " ".join(needs))
    said = json.loads(capsys.readouterr().out)
    assert [need["text"] for need in said["understanding"]["needs"]] == needs
    assert all("embedding" not in need for need in said["understanding"]["needs"])
    found = [each["passage_id"] for each in said["found"]]
    assert len(found) == len(set(found))
    fused = [each["fused"] for each in said["found"]]
    assert fused == sorted(fused, reverse=True)
    sources = {each["source"] for each in said["found"]}
    assert {"Exchange an item", "Stock, restocking and pre-orders"} <= sources
    recommend(" ".join(needs))
    told = capsys.readouterr().out
    assert all(f"\n  asks       {need} (" in told for need in needs)


def test_the_same_is_told_to_people(company: Inbox, capsys: pytest.CaptureFixture[str]) -> None:
    recommend(QUESTION)
    told = capsys.readouterr().out
    assert told.startswith(f"{QUESTION}\n  intent     cleaning_care")
    assert "ranked by  priors" in told
    assert "article Descale the Otter\n            because of" in told


@pytest.fixture
def wholesale(company: Inbox) -> Iterator[str]:
    """A second inbox, with an action of its own for one intent."""
    inbox = Inbox.objects.create(name="Wholesale")
    action = Action.objects.create(
        slug="call", title="Call them", effect="close", conditions={"inboxes": [inbox.name]}
    )
    Intent.objects.get(slug="cleaning_care").actions.add(action)
    yield inbox.name
    action.delete()
    inbox.delete()


def test_what_is_for_one_inbox_is_suggested_where_that_is_named(
    company: Inbox, wholesale: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def titles(*arguments: str) -> set[str]:
        recommend("--json", *arguments, QUESTION)
        return {each["title"] for each in json.loads(capsys.readouterr().out)["suggestions"]}

    assert "Call them" in titles("--inbox", wholesale)
    assert "Call them" not in titles("--inbox", company.name) | titles()
    with pytest.raises(NoInboxError, match=f"no inbox 'wholesale'; name one of .*{company.name}"):
        recommend("--inbox", "wholesale", QUESTION)
