"""Importing and exporting knowledge in the desk."""

from __future__ import annotations

import io
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.knowledge.importing.models import Import
from apps.knowledge.models import Article
from tests.integration.dispatch.passing import deliver_all

pytestmark = pytest.mark.django_db
PATH = "/desk/knowledge/import/"


def upload(client: Client, *files: tuple[str, bytes], language: str = "") -> str:
    given = [SimpleUploadedFile(name, content) for name, content in files]
    response = client.post(PATH, {"uploads": given, "language": language}, follow=True)
    return response.content.decode()


def progress(client: Client, **headers: Any) -> str:
    run = Import.objects.get()
    response = client.get(f"/desk/knowledge/imports/{run.id}/", headers=headers)
    return response.content.decode()


def archive(**files: str) -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w") as opened:
        for name, text in files.items():
            opened.writestr(f"{name}.md", text)
    return target.getvalue()


def test_files_are_imported_in_the_background_and_the_page_follows(supervisor: Client) -> None:
    page = upload(
        supervisor,
        ("a.md", b"# A\n\nOne."),
        ("more.zip", archive(b="# B\n\nTwo.", c="no heading")),
        language="de",
    )
    assert "<b>0 of 3</b> rows" in page
    assert 'hx-trigger="every 1s"' in page
    assert not Article.objects.exists()
    deliver_all()
    part = progress(supervisor, HX_Request="true")
    assert "<html" not in part
    assert "every 1s" not in part
    assert "<b>Finished.</b> 3 rows read" in part
    assert "The file has no heading; begin it with </span><code># Title</code>" in part
    assert "`" not in part
    assert "c.md" in part
    assert set(Article.objects.values_list("slug", "language")) == {("a", "de"), ("b", "de")}
    assert Article.objects.filter(updated_by__display_name="Bob").count() == 2
    assert "2 new, 0 updated" in supervisor.get(PATH).content.decode()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", b"x", "has no ending that says what it is"),
        ("a.zip", b"x", "is a broken archive"),
        ("a.md", b"", "“a.md” is empty"),
    ],
)
def test_what_cannot_be_imported_is_refused_beside_the_field(
    supervisor: Client, name: str, content: bytes, said: str
) -> None:
    page = upload(supervisor, ("good.md", b"# A\n\nx"), (name, content))
    assert "errorlist" in page
    assert said in page
    assert not Import.objects.exists()


def test_more_rows_than_a_page_can_wait_for_are_for_the_command(
    supervisor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.desk.knowledge.import_pages.MOST_ROWS", 1)
    page = upload(supervisor, ("a.csv", b"title,body\nA,x\nB,y\n"))
    assert "has more than 1 rows; divide it" in page
    assert not Import.objects.exists()


def test_a_stopped_import_says_so(supervisor: Client) -> None:
    upload(supervisor, ("a.md", b"# A\n\nOne."))
    supervisor.post(f"/desk/knowledge/imports/{Import.objects.get().id}/stop/")
    deliver_all()
    assert "0 taken before it was stopped" in progress(supervisor)
    assert not Article.objects.exists()


def test_everything_is_given_out_as_one_archive(supervisor: Client) -> None:
    upload(supervisor, ("a.md", b"# A\n\nOne."))
    deliver_all()
    response = supervisor.get("/desk/knowledge/export/")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    with ZipFile(io.BytesIO(content)) as opened:
        assert "One." in opened.read("knowledge/articles/a.md").decode()
        assert len(opened.namelist()) == 3


def test_agents_neither_import_nor_export(agent: Client) -> None:
    run = Import.objects.create(name="x")
    for path in (PATH, f"/desk/knowledge/imports/{run.id}/", "/desk/knowledge/export/"):
        assert agent.get(path).status_code == 403
    assert agent.post(f"/desk/knowledge/imports/{run.id}/stop/").status_code == 403
