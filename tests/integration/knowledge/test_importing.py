"""What an import makes of files: the good rows are kept, the bad ones named with the repair."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from apps.accounts.models import Agent
from apps.conversations.models import Priority
from apps.dispatch.models import Work
from apps.knowledge.actions import save_article
from apps.knowledge.importing.models import Import, ImportRow
from apps.knowledge.importing.records import SourceFile
from apps.knowledge.importing.running import (
    IMPORT,
    advance,
    begin_import,
    deliver_import,
    import_in_background,
    stop_import,
)
from apps.knowledge.models import Action, Article, ArticleVersion, Macro

pytestmark = pytest.mark.django_db

CSV = """title,body,slug,language,status,tags,audience
Returns,"Thirty days,
no more.",returns,en-gb,,"money, return",agents
,No title,,,,,
Delivery,Two days.,delivery,,draft,,
Hours,,hours,,,,
"""
HELP_CENTER = {
    "articles": [
        {
            "id": 11,
            "title": "Send it back",
            "locale": "en-us",
            "draft": False,
            "html_url": "https://help.example/hc/en-us/articles/11",
            "label_names": ["return"],
            "body": "<h2>How</h2><p>See <a href='/hc/12'>this</a>.</p><ul><li>a</li></ul>"
            "<script>alert(1)</script><img src='x.png' alt='The box'>",
        },
        {"id": 12, "title": "Inside", "locale": "pt-br", "body": "<p>x</p>", "user_segment_id": 5},
        {"title": "Without id"},
        {"id": 13, "title": "Later", "locale": "de", "draft": True, "body": "<p>y</p>"},
    ]
}


def import_files(files: Mapping[str, str | bytes], language: str = "") -> Import:
    contents = (
        SourceFile(path, text if isinstance(text, bytes) else text.encode())
        for path, text in files.items()
    )
    run = begin_import("test", contents, language=language, by=None)
    while run.finished_at is None:
        run = advance(run.id) or run
    return run


def counts(run: Import) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.bad


def problems(run: Import) -> dict[tuple[str, int], str]:
    return {(each.path, each.number): each.problem for each in run.problems.all()}


def article(slug: str) -> Article:
    return Article.objects.get(slug=slug)


def test_markdown_is_published_under_its_first_heading_unless_it_says_draft() -> None:
    run = import_files(
        {
            "returns.md": "# Send *it* back\r\n\r\nThirty days.\r\n\r\n## Costs\r\n\r\nNone.",
            "deep/Secret plans.md": "---\ntitle: 404\nstatus: draft\ntags: [a, b]\n"
            "audience: agents\nlanguage: no\n---\n\n# Kept\n\nText.",
            "none.md": "No heading here.\n\n```\n# not one\n```",
        }
    )
    assert counts(run) == (2, 0, 0, 1)
    returns = article("returns")
    assert (returns.title, returns.status) == ("Send it back", "published")
    assert returns.body == "Thirty days.\n\n## Costs\n\nNone."
    assert returns.passages.count() == 2
    assert Work.objects.get(subject_id=returns.id).lane == "bulk"
    secret = article("deep-secret-plans")
    assert (secret.title, secret.status, secret.tags) == ("404", "draft", ["a", "b"])
    assert (secret.audience, secret.language) == ("agents", "no")
    assert secret.body == "# Kept\n\nText."
    assert "begin it with `# Title`" in problems(run)["none.md", 1]


def test_a_table_keeps_its_good_rows_and_names_the_bad_ones_as_spreadsheets_count_them() -> None:
    run = import_files({"articles.csv": CSV}, language="fr")
    assert counts(run) == (2, 0, 0, 2)
    assert article("returns").body == "Thirty days,\nno more."
    assert (article("returns").language, article("returns").tags) == ("en", ["money", "return"])
    assert (article("delivery").language, article("delivery").status) == ("fr", "draft")
    assert set(problems(run)) == {("articles.csv", 3), ("articles.csv", 5)}


def test_a_quote_that_is_not_closed_spoils_its_own_row_alone() -> None:
    run = import_files(
        {
            "a.csv": 'title,body\nA,"two\nlines"\n"B,Never closed.\nC,"Half" closed.\n'
            'D,"Said ""so""."\nE,Five.\n'
        }
    )
    assert counts(run) == (3, 0, 0, 2)
    assert (article("a").body, article("d").body) == ("two\nlines", 'Said "so".')
    assert article("e").body == "Five."
    assert set(problems(run)) == {("a.csv", 3), ("a.csv", 4)}


def test_json_lines_hold_articles_macros_and_actions() -> None:
    rows: list[Any] = [
        {"title": "Returns", "body": "Thirty days."},
        {"kind": "macro", "slug": "hi", "title": "Hi", "text": "Hi {{ contact.first_name }}."},
        {"kind": "macro", "title": "Bad", "text": "Hi {{ shoe_size }}."},
        {
            "kind": "action",
            "slug": "say-hi",
            "title": "Say hi",
            "effect": "send_macro",
            "parameters": {"macro": "hi"},
        },
        {"kind": "action", "title": "Explode", "effect": "explode"},
        ["no object"],
    ]
    run = import_files({"all.jsonl": "\n".join([*map(json.dumps, rows), "{broken", ""])})
    assert counts(run) == (3, 0, 0, 4)
    assert Macro.objects.get().passages.count() == 1
    assert Action.objects.get().parameters == {"macro": "hi"}
    assert [number for _, number in problems(run)] == [3, 5, 6, 7]
    assert "shoe_size" in problems(run)["all.jsonl", 3]
    assert "explode" in problems(run)["all.jsonl", 5]


def test_a_help_centres_export_becomes_markdown_in_its_languages() -> None:
    run = import_files({"articles.json": json.dumps(HELP_CENTER)})
    assert counts(run) == (3, 0, 0, 1)
    returns = article("zendesk-11-en")
    assert (returns.title, returns.language, returns.tags) == ("Send it back", "en", ["return"])
    assert returns.body == "## How\n\nSee [this](https://help.example/hc/12).\n\n- a\n\nThe box"
    assert (article("zendesk-12-pt").language, article("zendesk-12-pt").audience) == (
        "pt",
        "agents",
    )
    assert article("zendesk-13-de").status == "draft"
    assert list(problems(run)) == [("articles.json", 3)]


def test_what_a_help_centre_keeps_back_reaches_no_customer() -> None:
    kept_back: list[dict[str, Any]] = [{"user_segment_ids": [7]}, {"hidden": True}, {"draft": True}]
    articles = [
        {"id": n, "title": "A", "body": "<p>x</p>", "locale": "en-us"} | fields
        for n, fields in enumerate(kept_back)
    ]
    import_files({"articles.json": json.dumps({"articles": articles})})
    assert [(each.audience, each.status) for each in Article.objects.order_by("slug")] == [
        ("agents", "published"),
        ("customers", "draft"),
        ("customers", "draft"),
    ]


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


def test_two_rows_of_one_name_are_not_written_over_one_another() -> None:
    run = import_files(
        {"a.md": "---\nslug: same\n---\n# A\n\nOne.", "b.md": "---\nslug: same\n---\n# B\n\nTwo."}
    )
    assert counts(run) == (1, 0, 0, 1)
    assert article("same").title == "A"
    assert "already in a.md, row 1" in problems(run)["b.md", 1]


@pytest.mark.parametrize(
    ("path", "content", "said"),
    [
        ("a.md", b"# \xff\xfe", "UTF-8"),
        ("a.md", "---\ntitle: [a\n---\nx", "no YAML in line"),
        ("a.md", "---\ntitle: A\nstatus: hidden\n---\nx", "draft, published"),
        ("a.md", "---\ntitle: A\nlanguage: klingon!\n---\nx", "write a code"),
        ("a.md", "---\ntitle: A\nslug: a b\n---\nx", "slug"),
        ("a.md", "---\ntitle: {a: b}\n---\nx", "title is no text"),
        ("a.md", f"# A\n\n{'x' * 30_001}", "30000 characters"),
        ("a.md", f"# {'x' * 201}\n\nx", "200 characters"),
        ("a.csv", "name,text\nA,B", "must name the columns"),
        ("a.csv", "title,body\nA,B,C", "put quotes"),
        ("a.csv", "kind,title,body\nmacro,A,Hi {{ agent.name", "close it with }}"),
        ("a.json", "{", "no JSON"),
        ("a.json", '{"tickets": []}', "help centre"),
        ("a.jsonl", '{"title": "A\\u0000", "body": "x"}', "no character"),
        ("a.jsonl", '{"title": "A", "body": "\\ud800"}', "no character"),
        ("a.jsonl", '{"title": "A", "body": "x", "tags": [1]}', "list of words"),
        ("a.jsonl", '{"title": "A", "body": "x", "kind": "poem"}', "article, macro, action"),
        ("a.json", json.dumps({"articles": [{"id": 1, "body": "x"}]}), "title is empty"),
        (
            "a.json",
            json.dumps({"articles": [{"id": 1, "title": "A", "body": "<p>" * 5000 + "x"}]}),
            "nested too deeply",
        ),
    ],
)
def test_a_bad_row_says_how_to_mend_it_and_loses_no_other(
    path: str, content: str | bytes, said: str
) -> None:
    run = import_files({path: content, "good.md": "# Good\n\nText."})
    assert run.created == 1
    assert article("good").title == "Good"
    (problem,) = run.problems.all()
    assert said in problem.problem
    assert problem.problem.endswith(".")


def _action(**fields: Any) -> dict[str, Any]:
    made = {"kind": "action", "title": "A", "effect": "tag", "parameters": {"tag": "late"}}
    return made | fields


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


def test_a_billion_laughs_are_not_laughed() -> None:
    steps = zip("abcdefgh", "bcdefghi", strict=True)
    levels = "\n".join(f"{after}: &{after} [{f'*{before},' * 9}]" for before, after in steps)
    run = import_files({"a.md": f"---\na: &a [x]\n{levels}\ntitle: *i\n---\nx"})
    assert run.bad == 1


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


def test_a_folder_is_read_with_all_folders_in_it(tmp_path: Path) -> None:
    from apps.knowledge.importing.files import find_files

    (tmp_path / "deep").mkdir()
    for name in ("a.md", "deep/b.csv", "picture.png", ".hidden.md"):
        (tmp_path / name).write_text("x")
    assert [file.path for file in find_files(tmp_path)] == ["a.md", "deep/b.csv"]
