"""Lists the files of an import: those of a folder, of an archive, or a single one.

Archives are not unpacked to disk. The sizes that an archive states are not trusted: reading stops
at the limit.
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
# The compressions that Python unpacks in parts. With others, a few bytes can fill the memory.
BOUNDED = (ZIP_STORED, ZIP_DEFLATED)
# What zipfile raises for a broken archive; beside BadZipFile also others, for one that lacks bytes.
BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, IndexError)
READABLE = f"{', '.join(FORMATS)} or {ARCHIVE}"


def find_files(path: Path) -> Iterator[SourceFile]:
    """The readable files of a folder, also in its subfolders; or a single file.

    Raises ImportRefused where there is none, or where one is a link that leads out of the folder.
    """
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
    """The uploaded file, or all readable files of an archive. Raises ImportRefused."""
    ending = PurePosixPath(name).suffix.lower()
    if ending == ARCHIVE:
        return iter(_unpack(name, content))
    if ending not in FORMATS:
        raise ImportRefused(f"“{name}” has no ending that says what it is: name it {READABLE}.")
    return iter([SourceFile(name, content)])


def is_readable(path: str) -> bool:
    """Whether a file has a known format and is not hidden, as those that programs leave are."""
    parts = PurePosixPath(path).parts
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    return not hidden and PurePosixPath(path).suffix.lower() in FORMATS


def _name(path: Path) -> str:
    """The path as text. On disk, names may have bytes that are not valid UTF-8."""
    return path.as_posix().encode("utf-8", "replace").decode()


def _unpack(name: str, content: bytes) -> list[SourceFile]:
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            members = [_checked(name, member) for member in archive.infolist()]
            readable = [m for m in members if not m.is_dir() and is_readable(m.filename)]
            files = list(_read_members(name, archive, readable))
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
    """Paths without the folder that the archive was made of, if all files are in one."""
    listed = list(files)
    tops = {file.path.partition("/")[0] for file in listed}
    if len(tops) != 1 or any("/" not in file.path for file in listed):
        return listed
    return [SourceFile(file.path.partition("/")[2], file.content) for file in listed]
