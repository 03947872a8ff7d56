"""Each image holds what its process imports, and no more."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.compose_files import REPOSITORY, services
from tests.architecture.image_trees import Image, absent_modules, dockerfiles, packages

SERVICES = services("production.yml")
DJANGO = {"django", "django-ninja"}
MODELS = {"onnxruntime", "onnxruntime-gpu", "tokenizers", "scikit-learn", "numpy", "sqlalchemy"}
WITH_POOL = "workers.commands.pool, workers.__main__, config.alive"
IMPORTED = {
    "web": "config.asgi, config.urls, config.alive, apps.dispatch.publish",
    "preprocessing": f"workers.preprocessing.tasks, {WITH_POOL}",
    "inference": f"workers.inference.tasks, workers.commands.export_encoder, {WITH_POOL}",
    "serving": "workers.commands.serve, workers.loaded.champion, workers.__main__",
    "recommendation": "workers.commands.declare_topology, workers.recommendation.tasks, "
    f"{WITH_POOL}",
    "feedback": f"workers.feedback.tasks, workers.commands.train, {WITH_POOL}",
    "flower": "config.flower",
}
# What is not installed in the image cannot be imported, though it can be here.
PROGRAM = """
import json, sys
absent = set(json.loads(sys.argv[1]))

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in absent:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
for name in absent & set(sys.modules):
    del sys.modules[name]
sys.path.insert(0, "")
sys.argv = ["manage.py", *sys.argv[2:]]
"""
COLLECT = "import runpy; runpy.run_path('manage.py', run_name='__main__')"
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "none",
    "DATABASE_URL": "postgresql://none/none",
}


def run_in(
    image: Image, folder: Path, program: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run a program where only the image's files and packages are."""
    image.unpack(folder)
    absent = json.dumps(absent_modules(image.requirements()))
    command = [sys.executable, "-I", "-c", PROGRAM + program, absent, *arguments]
    return subprocess.run(
        command,
        cwd=folder,
        env={**PRODUCTION, "VAR_DIR": str(folder / "var"), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("name", "modules"), IMPORTED.items())
def test_a_process_finds_all_that_it_imports_in_its_image(
    name: str, modules: str, tmp_path: Path
) -> None:
    done = run_in(Image.of(SERVICES[name]), tmp_path, f"import {modules}")
    assert done.returncode == 0, done.stderr


def test_what_is_not_installed_in_an_image_is_missed(tmp_path: Path) -> None:
    done = run_in(Image.of(SERVICES["recommendation"]), tmp_path, "import django.conf")
    assert "No module named 'django'" in done.stderr


def test_the_image_of_the_web_collects_its_static_files_without_a_database(tmp_path: Path) -> None:
    image = Image.of(SERVICES["web"])
    done = run_in(image, tmp_path, COLLECT, "collectstatic", "--no-input")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "var" / "static" / "admin").is_dir()
    assert all(f"{name}=" in " ".join(image.lines) for name in PRODUCTION)


def test_no_model_runs_in_the_web_and_no_django_in_a_pool() -> None:
    assert not packages(Image.of(SERVICES["web"]).requirements()) & MODELS
    for name in set(IMPORTED) - {"web"}:
        assert not packages(Image.of(SERVICES[name]).requirements()) & DJANGO


@pytest.mark.parametrize("dockerfile", dockerfiles())
def test_an_image_copies_what_is_there_and_runs_as_nobody_special(dockerfile: str) -> None:
    image = Image(dockerfile)
    for source, _ in image.copied():
        assert (REPOSITORY / source).exists(), source
    users = [line.split()[1] for line in image.lines if line.startswith("USER ")]
    assert "root" not in users
    # The one without is made from an image that has its own.
    assert users or "nginx-unprivileged" in image.lines[0]


def test_an_image_is_built_by_some_service_and_every_service_has_one() -> None:
    built = {service["build"]["dockerfile"] for service in SERVICES.values() if "build" in service}
    assert built == set(dockerfiles())
    for service in SERVICES.values():
        target = service.get("build", {}).get("target")
        stages = Image.of(service).lines if target else []
        assert target is None or any(line.endswith(f" AS {target}") for line in stages)
