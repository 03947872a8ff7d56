"""The size report measures what people wrote, and refuses what is too long."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.size_report import REPOSITORY, Length, report, summary, too_long


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("apps", "workers", "config", "tests"):
        (tmp_path / name).mkdir()
    return tmp_path


def test_the_house_keeps_to_its_sizes() -> None:
    assert report(REPOSITORY) == []


def test_a_file_over_the_limit_is_named(root: Path) -> None:
    (root / "apps" / "long.py").write_text("x = 1\n" * 401)
    (root / "apps" / "fits.py").write_text("x = 1\n" * 400)
    (breach,) = report(root)
    assert "long.py has 401 lines" in breach


def test_a_function_over_the_limit_is_named_with_its_line(root: Path) -> None:
    body = "    x = 1\n" * 50
    (root / "workers" / "deep.py").write_text(f"class A:\n  async def f():\n{body}")
    (breach,) = report(root)
    assert "deep.py:2 has 51 lines" in breach


def test_a_line_of_a_template_over_the_limit_is_named(root: Path) -> None:
    folder = root / "apps" / "desk" / "templates" / "desk"
    folder.mkdir(parents=True)
    (folder / "page.html").write_text(f"<p>Short.</p>\n<p>{'x' * 300}</p>\n")
    (breach,) = report(root)
    assert "page.html:2 has 307 characters" in breach


def test_migrations_may_be_of_any_length(root: Path) -> None:
    (root / "apps" / "migrations").mkdir()
    (root / "apps" / "migrations" / "0001_initial.py").write_text("x = 1\n" * 500)
    assert report(root) == []


def test_the_summary_is_median_ninetieth_percentile_and_maximum() -> None:
    lengths = [Length(lines, "somewhere") for lines in range(1, 12)]
    assert summary(lengths).split() == ["6", "10", "11"]


def test_what_is_as_long_as_the_limit_is_kept() -> None:
    assert too_long([Length(50, "somewhere")], 50) == []
