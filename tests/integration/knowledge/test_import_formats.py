"""What an import reads in files: the good rows are kept, the bad ones named with the repair."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from apps.dispatch.models import Work
from apps.knowledge.models import Action, Article, Macro
from tests.integration.knowledge.imports import article, counts, import_files, problems

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
    returns = article("zendesk-11-en-us")
    assert (returns.title, returns.language, returns.tags) == ("Send it back", "en", ["return"])
    assert returns.body == "## How\n\nSee [this](https://help.example/hc/12).\n\n- a\n\nThe box"
    inside = article("zendesk-12-pt-br")
    assert (inside.language, inside.audience) == ("pt", "agents")
    assert article("zendesk-13-de").status == "draft"
    assert list(problems(run)) == [("articles.json", 3)]


def test_two_kinds_of_a_language_are_two_articles() -> None:
    translations = [
        {"locale": "zh-cn", "title": "退货", "body": "<p>三十天。</p>"},
        {"locale": "zh-tw", "title": "退貨", "body": "<p>三十天。</p>"},
    ]
    exported = {"articles": [{"id": 1, "translations": translations}]}
    assert counts(import_files({"a.json": json.dumps(exported)})) == (2, 0, 0, 0)
    assert [each.title for each in Article.objects.order_by("slug")] == ["退货", "退貨"]


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


def test_a_folder_is_read_with_all_folders_in_it(tmp_path: Path) -> None:
    from apps.knowledge.importing.files import find_files

    (tmp_path / "deep").mkdir()
    for name in ("a.md", "deep/b.csv", "picture.png", ".hidden.md"):
        (tmp_path / name).write_text("x")
    assert [file.path for file in find_files(tmp_path)] == ["a.md", "deep/b.csv"]
