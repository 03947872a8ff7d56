"""Everything in one process: the journey of a newcomer, and what a crash leaves of it."""

from __future__ import annotations

import os
import re
import signal
from pathlib import Path

import pytest

from config.services.processes import wait_until
from tests.acceptance.one_process import QUESTIONS, FirstDay, OneProcess
from tests.integration.services.postgres.rows import postmaster
from tests.processes import living_in

DECISIONS = {"auto_reply", "suggest", "hand_off"}


def test_the_first_start_says_where_everything_is_and_answers_a_real_question(
    first_day: FirstDay,
) -> None:
    address = re.escape(first_day.house.address)
    for line in (
        r'Asked "How long does delivery take\?" \([1-9]\d* articles\)',
        r"auto_reply: Orders placed",
        rf"{address}/api/v1/docs .*site key: demo",
        rf"{address}/demo/",
        rf"{address}/flower/",
        rf"{address}/desk/ .*\(\S+@\S+ / \S{{8,}}\)",
        rf"{address}/statusz",
        r"Ready after \d+\.\d s\. Ctrl-C stops everything\.",
    ):
        assert re.search(line, first_day.printed), first_day.printed
    assert "warning" not in first_day.printed


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_contact_gets_a_decision_and_not_what_the_models_thought(
    first_day: FirstDay, question: str
) -> None:
    message = first_day.answers[question]
    assert message["status"] == "done"
    assert message["text"] == question
    assert message["decision"] in DECISIONS
    assert (message["reply"] is not None) == (message["decision"] == "auto_reply")
    assert not {"prediction", "suggestions"} & set(message)


@pytest.mark.parametrize(("question", "intent"), QUESTIONS.items())
def test_an_agent_sees_what_was_understood_and_ten_suggestions_best_first(
    first_day: FirstDay, question: str, intent: str
) -> None:
    message = first_day.seen[question]
    prediction, suggestions = message["prediction"], message["suggestions"]
    assert prediction["language"]["label"] == "en"
    assert prediction["intent"]["label"] == intent
    assert {"preprocessing", "inference", "recommendation"} <= set(prediction["timings_ms"])
    confidences = [suggestion["confidence"] for suggestion in suggestions]
    assert len(suggestions) >= 10
    assert confidences == sorted(confidences, reverse=True)
    assert all(s["evidence"] for s in suggestions if s["kind"] == "article")


def test_a_request_for_a_person_is_a_hand_off(first_day: FirstDay) -> None:
    assert first_day.answers["Can I please talk to a real person?"]["decision"] == "hand_off"


def test_an_order_number_is_found_where_it_stands(first_day: FirstDay) -> None:
    message = first_day.seen["Where is my order FL-10432?"]
    found = {entity["label"]: entity for entity in message["prediction"]["entities"]}
    order = found["order_number"]
    assert order["text"] == message["text"][order["start"] : order["end"]] == "FL-10432"


def test_ctrl_c_stops_everything_and_postgres_too(first_day: FirstDay) -> None:
    assert first_day.exit_code == 0
    assert first_day.left_behind == set()
    assert first_day.stop_seconds < 20
    assert first_day.house.program.output().rstrip().endswith("Stopped; everything is kept.")


def test_nothing_is_lost_when_it_is_killed_with_or_without_its_database(
    first_day: FirstDay, tmp_path: Path, encoder_dir: Path
) -> None:
    with OneProcess(first_day.copy(tmp_path), encoder_dir) as house:
        house.start()
        contact = first_day.contact.at(house.address)
        assert contact.read()[0]["text"] == first_day.question
        early = contact.post("Do you ship to Norway?")
        house.program.kill()
        assert living_in(tmp_path), "Postgres outlives a killed house, for the next to adopt"
        house.start()
        contact.wait_for(early)
        late = contact.post("Which grinder should I buy?")
        house.kill()
        assert not living_in(tmp_path)
        house.start()
        contact.wait_for(late)
        assert [early, late] == [m["id"] for m in contact.read() if m["direction"] == "incoming"][
            1:
        ]
        assert house.program.stop(signal.SIGTERM) == 0
        assert not living_in(tmp_path)


def test_when_its_database_ends_it_says_so_and_ends_as_failed(
    first_day: FirstDay, tmp_path: Path, encoder_dir: Path
) -> None:
    with OneProcess(first_day.copy(tmp_path), encoder_dir) as house:
        house.start()
        os.kill(postmaster(tmp_path), signal.SIGINT)
        assert house.program.await_end() == 1
        said = house.program.output().splitlines()[-1]
        assert said.startswith(f"PostgreSQL in {tmp_path} has ended; see ")
        assert said.endswith("Everything has stopped and is kept: start it again.")
        assert not living_in(tmp_path)
        house.start()


def test_a_stop_halfway_takes_postgres_along(
    first_day: FirstDay, tmp_path: Path, encoder_dir: Path
) -> None:
    with OneProcess(first_day.copy(tmp_path), encoder_dir) as house:
        house.program.start()
        assert wait_until(lambda: "Bringing the tables" in house.program.output(), 60)
        assert house.program.stop(signal.SIGTERM) == 1
        assert house.program.output().endswith(
            "Stopped before everything was ready; what was made is kept.\n"
        )
        assert not living_in(tmp_path)
