"""What is said when a process ends, and whether it is started again."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Sequence

from config.separate.supervisor import Child
from config.services.processes import wait_until

SAY_AND_WAIT = "import time; print('here', flush=True); time.sleep(600)"
KILL_ITSELF = "import os; os.kill(os.getpid(), 9)"


def python(program: str) -> Sequence[str]:
    return [sys.executable, "-c", program]


def test_a_process_that_ends_by_itself_is_mourned_and_not_started_again() -> None:
    said: list[str] = []
    Child("pool", python("print('no database'); raise SystemExit(3)"), {}, said.append).run()
    assert said == [
        "pool | no database",
        "*** pool ended with code 3; nothing starts it again: Ctrl-C, and mend it. ***",
    ]


def test_a_process_that_is_killed_is_started_again_until_it_is_stopped() -> None:
    said: list[str] = []
    child = Child("pool", python(KILL_ITSELF), {}, said.append)
    thread = threading.Thread(target=child.run)
    thread.start()
    assert wait_until(lambda: len(said) >= 2, 30)
    child.stop(signal.SIGTERM)
    thread.join(30)
    assert not thread.is_alive()
    assert set(said) == {"*** pool was ended by SIGKILL; it is started again. ***"}


def test_a_process_that_is_stopped_is_not_mourned() -> None:
    said: list[str] = []
    child = Child("pool", python(SAY_AND_WAIT), {}, said.append)
    thread = threading.Thread(target=child.run)
    thread.start()
    assert wait_until(lambda: len(said) == 1, 30)
    child.stop(signal.SIGTERM)
    thread.join(30)
    assert not thread.is_alive()
    assert len(said) == 1
