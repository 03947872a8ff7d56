"""What `config.environment` accepts, and what it says about the rest."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.environment import Environment, SettingError

# The operating system allows no NUL in a variable; everything else can arrive.
VALUES = st.text(st.characters(exclude_characters="\0"))

READERS = {
    "whole_number": lambda env: env.whole_number("NAME"),
    "flag": lambda env: env.flag("NAME"),
    "choice": lambda env: env.choice("NAME", ("memory", "disk")),
    "path": lambda env: env.path("NAME"),
    "url": lambda env: env.url("NAME", ("postgresql", "https")),
    "text": lambda env: env.text("NAME"),
    "text_list": lambda env: env.text_list("NAME"),
}


def reading(value: str) -> Environment:
    return Environment({"NAME": value})


def refusal(reader: Any, value: str) -> str:
    try:
        reader(reading(value))
    except SettingError as error:
        return str(error)
    return ""


class Precision(StrEnum):
    INT8 = "int8"
    FLOAT32 = "float32"


@pytest.mark.parametrize(
    ("read", "default"),
    [
        (lambda env: env.text("NAME", "kept"), "kept"),
        (lambda env: env.whole_number("NAME", 0, minimum=5), 0),
        (lambda env: env.flag("NAME", default=False), False),
        (lambda env: env.choice("NAME", ("a", "b"), "b"), "b"),
        (lambda env: env.path("NAME", Path("/var")), Path("/var")),
        (lambda env: env.url("NAME", ("memory",), "memory://"), "memory://"),
        (lambda env: env.optional_url("NAME", ("memory",)), ""),
        (lambda env: env.text_list("NAME", ("a",)), ("a",)),
    ],
)
@pytest.mark.parametrize("values", [{}, {"NAME": ""}, {"NAME": " \t"}])
def test_an_unset_empty_or_blank_variable_takes_the_default(
    read: Any, default: object, values: dict[str, str]
) -> None:
    assert read(Environment(values)) == default


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS.keys())
def test_without_a_default_a_variable_is_compulsory(reader: Any) -> None:
    with pytest.raises(SettingError, match=r"^NAME is not set; give it a value\.$"):
        reader(Environment({}))


@pytest.mark.parametrize("reader", READERS.values(), ids=READERS.keys())
@given(value=VALUES)
def test_any_value_is_read_or_refused_in_one_line_that_names_the_variable(
    reader: Any, value: str
) -> None:
    said = refusal(reader, value)
    assert said == "" or (said.startswith("NAME") and len(said.splitlines()) == 1)
    assert len(said) < 700


@given(st.integers(-(10**18) + 1, 10**18 - 1))
def test_a_whole_number_is_read_as_it_was_written(number: int) -> None:
    assert reading(f" {number} ").whole_number("NAME") == number


@pytest.mark.parametrize("value", ["1.5", "1_000", "٣", "ten", "1e3", "0x10", "9" * 5000])
def test_what_is_no_whole_number_is_refused(value: str) -> None:
    with pytest.raises(SettingError, match="use a whole number"):
        reading(value).whole_number("NAME")


def test_a_whole_number_outside_its_bounds_is_refused_with_the_bounds() -> None:
    with pytest.raises(SettingError) as refused:
        reading("70000").whole_number("NAME", minimum=1, maximum=65535)
    assert str(refused.value) == ("NAME='70000' is refused; use a whole number from 1 to 65535.")


@pytest.mark.parametrize(
    ("bounds", "words"),
    [({"minimum": 1}, "of at least 1"), ({"maximum": -1}, "of at most -1")],
)
def test_a_single_bound_is_named_alone(bounds: dict[str, int], words: str) -> None:
    with pytest.raises(SettingError, match=words):
        reading("0").whole_number("NAME", **bounds)


@pytest.mark.parametrize("value", ["1", "true", "YES", "On"])
def test_a_flag_says_yes(value: str) -> None:
    assert reading(value).flag("NAME") is True


@pytest.mark.parametrize("value", ["0", "false", "NO", "Off"])
def test_a_flag_says_no(value: str) -> None:
    assert reading(value).flag("NAME", default=True) is False


def test_a_flag_that_says_neither_is_refused() -> None:
    with pytest.raises(SettingError, match="use 1 for yes or 0 for no"):
        reading("maybe").flag("NAME")


def test_a_choice_comes_back_as_the_option_itself() -> None:
    chosen = reading("int8").choice("NAME", tuple(Precision))
    assert chosen is Precision.INT8


def test_a_wrong_choice_is_refused_with_every_option() -> None:
    with pytest.raises(SettingError, match="use one of int8, float32"):
        reading("int4").choice("NAME", tuple(Precision))


def test_a_path_is_absolute_whatever_was_written() -> None:
    assert reading("var").path("NAME") == Path.cwd() / "var"
    assert reading("~/var").path("NAME") == Path.home() / "var"


def test_the_home_of_nobody_known_is_refused() -> None:
    with pytest.raises(SettingError, match="without an unknown user"):
        reading("~no-such-user/var").path("NAME")


def test_a_folder_is_made_where_it_is_missing(tmp_path: Path) -> None:
    wanted = tmp_path / "one" / "two"
    assert reading(str(wanted)).folder("NAME", tmp_path) == wanted
    assert wanted.is_dir()
    assert Environment({}).folder("NAME", wanted) == wanted


def test_a_folder_that_nobody_can_make_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingError, match=r"name a folder that can be made"):
        reading(str(tmp_path / "file" / "folder")).folder("NAME", tmp_path)


@pytest.mark.parametrize(
    "value",
    ["postgresql://firstline:secret@127.0.0.1:5432/firstline", "postgresql:///firstline"],
)
def test_a_url_of_an_expected_scheme_is_kept_whole(value: str) -> None:
    assert reading(value).url("NAME", ("postgresql",)) == value


@pytest.mark.parametrize(
    "value",
    ["mysql://host/db", "postgresql:db", "postgresql://host:99999/db", "https://", "host", "//["],
)
def test_any_other_url_is_refused_with_the_expected_shapes(value: str) -> None:
    with pytest.raises(SettingError, match=r"use a URL like postgresql://… or https://…"):
        reading(value).url("NAME", ("postgresql", "https"))


@given(st.text(st.characters(categories=("L", "N", "P"), exclude_characters="\0"), min_size=6))
def test_a_refused_url_keeps_its_password_to_itself(password: str) -> None:
    secret = f"Zq{password}qZ"
    with pytest.raises(SettingError) as refused:
        reading(f"mysql://user:{secret}@host/db").url("NAME", ("postgresql",))
    assert secret not in str(refused.value)


def test_a_list_is_split_at_commas_and_stripped() -> None:
    assert reading(" a, b ,,c,").text_list("NAME") == ("a", "b", "c")
