"""Archives that somebody uploads: read within bounds, and nothing outside of themselves."""

from __future__ import annotations

import io
import stat
import zlib
from contextlib import suppress
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile, ZipInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apps.knowledge.importing import files
from apps.knowledge.importing.files import open_upload
from apps.knowledge.importing.records import ImportRefused


def archive(*members: str | ZipInfo, content: bytes = b"# A") -> bytes:
    target = io.BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as opened:
        for member in members:
            opened.writestr(member, content)
    return target.getvalue()


def paths(content: bytes) -> list[str]:
    return [file.path for file in open_upload("all.zip", content)]


def refusal(content: bytes, name: str = "all.zip") -> str:
    with pytest.raises(ImportRefused) as refused:
        list(open_upload(name, content))
    return str(refused.value)


def test_what_can_be_read_is_found_and_the_folder_around_it_left_out() -> None:
    given = archive(
        "help/a.md", "help/deep/b.csv", "help/x.png", "__MACOSX/help/a.md", "help/.c.md"
    )
    assert paths(given) == ["a.md", "deep/b.csv"]
    assert paths(archive("a.md", "b/a.md")) == ["a.md", "b/a.md"]


@pytest.mark.parametrize("path", ["../a.md", "x/../../a.md", "/etc/a.md", "C:/a.md", "..\\a.md"])
def test_a_file_outside_of_the_archive_is_refused(path: str) -> None:
    assert "outside of itself" in refusal(archive("good.md", path))


def test_a_link_is_refused() -> None:
    link = ZipInfo("a.md")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "holds a link" in refusal(archive(link, content=b"/etc/passwd"))


def test_more_than_may_come_out_is_refused_whatever_the_archive_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(files, "MOST_UNPACKED_BYTES", 100_000)
    bomb = archive("a.md", "b.md", content=b"\0" * 60_000)
    assert len(bomb) < 1000
    assert "unpacks to more than" in refusal(bomb)
    monkeypatch.setattr(files, "MOST_FILES", 1)
    assert "holds 2 files" in refusal(bomb)


def test_a_broken_an_empty_and_an_encrypted_archive_are_refused() -> None:
    good = archive("a.md", content=zlib.compress(bytes(range(256)) * 9))
    assert "broken archive" in refusal(b"no archive")
    assert "broken archive" in refusal(good[:40] + b"\xff\xff\xff" + good[43:])
    assert "holds no file" in refusal(archive("x.png"))
    encrypted = bytearray(archive("a.md"))
    encrypted[encrypted.index(b"PK\x01\x02") + 8] |= 1
    assert "encrypted" in refusal(bytes(encrypted))


def test_a_file_of_another_kind_is_refused_with_the_kinds_that_are_known() -> None:
    assert ".md" in refusal(b"", "letter.docx")


@pytest.mark.parametrize("unusual", [ZIP_BZIP2, ZIP_LZMA])
def test_what_unpacks_without_a_bound_is_refused_before_it_is_unpacked(unusual: int) -> None:
    """572 such bytes took 1.2 GB."""
    packed = ZipInfo("a.md")
    packed.compress_type = unusual
    assert "the usual compression" in refusal(archive(packed, content=b"a" * 100_000))


@given(st.integers(0, 400), st.integers(0, 400), st.binary(max_size=4))
@example(0, 7, b"")
@example(30, 31, b"\0")
def test_an_archive_that_lost_bytes_on_its_way_is_read_or_refused(
    begin: int, end: int, instead: bytes
) -> None:
    whole = archive("help/a.md", "help/ü.csv", content=b"title,body\nA,B\n" * 3)
    with suppress(ImportRefused):
        list(open_upload("all.zip", whole[:begin] + instead + whole[end:]))
