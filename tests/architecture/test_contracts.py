"""Each import contract holds, and goes red when somebody breaks it."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
LINT_IMPORTS = Path(sys.executable).with_name("lint-imports")

BREACHES = [
    ("workers-without-the-web", "workers/errors.py", "import django.conf"),
    ("workers-without-the-web", "workers/errors.py", "import apps.accounts.models"),
    ("workers-without-the-web", "config/celery.py", "import config.settings.base"),
    ("apps-see-only-contracts", "apps/accounts/models.py", "import workers.text.normalization"),
    ("stages-apart", "workers/recommendation/ranking.py", "import workers.inference.entities"),
    ("contracts-stand-alone", "workers/contracts/payloads.py", "import numpy"),
    ("celery-behind-few-doors", "workers/recommendation/ranking.py", "import config.celery"),
    ("database-at-the-edge", "workers/recommendation/ranking.py", "import workers.db.engine"),
    ("serving-without-a-queue", "workers/serving/tensors.py", "import workers.runtime.stage"),
    ("one-door-to-onnxruntime", "workers/models/encoder.py", "import onnxruntime"),
    ("apps-in-layers", "apps/accounts/models.py", "import apps.dispatch.models"),
    ("apps-in-layers", "apps/conversations/queries.py", "import apps.knowledge.models"),
    ("apps-in-layers", "apps/unplanned/__init__.py", ""),
    ("nothing-above-standalone", "config/urls.py", "import config.standalone"),
]


def contract_ids() -> set[str]:
    settings = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))
    return {contract["id"] for contract in settings["tool"]["importlinter"]["contracts"]}


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source that a test may spoil."""
    copy = tmp_path_factory.mktemp("tree")
    for folder in ("apps", "workers", "config"):
        shutil.copytree(REPOSITORY / folder, copy / folder, ignore=shutil.ignore_patterns("*.pyc"))
    shutil.copy(REPOSITORY / "pyproject.toml", copy)
    return copy


@contextmanager
def added(path: Path, line: str) -> Iterator[None]:
    before = path.read_text("utf-8") if path.exists() else None
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"{before or ''}\n{line}\n", "utf-8")
    yield
    if before is None:
        shutil.rmtree(path.parent)
    else:
        path.write_text(before, "utf-8")


def lint(tree: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [str(LINT_IMPORTS), *options]
    return subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)


def test_every_contract_holds(tree: Path) -> None:
    done = lint(tree)
    assert done.returncode == 0, done.stdout


def test_every_contract_has_a_breach_that_tries_it() -> None:
    assert {contract for contract, _, _ in BREACHES} == contract_ids()


@pytest.mark.parametrize(("contract", "file", "line"), BREACHES)
def test_a_breach_turns_its_contract_red(tree: Path, contract: str, file: str, line: str) -> None:
    with added(tree / file, line):
        done = lint(tree, "--contract", contract)
    assert done.returncode == 1, done.stdout
    assert "Contracts: 0 kept, 1 broken." in done.stdout


def test_the_shared_words_need_pydantic_and_nothing_else() -> None:
    modules = (REPOSITORY / "workers" / "contracts").glob("*.py")
    imported = set[str]().union(*map(imports_of, modules))
    foreign = {name for name in imported if not name.startswith("workers.contracts.")}
    assert {name.partition(".")[0] for name in foreign} - sys.stdlib_module_names == {"pydantic"}


def imports_of(module: Path) -> set[str]:
    """The names of the modules that it imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return found
