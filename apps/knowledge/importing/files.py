"""The files in what was given: a file, a folder, an archive, or several uploads.

Nothing of an archive is unpacked to disk. What an archive says of its sizes is not believed: no
more is read of it than may come out.
"""

from __future__ import annotations

import io
import stat
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from apps.knowledge.importing.reading import FORMATS
from apps.knowledge.importing.records import ImportRefused, SourceFile

ARCHIVE = ".zip"
MOST_FILES = 20_000
MOST_UNPACKED_BYTES = 64 * 1024 * 1024
# Of the others Python unpacks all that a few bytes promise before it gives back the first.
BOUNDED = (ZIP_STORED, ZIP_DEFLATED)
# What zipfile makes of an archive that lacks bytes, beside what it calls a bad one.
BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, IndexError)
READABLE = f"{', '.join(FORMATS)} or {ARCHIVE}"


def find_files(path: Path) -> Iterator[SourceFile]:
    """The readable files of a folder and of all folders in it, or one file. Raises ImportRefused
    where there is none, or where one is a link to what lies elsewhere on this machine."""
    if not path.exists():
        raise ImportRefused(f"{path} does not exist; check the path.")
    if path.is_file():
        return open_upload(path.name, path.read_bytes())
    found = sorted(
        file
        for file in path.rglob("*")
        if file.is_file() and is_readable(file.relative_to(path).as_posix())
    )
    if not found:
        raise ImportRefused(f"{path} holds no file that ends in {READABLE}.")
    for file in found:
        if not file.resolve().is_relative_to(path.resolve()):
            raise ImportRefused(f"{file} is a link out of {path}; put the file itself there.")
    return (SourceFile(_name(file.relative_to(path)), file.read_bytes()) for file in found)


def open_upload(name: str, content: bytes) -> Iterator[SourceFile]:
    """A file as it is, or all readable files of an archive. Raises ImportRefused."""
    ending = PurePosixPath(name).suffix.lower()
    if ending == ARCHIVE:
        return iter(_unpack(name, content))
    if ending not in FORMATS:
        raise ImportRefused(f"“{name}” has no ending that says what it is: name it {READABLE}.")
    return iter([SourceFile(name, content)])


def is_readable(path: str) -> bool:
    """Whether a file of a folder is meant: programs leave others beside it, whose names begin with
    a dot."""
    parts = PurePosixPath(path).parts
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return not hidden and PurePosixPath(path).suffix.lower() in FORMATS


def _name(path: Path) -> str:
    """Names on disk may hold what is no character."""
    return path.as_posix().encode("utf-8", "replace").decode()


def _unpack(name: str, content: bytes) -> list[SourceFile]:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            members = [_checked(name, member) for member in archive.infolist()]
            meant = [m for m in members if not m.is_dir() and is_readable(m.filename)]
            files = list(_read_members(name, archive, meant))
    except BROKEN as error:
        raise ImportRefused(f"“{name}” is a broken archive ({error}); make it anew.") from error
    if not files:
        raise ImportRefused(f"“{name}” holds no file that ends in {', '.join(FORMATS)}.")
    return _without_common_folder(files)


def _checked(name: str, member: ZipInfo) -> ZipInfo:
    path = PurePosixPath(member.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in member.filename.partition("/")[0]:
        raise ImportRefused(
            f"“{name}” holds a file outside of itself ({member.filename!r}); make it anew from a "
            "folder."
        )
    if stat.S_ISLNK(member.external_attr >> 16):
        raise ImportRefused(f"“{name}” holds a link ({member.filename!r}); put the file there.")
    if member.compress_type not in BOUNDED:
        raise ImportRefused(
            f"“{name}” is packed in an unusual way; make it anew with the usual compression."
        )
    if member.flag_bits & 1:
        raise ImportRefused(f"“{name}” is encrypted; make it anew without a password.")
    return member


def _read_members(name: str, archive: ZipFile, members: list[ZipInfo]) -> Iterator[SourceFile]:
    if len(members) > MOST_FILES:
        raise ImportRefused(
            f"“{name}” holds {len(members):,} files; divide it into archives of {MOST_FILES:,}."
        )
    left = MOST_UNPACKED_BYTES
    for member in members:
        with archive.open(member) as file:
            content = file.read(left + 1)
        left -= len(content)
        if left < 0:
            raise ImportRefused(
                f"“{name}” unpacks to more than {MOST_UNPACKED_BYTES // 1024**2} MB; divide it."
            )
        yield SourceFile(member.filename, content)


def _without_common_folder(files: Iterable[SourceFile]) -> list[SourceFile]:
    """As if the folder itself had been given, of which the archive was made."""
    listed = list(files)
    tops = {file.path.partition("/")[0] for file in listed}
    if len(tops) != 1 or any("/" not in file.path for file in listed):
        return listed
    return [SourceFile(file.path.partition("/")[2], file.content) for file in listed]
