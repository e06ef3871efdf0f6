"""Work is handed out and comes back, whoever does it and whatever ends a process."""

import os
import signal
import time

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
