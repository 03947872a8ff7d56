"""What an image of ours holds: the files that its Dockerfile copies, the packages it installs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.architecture.compose_files import FOLDER, REPOSITORY, Service

CACHES = shutil.ignore_patterns("__pycache__")
WORKING_DIRECTORY = "/srv"
# What a virtual environment brings without being asked; the encoder is fetched with it.
BORN_WITH = {"pip"}


@dataclass(frozen=True)
class Image:
    """One Dockerfile, with the argument that it is built with."""

    dockerfile: str
    role: str = ""

    @classmethod
    def of(cls, service: Service) -> Image:
        build = service["build"]
        return cls(build["dockerfile"], build.get("args", {}).get("ROLE", ""))

    @property
    def lines(self) -> list[str]:
        """Its instructions, each on one line, comments left out."""
        text = (REPOSITORY / self.dockerfile).read_text("utf-8").replace("\\\n", " ")
        return [line.strip() for line in text.splitlines() if line and not line.startswith("#")]

    def copied(self) -> list[tuple[str, str]]:
        """Each path of the repository, and the folder or file that it becomes."""
        words = [line.split()[1:] for line in self.lines if line.startswith("COPY ")]
        plain = [[w for w in line if not w.startswith("--chmod")] for line in words]
        return [
            (source, line[-1])
            for line in plain
            if not line[0].startswith("--from")
            for source in line[:-1]
        ]

    def requirements(self) -> str:
        """The file that its packages are installed from."""
        found = re.search(r"-r requirements/(\S+)", " ".join(self.lines))
        if found is None:
            raise LookupError(f"{self.dockerfile} installs nothing.")
        return found[1].replace("${ROLE}", self.role)

    def unpack(self, folder: Path) -> None:
        """Lay out its working directory in the folder."""
        for source, target in self.copied():
            path = folder / target.removeprefix(WORKING_DIRECTORY)
            if (REPOSITORY / source).is_dir():
                shutil.copytree(REPOSITORY / source, path, ignore=CACHES, dirs_exist_ok=True)
            else:
                path = path / Path(source).name if target.endswith("/") else path
                path.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(REPOSITORY / source, path)


def required(file: str) -> list[Requirement]:
    """The requirements of a file and of those that it names."""
    found = []
    for line in (REPOSITORY / "requirements" / file).read_text("utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text.startswith("-r "):
            found += required(text.removeprefix("-r "))
        elif text:
            found.append(Requirement(text))
    return found


def packages(file: str) -> set[str]:
    """Every package that installing the file brings, by its canonical name."""
    found: set[str] = set()
    waiting = required(file)
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        extras = requirement.extras or {""}
        if f"{name}{sorted(extras)}" not in found:
            found |= {name, f"{name}{sorted(extras)}"}
            waiting += [each for each in _requires(name) if _applies(each, extras)]
    return {name for name in found if "[" not in name}


def absent_modules(file: str) -> list[str]:
    """What can be imported here and not where only the file was installed."""
    installed = packages(file) | BORN_WITH
    return sorted(
        module
        for module, owners in _owners().items()
        if not installed & {canonicalize_name(owner) for owner in owners}
    )


@cache
def _owners() -> Mapping[str, list[str]]:
    """The packages that each importable name comes from."""
    return packages_distributions()


def _requires(name: str) -> list[Requirement]:
    try:
        return [Requirement(text) for text in requires(name) or []]
    except PackageNotFoundError:
        return []


def _applies(requirement: Requirement, extras: set[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras)


def dockerfiles() -> list[str]:
    """All of them, by their path in the repository."""
    return sorted(str(path.relative_to(REPOSITORY)) for path in FOLDER.glob("*/Dockerfile"))
