"""The sample company keeps the promises of its README."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from apps.sample.files import DATA, read_json, read_lines

BENCHMARK = Path(__file__).parents[2] / "benchmarks" / "understanding" / "sentiment.jsonl"
CORE_INTENTS = {
    "order_status",
    "delivery_time",
    "return_item",
    "refund_status",
    "cancel_order",
    "damaged_item",
    "payment_failed",
    "change_address",
    "warranty",
    "product_availability",
    "discount_code",
    "invoice_request",
}
PARAMETERS = {
    "assign": {"team"},
    "set_priority": {"priority"},
    "tag": {"tag"},
    "snooze": {"hours"},
    "escalate": {"role"},
    "close": {"outcome"},
    "send_macro": {"macro"},
    "webhook": {"webhook"},
}
SENTENCE_END = re.compile(r"[.!?](?:\s|$)")
VARIABLE = re.compile(r"{{(.*?)}}")
EMAIL = re.compile(r"[\w.+-]+@([\w.-]+\w)")
HOST = re.compile(r"https?://([\w.-]+)")
TELEPHONE = re.compile(r"\+?\d[\d ()/-]{7,}\d")

Row = dict[str, Any]
COMPANY: Row = read_json("company.json")
INTENTS: list[Row] = read_json("intents.json")
MACROS: list[Row] = read_json("macros.json")
ACTIONS: list[Row] = read_json("actions.json")
SENTIMENT = read_lines("sentiment.jsonl")
SENTIMENT_HELD_OUT = read_lines("sentiment_held_out.jsonl")
QUESTIONS = read_lines("questions.jsonl")
JUDGED = read_lines("judged.jsonl")
CONVERSATIONS = read_lines("conversations.jsonl")
ARTICLES = {
    path.stem: path.read_text(encoding="utf-8") for path in (DATA / "articles").glob("*.md")
}
EXAMPLES = [example for intent in INTENTS for example in intent["examples"]]


def slugs(rows: list[Row]) -> set[str]:
    return {row["slug"] for row in rows}


def folded(texts: list[str]) -> list[str]:
    return [" ".join(text.casefold().split()) for text in texts]


def repeated(texts: list[str]) -> list[str]:
    return [text for text, count in Counter(folded(texts)).items() if count > 1]


@pytest.mark.parametrize("rows", [INTENTS, MACROS, ACTIONS], ids=["intents", "macros", "actions"])
def test_a_slug_is_used_once(rows: list[Row]) -> None:
    assert len(slugs(rows)) == len(rows)


def test_the_inbox_is_the_demo_inbox_with_four_chips() -> None:
    inbox = COMPANY["inbox"]
    assert inbox["site_key"] == "demo"
    assert inbox["language"] == "en"
    assert len(inbox["chips"]) == 4
    assert inbox["greeting"]
    assert inbox["hand_off_text"]


def test_three_agents_hold_three_roles_in_known_teams() -> None:
    teams = {team["name"] for team in COMPANY["teams"]}
    agents = COMPANY["agents"]
    assert {agent["role"] for agent in agents} == {"agent", "supervisor", "administrator"}
    assert [agent["display_name"] for agent in agents] == ["Alice", "Bob", "Charlie"]
    assert {agent["team"] for agent in agents} <= teams


def test_there_is_enough_of_everything() -> None:
    assert len(ARTICLES) >= 40
    assert len(MACROS) >= 30
    assert len(ACTIONS) == 12
    assert len(INTENTS) >= 25
    assert len(SENTIMENT) >= 330
    assert len(QUESTIONS) == 60
    assert len(CONVERSATIONS) == 60


@pytest.mark.parametrize("slug", sorted(ARTICLES))
def test_an_article_has_a_title_sections_and_a_readable_length(slug: str) -> None:
    title, body = ARTICLES[slug].split("\n", 1)
    assert re.fullmatch(r"# \S.*", title)
    assert body.count("\n## ") >= 2
    assert 80 <= len(body.split()) <= 300


def test_no_two_articles_share_a_title() -> None:
    assert not repeated([text.split("\n", 1)[0] for text in ARTICLES.values()])


@pytest.mark.parametrize("macro", MACROS, ids=lambda macro: str(macro["slug"]))
def test_a_macro_is_a_short_complete_answer(macro: Row) -> None:
    assert 2 <= len(SENTENCE_END.findall(macro["text"])) <= 6
    assert macro["intent"] in slugs(INTENTS)
    assert macro["tags"]
    variables = {name.strip() for name in VARIABLE.findall(macro["text"])}
    assert variables <= {"contact.first_name", "order_number"}


def test_most_macros_can_be_sent_without_knowing_anything() -> None:
    assert sum("{{" not in macro["text"] for macro in MACROS) >= 15


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: str(action["slug"]))
def test_an_action_has_the_parameters_of_its_effect(action: Row) -> None:
    parameters = action["parameters"]
    assert set(parameters) == PARAMETERS[action["effect"]]
    assert parameters.get("macro", MACROS[0]["slug"]) in slugs(MACROS)
    teams = [team["name"] for team in COMPANY["teams"]]
    assert parameters.get("team", teams[0]) in teams
    webhooks = [webhook["name"] for webhook in COMPANY["webhooks"]]
    assert parameters.get("webhook", webhooks[0]) in webhooks


def test_actions_and_intents_name_each_other() -> None:
    from_actions = {(action["slug"], slug) for action in ACTIONS for slug in action["intents"]}
    from_intents = {(slug, intent["slug"]) for intent in INTENTS for slug in intent["actions"]}
    assert from_actions == from_intents
    assert {slug for slug, _ in from_actions} == slugs(ACTIONS)


@pytest.mark.parametrize("intent", INTENTS, ids=lambda intent: str(intent["slug"]))
def test_an_intent_has_many_examples_and_refers_to_what_exists(intent: Row) -> None:
    assert len(intent["examples"]) >= 25
    assert all(example == example.strip() and example for example in intent["examples"])
    assert set(intent["articles"]) <= set(ARTICLES)
    assert set(intent["macros"]) <= slugs(MACROS)
    assert intent["answer_alone"] in (None, 0.85)


def test_a_macro_belongs_to_the_intent_that_lists_it() -> None:
    listed = {(slug, intent["slug"]) for intent in INTENTS for slug in intent["macros"]}
    assert listed == {(macro["slug"], macro["intent"]) for macro in MACROS}


def test_the_core_of_a_shop_and_the_special_intents_are_there() -> None:
    by_slug = {intent["slug"]: intent for intent in INTENTS}
    assert by_slug.keys() >= CORE_INTENTS | {"greeting", "thanks"}
    assert len(by_slug["talk_to_person"]["examples"]) >= 40
    assert len(by_slug["out_of_scope"]["examples"]) >= 60
    assert by_slug["talk_to_person"]["answer_alone"] is None
    assert not by_slug["out_of_scope"]["articles"]
    assert all(by_slug[slug]["articles"] and by_slug[slug]["macros"] for slug in CORE_INTENTS)


def test_no_example_occurs_twice_in_any_intent() -> None:
    assert not repeated(EXAMPLES)


def test_no_sentiment_text_occurs_twice() -> None:
    assert not repeated([row["text"] for row in SENTIMENT + SENTIMENT_HELD_OUT])


def test_sentiment_labels_are_balanced_in_both_parts() -> None:
    for rows in (SENTIMENT, SENTIMENT_HELD_OUT):
        counts = Counter(row["label"] for row in rows)
        assert set(counts) == {"negative", "neutral", "positive"}
        assert max(counts.values()) <= 1.2 * min(counts.values())


def test_no_sentiment_that_judges_is_learnt_from() -> None:
    judging = [row["text"] for row in SENTIMENT_HELD_OUT]
    assert len(judging) >= 50
    judging += [json.loads(line)["text"] for line in BENCHMARK.read_text("utf-8").splitlines()]
    learnt = [row["text"] for row in SENTIMENT]
    assert not set(folded(learnt)) & set(folded(judging))


def test_a_held_out_question_is_neither_an_example_nor_a_title() -> None:
    titles = [text.split("\n", 1)[0].removeprefix("# ") for text in ARTICLES.values()]
    questions = [row["text"] for row in QUESTIONS]
    assert not repeated(questions)
    assert not set(folded(questions)) & set(folded(EXAMPLES + titles))


def test_a_judged_question_was_never_learnt_from_and_has_a_reply_that_exists() -> None:
    texts = [row["text"] for row in JUDGED]
    assert not repeated(texts)
    assert not set(folded(texts)) & set(folded(EXAMPLES))
    assert {row["macro"] for row in JUDGED} - {None} <= slugs(MACROS)
    judged = Counter(row["intent"] for row in JUDGED)
    assert sum(judged[intent["slug"]] >= 50 for intent in INTENTS if intent["answer_alone"]) >= 4


def test_a_held_out_question_is_answered_by_an_article_of_its_intent() -> None:
    articles = {intent["slug"]: intent["articles"] for intent in INTENTS}
    assert all(row["article"] in articles[row["intent"]] for row in QUESTIONS)


@pytest.mark.parametrize(
    "conversation", CONVERSATIONS, ids=lambda row: f"{row['day']}-{row['minute']}"
)
def test_a_sample_conversation_has_ordered_turns_within_two_weeks(conversation: Row) -> None:
    minutes = [turn["after_minutes"] for turn in conversation["turns"]]
    senders = [turn["from"] for turn in conversation["turns"]]
    assert 0 <= conversation["day"] <= 13
    assert 0 <= conversation["minute"] <= 1439
    assert conversation["day"] * 1440 + conversation["minute"] + minutes[-1] < 14 * 1440
    assert minutes == sorted(minutes)
    assert minutes[0] == 0
    assert senders[0] == "contact"
    assert set(senders) <= {"contact", "agent", "bot"}
    assert all(turn["text"].strip() and "{{" not in turn["text"] for turn in conversation["turns"])


def test_conversations_refer_to_what_exists() -> None:
    agents = {agent["email"] for agent in COMPANY["agents"]}
    for row in CONVERSATIONS:
        assert row["intent"] in slugs(INTENTS)
        assert row["macro"] is None or row["macro"] in slugs(MACROS)
        assert row["agent"] is None or row["agent"] in agents
        assert (row["agent"] is not None) == any(turn["from"] == "agent" for turn in row["turns"])
        assert row["csat"] in {None, 1, 2, 3, 4, 5}
        assert row["csat"] is None or row["outcome"] == "resolved"


def test_conversations_end_in_every_way_and_fill_every_day() -> None:
    outcomes = {row["outcome"] for row in CONVERSATIONS}
    assert outcomes == {"resolved", "open", "waiting"}
    assert {row["day"] for row in CONVERSATIONS} == set(range(14))


def test_a_contact_has_at_most_a_first_name() -> None:
    names = [row["contact"]["name"] for row in CONVERSATIONS]
    assert all(name is None or name.isalpha() for name in names)


def test_no_file_holds_an_address_outside_the_example_domains() -> None:
    for path in DATA.rglob("*"):
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        assert set(EMAIL.findall(text)) <= {"example.com", "example.net"}, path.name
        assert all(host.endswith(".example.com") for host in HOST.findall(text)), path.name
        assert not TELEPHONE.search(text), path.name
