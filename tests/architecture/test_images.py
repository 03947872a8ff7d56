"""What a process of each kind may load: images hold no more than that."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]

LOAD_POOLS = """
import sys
from config.celery import TASK_MODULES
for module in (*TASK_MODULES, "workers.commands.pool", "workers.__main__"):
    __import__(module)
loaded = {"django.conf", "django.db", "ninja", "config.settings"} & set(sys.modules)
sys.exit(f"A pool loads {sorted(loaded)}" if loaded else 0)
"""

LOAD_WEB = """
import sys
sys.modules["onnxruntime"] = None
import django
django.setup()
import config.urls, config.asgi, apps.dispatch.publish
"""


def run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=REPOSITORY,
        env={"DJANGO_SETTINGS_MODULE": "config.settings.test", "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_pool_loads_no_django_even_where_it_is_installed() -> None:
    done = run(LOAD_POOLS)
    assert done.returncode == 0, done.stderr


def test_the_web_needs_no_onnxruntime() -> None:
    done = run(LOAD_WEB)
    assert done.returncode == 0, done.stderr
