"""`manage.py import_knowledge`, as a person or a program calls it."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command

from apps.dispatch.models import Work
from apps.knowledge.importing.models import Import
from apps.knowledge.importing.running import IMPORT, deliver_import
from apps.knowledge.management.commands import import_knowledge
from apps.knowledge.models import Article

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.md").write_text("# A\n\nOne.")
    (tmp_path / "rows.csv").write_text("title,body\nB,Two.\n,Nobody's\n")
    return tmp_path


def run(*arguments: object) -> tuple[str, str]:
    said, warned = StringIO(), StringIO()
    call_command("import_knowledge", *map(str, arguments), stdout=said, stderr=warned)
    return said.getvalue(), warned.getvalue()


def test_it_counts_names_each_bad_row_and_keeps_the_good_ones(folder: Path) -> None:
    said, warned = run(folder, "--language", "de")
    assert said.endswith("3 rows: 2 created, 0 updated, 0 unchanged, 1 bad.\n")
    assert warned == "rows.csv, row 3: the title is empty; write one.\n"
    assert set(Article.objects.values_list("slug", "language")) == {("a", "de"), ("b", "de")}
    assert run(folder)[0].endswith("0 created, 0 updated, 2 unchanged, 1 bad.\n")


def test_a_link_out_of_the_folder_is_not_followed(folder: Path) -> None:
    (folder / "rows.csv").rename(folder.parent / "rows.csv")
    (folder / "rows.csv").symlink_to(folder.parent / "rows.csv")
    with pytest.raises(CommandError, match="is a link out of"):
        run(folder)
    assert not Article.objects.exists()


def test_a_dry_run_says_all_that_and_writes_nothing(folder: Path) -> None:
    said, warned = run(folder, "--dry-run")
    assert "2 created" in said
    assert "row 3" in warned
    assert not Article.objects.exists()
    assert not Import.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing"], "does not exist"),
        (["empty"], "holds no file"),
        (["a.md", "--language", "x"], "write a code"),
        (["bad.csv"], "No row could be imported"),
    ],
)
def test_where_nothing_can_be_imported_it_ends_with_a_sentence(
    folder: Path, arguments: list[str], said: str
) -> None:
    (folder / "empty").mkdir()
    (folder / "bad.csv").write_text("title,body\n,x\n")
    with pytest.raises(CommandError, match=said):
        run(folder / arguments[0], *arguments[1:])
    assert not Article.objects.exists()


def test_the_deliverer_goes_on_where_the_command_was_killed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(import_id: UUID) -> None:
        raise SystemExit

    monkeypatch.setattr(f"{import_knowledge.__name__}.advance", die)
    with pytest.raises(SystemExit):
        run(folder)
    waiting = Work.objects.get(kind=IMPORT.name)
    assert deliver_import(waiting.subject_id) is None
    assert Article.objects.count() == 2


def test_progress_is_said_while_there_is_more(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.knowledge.importing.running.STEP_SECONDS", -1.0)
    assert run(folder)[0].startswith("1 of 3 rows\n2 of 3 rows\n")
