"""The variables of macros."""

from __future__ import annotations

import pytest

from apps.knowledge.variables import find_unknown_variables, find_variables


def test_each_variable_is_found_once_and_in_order() -> None:
    text = "{{ order_number }} for {{contact.first_name}}, again {{ order_number }}"
    assert find_variables(text) == ["order_number", "contact.first_name"]


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Hello {{ contact.first_name }}", []),
        ("Hello {{ contact.shoe_size }}", ["contact.shoe_size"]),
        ("Hello {{ }}", [""]),
        ("Hello {{ contact.first_name", ["{{"]),
        ("no braces at all, { one } alone", []),
    ],
)
def test_what_nobody_fills_in_is_found(text: str, unknown: list[str]) -> None:
    assert find_unknown_variables(text) == unknown
