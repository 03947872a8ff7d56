"""What one row holds is that row's own affair, whatever it is: those after it are imported."""

from __future__ import annotations

import json

import pytest

from tests.integration.knowledge.imports import article, import_files, problems

pytestmark = pytest.mark.django_db


def _article(body: str) -> str:
    fields = {"id": 1, "title": "A", "locale": "en", "html_url": "https://help.example/1"}
    return json.dumps({"articles": [fields | {"body": body}]})


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        ("a.json", _article("<![a <p>x</p>"), "HTML is broken"),
        ("a.json", _article("<ol start='²'><li>x"), "HTML is broken"),
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
