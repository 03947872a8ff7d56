"""What an import makes of what is stored already, and how it goes on where it stopped."""

from __future__ import annotations

import json
from typing import Any

import pytest

from apps.accounts.models import Agent
from apps.conversations.models import Priority
from apps.dispatch.models import Work
from apps.knowledge.actions import save_article
from apps.knowledge.importing.models import ImportRow
from apps.knowledge.importing.records import SourceFile
from apps.knowledge.importing.running import (
    IMPORT,
    advance,
    begin_import,
    deliver_import,
    import_in_background,
    stop_import,
)
from apps.knowledge.models import Action, Article, ArticleVersion
from tests.integration.knowledge.imports import article, counts, import_files, problems

pytestmark = pytest.mark.django_db


def _action(**fields: Any) -> dict[str, Any]:
    made = {"kind": "action", "title": "A", "effect": "tag", "parameters": {"tag": "late"}}
    return made | fields


def test_a_second_import_updates_what_differs_and_leaves_the_rest_as_it_is() -> None:
    files = {"a.md": "# A\n\nOne.", "b.md": "# B\n\nTwo."}
    import_files(dict(files))
    untouched = article("a").updated_at
    Work.objects.filter(kind="knowledge").update(state=Work.State.DONE)
    run = import_files(files | {"b.md": "# B\n\nThree."})
    assert counts(run) == (0, 1, 1, 0)
    assert article("a").updated_at == untouched
    assert article("b").body == "Three."
    assert ArticleVersion.objects.get().body == "Two."


def test_what_a_row_does_not_name_stays_as_people_made_it() -> None:
    import_files({"a.md": "# A\n\nOne."})
    mine = article("a")
    mine.tags, mine.audience = ["kept"], Article.Audience.AGENTS
    save_article(mine)
    run = import_files({"a.md": "# A\n\nTwo."})
    assert counts(run) == (0, 1, 0, 0)
    assert (article("a").tags, article("a").audience) == (["kept"], "agents")


def test_names_that_no_slug_can_say_are_not_taken_for_one_another() -> None:
    deep = "docs/" * 20
    first = import_files({"как-включить-2FA.md": "# A\n\nOn.", f"{deep}a.md": "# A\n\nOne."})
    again = import_files({"как-включить-2FA.md": "# A\n\nOn.", f"{deep}a.md": "# A\n\nOne."})
    other = import_files({"как-выключить-2FA.md": "# B\n\nOff.", f"{deep}b.md": "# B\n\nTwo."})
    assert [counts(run) for run in (first, again, other)] == [
        (2, 0, 0, 0),
        (0, 0, 2, 0),
        (2, 0, 0, 0),
    ]
    import_files({"Rücksendung.md": "# R\n\nText."})
    assert article("rucksendung").title == "R"


def test_two_rows_of_one_name_are_not_written_over_one_another() -> None:
    run = import_files(
        {"a.md": "---\nslug: same\n---\n# A\n\nOne.", "b.md": "---\nslug: same\n---\n# B\n\nTwo."}
    )
    assert counts(run) == (1, 0, 0, 1)
    assert article("same").title == "A"
    assert "already in a.md, row 1" in problems(run)["b.md", 1]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"parameters": {}}, "`tag` is None; write a tag."),
        ({"parameters": {"tag": "{{ contact.email }}"}}, "A tag can name"),
        ({"effect": "snooze", "parameters": {"hours": -4}}, "from 1 to 720"),
        ({"effect": "set_priority", "parameters": {"priority": "soon"}}, "low, normal, high"),
        ({"effect": "escalate", "parameters": {"role": "agent"}}, "supervisor, administrator"),
        ({"inputs": {"shoe_size": True}}, "nobody can fill in 'shoe_size'"),
        ({"conditions": {"weather": ["fine"]}}, "no condition 'weather'"),
        ({"conditions": {"intents": "refund"}}, "no list of words"),
    ],
)
def test_an_action_that_could_not_be_done_is_refused(fields: dict[str, Any], said: str) -> None:
    run = import_files({"a.jsonl": json.dumps(_action(**fields))})
    assert Action.objects.count() == 0
    (problem,) = run.problems.all()
    assert said in problem.problem


def test_every_priority_can_be_set_by_an_action() -> None:
    rows = [
        _action(title=value, effect="set_priority", parameters={"priority": value})
        for value in Priority.values
    ]
    assert counts(import_files({"a.json": json.dumps(rows)})) == (len(rows), 0, 0, 0)


def test_the_deliverer_goes_on_step_by_step_where_another_stopped(
    monkeypatch: pytest.MonkeyPatch, alice: Agent
) -> None:
    monkeypatch.setattr("apps.knowledge.importing.running.STEP_SECONDS", -1.0)
    files = [SourceFile(f"{n}.md", b"# T\n\nx") for n in range(3)]
    run = begin_import("three", files, by=alice)
    import_in_background(run)
    assert Work.objects.get(subject_id=run.id).kind == IMPORT.name
    for taken in (1, 2):
        assert deliver_import(run.id) is not None
        run.refresh_from_db()
        assert run.taken == taken == Article.objects.count()
    assert deliver_import(run.id) is None
    run.refresh_from_db()
    assert run.finished_at is not None
    assert not ImportRow.objects.exists()
    assert Article.objects.filter(updated_by=alice).count() == 3
    assert deliver_import(run.id) is None


def test_a_stopped_import_keeps_what_it_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("apps.knowledge.importing.running.STEP_SECONDS", -1.0)
    run = begin_import("two", [SourceFile("a.md", b"# A\n\nx"), SourceFile("b.md", b"# B\n\nx")])
    advance(run.id)
    stop_import(run.id)
    assert deliver_import(run.id) is None
    assert [each.slug for each in Article.objects.all()] == ["a"]
    assert not ImportRow.objects.exists()
    stop_import(run.id)


@pytest.mark.parametrize(
    "row",
    [
        '{"kind":"action","slug":"x","title":"t","effect":"close","parameters":{"a":NaN}}',
        '{"kind":"action","slug":"x","title":"t","effect":"close","parameters":{"a":"b\\u0000"}}',
        '{"kind":"action","slug":"x","title":"t","effect":"close","description":"a\\u0000"}',
        '{"title":"t","body":"b","tags":["a\\u0000b"]}',
        '{"title":"t","body":"b","tags":["\\ud800"]}',
        '{"title":"t","body":"b","extra":' + "[" * 900 + "]" * 900 + "}",
    ],
)
def test_what_no_table_holds_spoils_its_own_row_alone(row: str) -> None:
    good = [json.dumps({"title": title, "body": "b"}) for title in ("One", "Two")]
    run = import_files({"a.jsonl": "\n".join([good[0], row, good[1]])})
    assert Article.objects.filter(title__in=["One", "Two"]).count() == 2
    assert run.bad == (0 if "extra" in row else 1)
    assert all("holds what is no" in problem for problem in problems(run).values())


def test_a_table_whose_quotes_are_all_broken_is_given_up_soon() -> None:
    run = import_files({"a.csv": "title,body\n" + 'x","y\n' * 20_000})
    assert run.bad == 101
    last = max(problems(run))
    assert "nothing below was read" in problems(run)[last]
