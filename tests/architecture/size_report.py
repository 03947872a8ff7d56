"""Lengths of files, functions and lines of templates: `make lint` refuses what is too long."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDERS = ("apps", "workers", "config", "tests")
FILE_LIMIT = 400
FUNCTION_LIMIT = 50
TEMPLATE_LINE_LIMIT = 300


@dataclass(frozen=True)
class Length:
    """How many lines something has, and where it is."""

    lines: int
    place: str


def source_files(folder: Path) -> Iterator[Path]:
    """Python files that people write; migrations are written by Django."""
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path


def file_lengths(folder: Path) -> list[Length]:
    """The length of every file that says something."""
    counted = ((path, len(path.read_text("utf-8").splitlines())) for path in source_files(folder))
    return [Length(lines, str(path)) for path, lines in counted if lines]


def function_lengths(folder: Path) -> list[Length]:
    """The length of every function and method, from its name to its last line."""
    return [
        Length((node.end_lineno or node.lineno) - node.lineno + 1, f"{path}:{node.lineno}")
        for path in source_files(folder)
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def summary(lengths: list[Length]) -> str:
    """Median, ninetieth percentile and maximum, in lines."""
    ordered = sorted(length.lines for length in lengths) or [0]
    picked = (ordered[int(share * (len(ordered) - 1))] for share in (0.5, 0.9, 1.0))
    return "".join(f"{lines:7d}" for lines in picked)


def report(root: Path) -> list[str]:
    """Print a table of the folders under `root`; return a sentence for each breach of a limit."""
    print(f"{'lines':<20}{'median':>7}{'p90':>7}{'max':>7}")
    breaches: list[str] = []
    for name in FOLDERS:
        files, functions = file_lengths(root / name), function_lengths(root / name)
        print(f"{name + ' files':<20}{summary(files)}")
        print(f"{name + ' functions':<20}{summary(functions)}")
        breaches += [*too_long(files, FILE_LIMIT), *too_long(functions, FUNCTION_LIMIT)]
    return breaches + list(long_template_lines(root))


def long_template_lines(root: Path) -> Iterator[str]:
    """A sentence for each line of a template that nobody can read."""
    for path in sorted(root.glob("apps/*/templates/**/*.html")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if len(line) > TEMPLATE_LINE_LIMIT:
                yield f"{path}:{number} has {len(line)} characters; break it between elements."


def too_long(lengths: list[Length], limit: int) -> list[str]:
    """A sentence for each length over the limit."""
    return [
        f"{length.place} has {length.lines} lines; split it into parts of at most {limit}."
        for length in lengths
        if length.lines > limit
    ]


def main() -> int:
    """Returns the exit code."""
    breaches = report(REPOSITORY)
    for breach in breaches:
        print(breach)
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())
