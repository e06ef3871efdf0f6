"""Work is handed out and comes back, whoever does it and whatever ends a process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from analysis.errors import RequestError
from analysis.reading.workers import Lost, each


def squares(batch):
    return [number**2 for number in batch]


def squares_unless_killed(batch):
    """Be ended by the system at 13, as a process is that takes too much memory."""
    if 13 in batch:
        time.sleep(0.2)
        os.kill(os.getpid(), signal.SIGKILL)
    return squares(batch)


BATCHES = [[1, 2, 3], [11, 12, 13, 14], [21, 22]]
SQUARES = [1, 4, 9, 121, 144, 169, 196, 441, 484]


def test_processes_give_what_one_gives():
    assert [square for result in each(squares, BATCHES) for square in result] == SQUARES
    assert sorted(square for result in each(squares, BATCHES, workers=2) for square in result) == SQUARES


def test_a_process_that_is_ended_costs_only_the_item_that_ended_it():
    results = list(each(squares_unless_killed, BATCHES, workers=2))
    assert [result.item for result in results if isinstance(result, Lost)] == [13]
    done = sorted(square for result in results if not isinstance(result, Lost) for square in result)
    assert done == [square for square in SQUARES if square != 169]


def test_batches_are_taken_only_as_they_are_needed():
    taken = []
    work = each(squares, ([taken.append(number) or number] for number in range(100)), workers=2)
    next(work)
    assert len(taken) < 10
    work.close()


def test_a_cluster_gives_what_one_process_gives():
    distributed = pytest.importorskip("distributed", reason="pip install 'evenhand[cluster]'")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None, protocol="tcp"
    ) as cluster:
        results = list(each(squares, iter(BATCHES), scheduler=cluster.scheduler_address))
    assert sorted(square for result in results for square in result) == SQUARES


def test_a_cluster_that_does_not_answer_is_told():
    pytest.importorskip("distributed", reason="pip install 'evenhand[cluster]'")
    with pytest.raises(RequestError, match="tcp://127.0.0.1:1"):
        list(each(squares, BATCHES, scheduler="tcp://127.0.0.1:1"))


SLEEPERS = """\
import time
from analysis.reading.workers import each

if __name__ == "__main__":
    list(each(time.sleep, [3600, 3600], workers=2))
"""


def test_workers_end_when_their_parent_is_killed(tmp_path):
    (tmp_path / "sleepers.py").write_text(SLEEPERS)
    parent = subprocess.Popen([sys.executable, tmp_path / "sleepers.py"])
    try:
        workers = wait_for(lambda: set(children_of(parent.pid)) if len(children_of(parent.pid)) >= 3 else set())
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        assert wait_for(lambda: not any(map(alive, workers)))
    finally:
        parent.kill()


def children_of(process: int) -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def wait_for(asked, seconds=90):
    end = time.monotonic() + seconds
    while not (answer := asked()):
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.1)
    return answer
