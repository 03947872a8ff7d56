"""What one row holds is that row's own affair, whatever it is: those after it are imported."""

from __future__ import annotations

import json

import pytest

from apps.knowledge.models import Action
from tests.integration.knowledge.imports import article, import_files, problems

pytestmark = pytest.mark.django_db


def _article(body: str) -> str:
    fields = {"id": 1, "title": "A", "locale": "en", "html_url": "https://help.example/1"}
    return json.dumps({"articles": [fields | {"body": body}]})


def _action(parameters: str) -> str:
    quoted = parameters.replace('"', '""')
    return f'kind,title,effect,parameters\naction,A,tag,"{quoted}"\n'


def _laughs() -> str:
    """A billion of them, in 400 characters."""
    steps = zip("abcdefghi", "bcdefghij", strict=True)
    levels = "\n".join(f"{after}: &{after} [{f'*{before},' * 9}]" for before, after in steps)
    return f"---\na: &a [x]\n{levels}\ntitle: A\n---\nx"


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        ("a.json", _article("<![a <p>x</p>"), "HTML is broken"),
        ("a.json", _article("<ol start='²'><li>x"), "HTML is broken"),
        ("a.csv", _action(r'{"tag": "a\u0000"}'), "parameters holds what is no character"),
        ("a.csv", _action(r'{"tag": "a", "\ud800": 1}'), "parameters holds what is no character"),
        ("a.csv", _action('{"tag": "a", "b": NaN}'), "parameters holds what is no number"),
        ("a.csv", _action("[" * 100_000), "parameters are no JSON"),
        ("a.csv", "title,markdown\nA,# A\n", "text is empty"),
        ("a.csv", "title,help_center\nA,yes\n", "text is empty"),
        ("a.jsonl", '{"markdown": 5, "path": ""}', "title is empty"),
        ("a.jsonl", '{"help_center": {"title": "A"}}', "title is empty"),
        ("a.md", _laughs(), "names another"),
        ("a.md", "---\ntitle: A\ntags: &a [*a]\n---\nx", "names another"),
        ("a.md", "# A\n\n" + "a b c\n" * 10_000, "divide it"),
        ("a.jsonl", r'{"title": "A", "body": "x", "a\ud800": "\u0000"}', "name of a field"),
    ],
)
def test_a_row_that_cannot_be_read_or_stored_is_refused_alone(
    path: str, content: str, said: str
) -> None:
    run = import_files({path: content, "good.md": "# Good\n\nText."})
    assert (run.created, run.bad) == (1, 1)
    assert article("good").title == "Good"
    (problem,) = problems(run).values()
    assert said in problem


def test_nothing_in_the_place_of_a_value_names_no_value() -> None:
    row = {"kind": "action", "title": "Late", "effect": "tag", "parameters": {"tag": "late"}}
    import_files({"a.jsonl": json.dumps(row | {"description": "Marks it."})})
    run = import_files({"a.jsonl": json.dumps(row | {"description": None, "inputs": None})})
    assert (run.unchanged, run.bad) == (1, 0)
    assert Action.objects.get(slug="late").description == "Marks it."
