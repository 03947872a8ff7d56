"""Filling in the variables of a macro."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.assist.filling import fill
from apps.knowledge.variables import VARIABLES

VALUES = {"contact.first_name": "Anna", "order_number": "FL-10432"}
names = st.sampled_from(sorted(VARIABLES))
texts = st.text(st.sampled_from("ab {}."), max_size=40) | st.text(max_size=40)


@pytest.mark.parametrize(
    ("text", "filled", "missing"),
    [
        ("Hello {{ contact.first_name }}!", "Hello Anna!", []),
        ("{{order_number}} and {{  order_number\n}}", "FL-10432 and FL-10432", []),
        (
            "{{ agent.name }}, {{ agent.name }}",
            "{{ agent.name }}, {{ agent.name }}",
            ["agent.name"],
        ),
        ("{{ b }} {{ a }}", "{{ b }} {{ a }}", ["b", "a"]),
        ("{{ order_number }", "{{ order_number }", []),
        ("{{{ order_number }}}", "{FL-10432}", []),
        ("", "", []),
    ],
)
def test_what_is_known_is_filled_in_and_what_is_not_is_named(
    text: str, filled: str, missing: list[str]
) -> None:
    assert fill(text, VALUES) == (filled, missing)


@given(texts)
def test_a_text_without_values_stays_as_it_is(text: str) -> None:
    assert fill(text, {})[0] == text


@given(st.dictionaries(names, texts.filter(bool)), texts, names)
def test_what_a_value_says_is_never_filled_in_again(
    values: dict[str, str], value: str, name: str
) -> None:
    values[name] = f"{{{{ {name} }}}}{value}"
    filled, missing = fill(f"<{{{{ {name} }}}}>", values)
    assert (filled, missing) == (f"<{values[name]}>", [])


@given(st.lists(names | texts.filter(lambda text: "{" not in text and "}" not in text)))
def test_all_that_is_known_is_filled_in_wherever_it_stands(parts: list[str]) -> None:
    values = {name: name.upper() for name in VARIABLES}
    text = "".join(f"{{{{{part}}}}}" if part in VARIABLES else part for part in parts)
    expected = "".join(part.upper() if part in VARIABLES else part for part in parts)
    assert fill(text, values) == (expected, [])


@pytest.mark.parametrize("text", ["{{" + " " * 8000, "{" * 8000, "{{ " * 3000, "}" * 8000])
def test_a_hostile_text_is_left_alone_at_once(text: str) -> None:
    assert fill(text, VALUES) == (text, [])
