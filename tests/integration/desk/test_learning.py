"""Intents, sentiment and models in the desk."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from django.utils import timezone

from apps.automation.models import Automation
from apps.dispatch.models import Work
from apps.learning.actions import save_intent
from apps.learning.models import Intent, ModelVersion, SentimentExample, TrainingRun
from workers.contracts.rows import MODEL_FORMAT

pytestmark = pytest.mark.django_db

LINES = "where is it\nwhere is my parcel"


@pytest.fixture
def intent() -> Intent:
    intent = Intent(slug="order_status", title="Where is my order")
    save_intent(intent, LINES.splitlines())
    return intent


@pytest.mark.parametrize("path", ["", "intents/new/", "sentiment/", "models/"])
def test_learning_is_for_supervisors(path: str, agent: Client, supervisor: Client) -> None:
    assert agent.get(f"/desk/learning/{path}").status_code == 403
    assert supervisor.get(f"/desk/learning/{path}").status_code == 200


def test_the_list_says_which_intents_the_bot_answers_alone(
    supervisor: Client, intent: Intent
) -> None:
    other = Intent.objects.create(slug="opening_hours", title="Opening hours")
    Automation.objects.create(intent=other, target=0.9, answer_from=0.0)
    page = supervisor.get("/desk/learning/").content.decode()
    assert page.index("Opening hours") < page.index("answers alone") < page.index(intent.title)
    assert page.index(intent.title) < page.index("suggests only")


def test_a_described_intent_is_stored_with_its_examples(supervisor: Client) -> None:
    supervisor.post("/desk/learning/intents/new/", {"title": "Order status", "examples": LINES})
    intent = Intent.objects.get()
    assert intent.slug == "order_status"
    assert intent.examples.count() == 2


def test_an_edited_intent_keeps_its_slug_and_loses_what_was_taken_away(
    supervisor: Client, intent: Intent
) -> None:
    path = f"/desk/learning/intents/{intent.id}/"
    page = supervisor.get(path).content.decode()
    seen = json.dumps(re.findall(r"&quot;([0-9a-f-]{36})&quot;", page))
    examples = "where is it\nhas it left"
    supervisor.post(path, {"title": "Renamed", "examples": examples, "seen": seen})
    intent.refresh_from_db()
    assert (intent.slug, intent.title) == ("order_status", "Renamed")
    assert set(intent.examples.values_list("text", flat=True)) == set(examples.splitlines())


def test_what_was_annotated_stays_so_when_other_lines_change(
    supervisor: Client, intent: Intent
) -> None:
    entities = [{"start": 9, "end": 18, "label": "thing", "value": "parcel"}]
    intent.examples.filter(text="where is my parcel").update(entities=entities)
    seen = json.dumps([str(example.id) for example in intent.examples.all()])
    examples = "has it left\nwhere is my parcel"
    path = f"/desk/learning/intents/{intent.id}/"
    supervisor.post(path, {"title": "Where", "examples": examples, "seen": seen})
    assert dict(intent.examples.values_list("text", "entities")) == {
        "has it left": [],
        "where is my parcel": entities,
    }


def test_an_intent_that_rasa_named_can_be_edited(supervisor: Client) -> None:
    intent = Intent(slug="faq/ask_hours?", title="Hours")
    save_intent(intent, LINES.splitlines())
    examples = [
        f"{LINES.splitlines()[0]} {number}, please, since I need it" for number in range(1000)
    ]
    form = {"title": "Opening hours", "examples": "\n".join(examples), "seen": "[]"}
    supervisor.post(f"/desk/learning/intents/{intent.id}/", form)
    intent.refresh_from_db()
    assert (intent.slug, intent.title) == ("faq/ask_hours?", "Opening hours")
    assert intent.examples.count() == 1002
    intent.full_clean()


def test_examples_that_stop_the_training_are_refused_and_stay_in_the_form(
    supervisor: Client,
) -> None:
    response = supervisor.post(
        "/desk/learning/intents/new/", {"title": "A", "examples": "only this"}
    )
    page = response.content.decode()
    assert "One example teaches nothing" in page
    assert "only this" in page
    assert not Intent.objects.exists()


def test_an_intent_is_deleted_after_a_question_and_a_needed_one_is_not(
    supervisor: Client, intent: Intent
) -> None:
    path = f"/desk/learning/intents/{intent.id}/delete/"
    assert "Its 2 examples are deleted with it." in supervisor.get(path).content.decode()
    supervisor.post(path)
    assert not Intent.objects.exists()
    needed = Intent.objects.create(slug="talk_to_person", title="Talk to a person")
    page = supervisor.post(f"/desk/learning/intents/{needed.id}/delete/").content.decode()
    assert "is needed to know" in page
    assert Intent.objects.exists()


def test_sentiment_examples_are_added_and_removed(supervisor: Client) -> None:
    supervisor.post(
        "/desk/learning/sentiment/", {"label": "negative", "examples": "awful\nbad\ndire"}
    )
    assert SentimentExample.objects.count() == 3
    example = SentimentExample.objects.get(text="awful")
    supervisor.post(f"/desk/learning/sentiment/{example.id}/remove/")
    assert SentimentExample.objects.count() == 2
    last = SentimentExample.objects.earliest("text")
    page = supervisor.post(
        f"/desk/learning/sentiment/{last.id}/remove/", follow=True
    ).content.decode()
    assert "are needed to train" in page
    assert SentimentExample.objects.count() == 2


def test_the_page_of_models_says_which_one_serves_and_how_good_each_was(supervisor: Client) -> None:
    assert "No model yet" in supervisor.get("/desk/learning/models/").content.decode()
    ModelVersion.objects.create(
        version="abc123",
        encoder="mini",
        status="champion",
        promoted_at=timezone.now(),
        report={"intent": {"accuracy": 0.836, "examples": 1467}, "sentiment": {"accuracy": 0.8}},
    )
    ModelVersion.objects.create(version="old", encoder="mini", status="retired")
    page = supervisor.get("/desk/learning/models/").content.decode()
    assert "<b>abc123</b> serves" in page
    assert "83.6%" in page
    assert "Retired" in page


def test_a_supervisor_has_the_models_trained_and_reads_what_came_of_it(
    supervisor: Client,
) -> None:
    asked = supervisor.post("/desk/learning/models/train/", follow=True).content.decode()
    assert "The models are being trained" in asked
    assert "waits to begin" in asked
    run = TrainingRun.objects.get()
    assert run.asked_by is not None
    assert Work.objects.get(subject_id=run.id).lane == "training"
    supervisor.post("/desk/learning/models/train/")
    assert TrainingRun.objects.get() == run
    run.state, run.said = "done", ["intent: 800 examples", "abc123 serves"]
    run.save()
    page = supervisor.get("/desk/learning/models/").content.decode()
    assert "done\n" in page
    assert "abc123 serves" in page


def test_nobody_trains_by_following_a_link_nor_without_the_right(
    agent: Client, supervisor: Client
) -> None:
    assert supervisor.get("/desk/learning/models/train/").status_code == 405
    assert agent.post("/desk/learning/models/train/").status_code == 403
    assert not TrainingRun.objects.exists()


def test_the_page_of_models_tells_rankings_apart(supervisor: Client) -> None:
    empty = supervisor.get("/desk/learning/models/").content.decode()
    assert "the weights that Firstline comes with" in empty
    figures = {"messages": 310, "pairs": 2048, "right": 0.847, "champion_right": 0.791}
    ModelVersion.objects.create(
        version="rank-1", kind="ranking", status="champion", report={"ranking": figures}
    )
    page = supervisor.get("/desk/learning/models/").content.decode()
    assert "No model yet" in page
    ranking = page[page.index("Ranking suggestions") :]
    for said in ("<b>rank-1</b> ranks", "84.7%", "79.1%", "310"):
        assert said in ranking


@pytest.fixture
def versions(db: None) -> dict[str, ModelVersion]:
    """Two models and a ranking; the newer model serves."""
    rows = (
        ("older", "understanding", "retired", "mini"),
        ("newer", "understanding", "champion", "mini"),
        ("foreign", "understanding", "retired", "another"),
        ("rank-1", "ranking", "champion", ""),
    )
    return {
        version: ModelVersion.objects.create(
            version=version, kind=kind, status=status, encoder=encoder
        )
        for version, kind, status, encoder in rows
    }


def serving() -> set[str]:
    return set(ModelVersion.objects.filter(status="champion").values_list("version", flat=True))


def test_an_administrator_lets_an_earlier_model_serve_again(
    administrator: Client, versions: dict[str, ModelVersion]
) -> None:
    assert "Let it serve" in administrator.get("/desk/learning/models/").content.decode()
    address = f"/desk/learning/models/{versions['older'].id}/serve/"
    assert "within seconds" in administrator.get(address).content.decode()
    assert serving() == {"newer", "rank-1"}
    page = administrator.post(address, follow=True).content.decode()
    assert "<b>older</b> serves" in page
    assert serving() == {"older", "rank-1"}


def test_a_model_that_reads_another_encoder_cannot_serve(
    administrator: Client, versions: dict[str, ModelVersion]
) -> None:
    address = f"/desk/learning/models/{versions['foreign'].id}/serve/"
    assert "train again instead" in administrator.post(address).content.decode()
    assert serving() == {"newer", "rank-1"}


def test_a_model_of_another_release_cannot_serve(
    administrator: Client, versions: dict[str, ModelVersion]
) -> None:
    address = f"/desk/learning/models/{versions['older'].id}/serve/"
    manifest = versions["older"].files.create(name="manifest.json", content=b'{"format": 1}')
    assert "cannot read it: train again" in administrator.post(address).content.decode()
    assert serving() == {"newer", "rank-1"}
    manifest.content = json.dumps({"format": MODEL_FORMAT}).encode()
    manifest.save()
    administrator.post(address)
    assert serving() == {"older", "rank-1"}


def test_ranking_goes_back_to_the_weights_that_firstline_comes_with(
    administrator: Client, versions: dict[str, ModelVersion]
) -> None:
    page = administrator.post("/desk/learning/models/ranking/as-delivered/", follow=True)
    assert "ranked by the weights that Firstline comes with" in page.content.decode()
    assert serving() == {"newer"}


def test_a_supervisor_sees_models_and_chooses_none(
    supervisor: Client, versions: dict[str, ModelVersion]
) -> None:
    assert "Let it serve" not in supervisor.get("/desk/learning/models/").content.decode()
    for address in (f"{versions['older'].id}/serve/", "ranking/as-delivered/"):
        assert supervisor.post(f"/desk/learning/models/{address}").status_code == 403
    assert serving() == {"newer", "rank-1"}
