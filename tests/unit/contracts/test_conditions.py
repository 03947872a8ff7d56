"""When an action is offered."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis.strategies import dictionaries, lists, sampled_from, text

from workers.contracts.conditions import CONDITIONS, Facts, find_unmet

FACTS = Facts(
    priority="high",
    status="open",
    inbox="Shop",
    tags=frozenset({"vip", "return"}),
    entities=frozenset({"order_number"}),
    intent="return_item",
    sentiment="negative",
    language="en",
)


@pytest.mark.parametrize(
    ("name", "holds", "fails"),
    [
        ("intents", ["refund", "return_item"], ["refund"]),
        ("entities", ["order_number"], ["order_number", "money"]),
        ("sentiments", ["negative"], ["positive", "neutral"]),
        ("languages", ["de", "en"], ["de"]),
        ("priorities", ["high"], ["low"]),
        ("statuses", ["open"], ["resolved"]),
        ("inboxes", ["Shop"], ["Wholesale"]),
        ("tags", ["vip", "return"], ["vip", "new"]),
        ("without_tags", ["new"], ["new", "vip"]),
    ],
)
def test_each_condition_holds_for_some_and_not_for_others(
    name: str, holds: list[str], fails: list[str]
) -> None:
    assert find_unmet({name: holds}, FACTS) == []
    assert len(find_unmet({name: fails}, FACTS)) == 1


def test_what_does_not_hold_is_said_in_words() -> None:
    unmet = find_unmet({"intents": ["refund_status", "cancel"], "tags": ["a"]}, FACTS)
    assert unmet == ["the intent is refund status or cancel", "it is tagged a"]


def test_what_was_not_understood_yet_holds_no_condition_about_it() -> None:
    unknown = replace(FACTS, intent="", sentiment="", language="", entities=frozenset())
    wanted = {"intents": ["a"], "sentiments": ["b"], "languages": ["en"], "entities": ["c"]}
    assert len(find_unmet(wanted, unknown)) == 4


@given(dictionaries(sampled_from(sorted(CONDITIONS)), lists(text(max_size=5), max_size=3)))
def test_at_most_one_sentence_for_each_condition_that_asks(wanted: dict[str, list[str]]) -> None:
    assert len(find_unmet(wanted, FACTS)) <= sum(bool(values) for values in wanted.values())
