import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from workers.models.whole_folder import locked, replaced_whole

KILLED_HALF_WAY = """
import os, sys
from pathlib import Path
from workers.models.whole_folder import locked, replaced_whole
folder = Path(sys.argv[1])
with locked(folder), replaced_whole(folder) as draft:
    (draft / "content").write_text("half")
    os._exit(9)
"""


def replace(folder: Path, content: str) -> None:
    with locked(folder), replaced_whole(folder) as draft:
        (draft / "content").write_text(content)


def visible(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if not path.name.endswith(".lock")]


def test_a_new_folder_takes_the_place_of_the_old_one_and_leaves_nothing_beside_it(
    tmp_path: Path,
) -> None:
    replace(tmp_path / "model", "first")
    replace(tmp_path / "model", "second")
    assert (tmp_path / "model" / "content").read_text() == "second"
    assert visible(tmp_path) == ["model"]


def test_a_failed_block_leaves_the_old_folder_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    replace(folder, "old")
    with pytest.raises(ZeroDivisionError), locked(folder), replaced_whole(folder) as draft:
        (draft / "content").write_text(str(1 / 0))
    assert (folder / "content").read_text() == "old"
    assert visible(tmp_path) == ["model"]


def test_a_killed_process_leaves_the_old_folder_and_the_next_one_cleans_up(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    replace(folder, "old")
    killed = subprocess.run([sys.executable, "-c", KILLED_HALF_WAY, folder], check=False)
    assert killed.returncode == 9
    assert (folder / "content").read_text() == "old"
    assert len(visible(tmp_path)) == 2
    replace(folder, "new")
    assert (folder / "content").read_text() == "new"
    assert visible(tmp_path) == ["model"]


def test_a_process_killed_between_its_renames_costs_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    replace(folder, "old")
    taken = tmp_path / ".model.draft-killed"
    taken.mkdir()
    folder.rename(taken / "old")
    with pytest.raises(InterruptedError), locked(folder), replaced_whole(folder):
        raise InterruptedError
    assert (folder / "content").read_text() == "old"
    assert visible(tmp_path) == ["model"]


def test_two_writers_at_once_take_turns(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    replace(folder, "0")

    def add_one() -> None:
        for _ in range(20):
            with locked(folder), replaced_whole(folder) as draft:
                count = int((folder / "content").read_text())
                (draft / "content").write_text(str(count + 1))

    writers = [threading.Thread(target=add_one) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert (folder / "content").read_text() == "40"


def test_others_may_read_a_new_folder_as_the_umask_allows(tmp_path: Path) -> None:
    replace(tmp_path / "model", "content")
    umask = os.umask(0)
    os.umask(umask)
    assert (tmp_path / "model").stat().st_mode & 0o777 == 0o777 & ~umask
