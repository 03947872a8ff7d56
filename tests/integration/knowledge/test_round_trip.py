"""Knowledge that is exported, imported where there is none and exported again is the same."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apps.knowledge.actions import save_action, save_article, save_macro
from apps.knowledge.exporting import export_archive, list_files
from apps.knowledge.importing.files import open_upload
from apps.knowledge.importing.models import Import
from apps.knowledge.importing.records import SourceFile
from apps.knowledge.importing.running import advance, begin_import
from apps.knowledge.models import Action, Article, Macro
from apps.sample.company import load_knowledge

pytestmark = pytest.mark.django_db

# What a browser sends and Postgres keeps: no half characters, and not the one that ends texts.
characters = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
lines = st.sampled_from(
    ["---", "# A", "title: x", "...", "```", "\t- a", "no", "404", "\ufeff", "{}"]
)
texts = st.lists(lines | st.text(characters, max_size=12), min_size=1, max_size=6).map("\n".join)
written = texts.filter(lambda text: text.strip())
titles = (lines | st.text(characters, min_size=1, max_size=30)).filter(lambda text: text.split())
tags = st.lists(
    st.text(characters, min_size=1, max_size=10).filter(lambda tag: tag == tag.strip() != ""),
    unique=True,
    max_size=3,
)
slugs = st.from_regex(r"[a-zA-Z0-9_-]{1,20}", fullmatch=True)
languages = st.sampled_from(["en", "de", "nb", "no", "zh"])
articles = st.fixed_dictionaries(
    {
        "title": titles,
        "body": written,
        "language": languages,
        "status": st.sampled_from(Article.Status.values),
        "audience": st.sampled_from(Article.Audience.values),
        "tags": tags,
    }
)
macros = st.fixed_dictionaries(
    {
        "title": titles,
        "text": written.filter(lambda text: "{{" not in text),
        "language": languages,
        "tags": tags,
    }
)
numbers = st.integers(-(2**31), 2**31) | st.booleans() | st.none()
others = st.dictionaries(st.text(characters, max_size=5), numbers | titles)
effects: st.SearchStrategy[tuple[str, dict[str, Any]]] = st.one_of(
    st.tuples(st.just("close"), st.just({})),
    st.tuples(st.just("assign"), st.fixed_dictionaries({"team": titles})),
    st.tuples(st.just("snooze"), st.fixed_dictionaries({"hours": st.integers(1, 720)})),
    st.tuples(st.just("set_priority"), st.just({"priority": "high"})),
)
actions = st.builds(
    lambda title, description, effect, other: {
        "title": title,
        "description": description,
        "effect": effect[0],
        "parameters": other | effect[1],
    },
    titles,
    texts,
    effects,
    others,
)
whole = st.tuples(
    st.dictionaries(slugs, articles, max_size=3),
    st.dictionaries(slugs, macros, max_size=2),
    st.dictionaries(slugs, actions, max_size=2),
)


ARTICLE = {
    "title": "Returns",
    "body": "Thirty days.",
    "language": "en",
    "status": "published",
    "audience": "customers",
    "tags": [],
}


def import_all(files: list[SourceFile]) -> Import:
    run = begin_import("again", files)
    while run.finished_at is None:
        run = advance(run.id) or run
    return run


def forget_all() -> None:
    for model in (Article, Macro, Action):
        model._default_manager.all().delete()


def assert_comes_back() -> None:
    before = list(list_files())
    archive = io.BytesIO()
    export_archive(archive)
    forget_all()
    run = import_all(list(open_upload("knowledge.zip", archive.getvalue())))
    assert (run.bad, list(run.problems.values_list("path", "problem"))) == (0, [])
    assert run.created == run.rows
    assert list(list_files()) == before
    again = import_all(before)
    assert again.unchanged == again.rows


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(knowledge=whole)
@example(knowledge=({"a": ARTICLE | {"tags": ["two \x85  lines"]}}, {}, {}))
def test_whatever_was_written_comes_back(knowledge: tuple[dict[str, Any], ...]) -> None:
    forget_all()
    for slug, fields in knowledge[0].items():
        save_article(Article(slug=slug, **fields))
    for slug, fields in knowledge[1].items():
        save_macro(Macro(slug=slug, **fields))
    for slug, fields in knowledge[2].items():
        save_action(Action(slug=slug, **fields))
    assert_comes_back()


def test_the_sample_comes_back_by_the_commands_too(tmp_path: Path) -> None:
    load_knowledge()
    assert_comes_back()
    folder, archive = tmp_path / "out", tmp_path / "out.zip"
    call_command("export_knowledge", folder)
    call_command("export_knowledge", archive)
    written = {file.path: file.content for file in list_files()}
    assert {name: (folder / name).read_bytes() for name in written} == written
    with ZipFile(archive) as opened:
        assert {name: opened.read(f"knowledge/{name}") for name in written} == written
    with pytest.raises(CommandError, match="not an empty folder"):
        call_command("export_knowledge", folder)
