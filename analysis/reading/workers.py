"""Work handed out in batches: one after another, to processes of this machine, or to a Dask cluster.

It knows nothing of articles. Whoever works, the results are the same; they come as they are ready. A process that the
system ends takes nothing with it: what it had is tried again, halved and halved, until the item that ends it is alone.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import islice
from typing import NamedTuple

from analysis.errors import RequestError

AHEAD = 2
"""Batches handed out a worker: one under way, one waiting, so that memory holds no more than that."""

PATIENCE = 10
"""Seconds to wait for a process that was told to end."""


class Lost(NamedTuple):
    """An item whose process the system ended, most likely because it took too much memory."""

    item: object


def each(
    work: Callable[[list], object], batches: Iterable[list], workers: int = 1, scheduler: str = ""
) -> Iterator[object | Lost]:
    """Give the result of `work` for each batch, in the order in which they are ready.

    Parameters
    ----------
    work : a function of a module, or a `partial` of one: it is sent to other processes
    batches : lists of items; they may come from a generator, which is never far ahead
    workers : processes of this machine; with one, the work is done here, and nothing protects this process
    scheduler : address of a Dask scheduler; its workers are used in place of `workers`

    Yields
    ------
    What `work` returns; in place of a result, one `Lost` for each item whose process was ended.

    Raises
    ------
    RequestError
        When the cluster cannot be reached or used.
    """
    if scheduler:
        yield from _on_cluster(work, iter(batches), scheduler)
    elif workers <= 1:
        yield from map(work, batches)
    else:
        yield from _in_processes(work, iter(batches), workers)


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Hear no Ctrl-C while processes are begun: they inherit it, and only this one shall end by it, without a trace."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, handler)


def pool_of(workers: int) -> ProcessPoolExecutor:
    """Make a pool of processes of this machine that leave Ctrl-C to this one; what is submitted, submit deaf to it."""
    # Spawned, not forked: the threads of onnxruntime and OpenBLAS do not survive a fork.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, context, initializer=begin_worker)


def begin_worker() -> None:
    """Ready a process of a pool: it leaves Ctrl-C to its parent, and ends when that does, however it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Raise a TimeoutError when what is done here takes longer; only where the system has timers, in a main thread."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(*_) -> None:
        raise TimeoutError(f"longer than {seconds:g} seconds")

    before = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _in_processes(work: Callable, batches: Iterator[list], workers: int) -> Iterator:
    pool, running, suspects = pool_of(workers), {}, deque()
    before = set(multiprocessing.active_children())
    try:
        while True:
            while not suspects and len(running) < AHEAD * workers and (batch := next(batches, None)) is not None:
                try:
                    with deaf_to_interrupts():
                        running[pool.submit(work, batch)] = batch
                except BrokenProcessPool:
                    suspects.append(batch)
            if not running and not suspects:
                return
            for future in wait(running, return_when=FIRST_COMPLETED).done if running else ():
                batch = running.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    suspects.append(batch)
                else:
                    yield future.result()
            if suspects:
                suspects.extend(running.values())
                running.clear()
                pool.shutdown()
                yield from _alone(work, suspects)
                pool = pool_of(workers)
    finally:
        pool.shutdown(wait=not running, cancel_futures=True)
        for child in set(multiprocessing.active_children()) - before:
            child.terminate()  # interrupted: what is under way would take as long as a batch takes
            child.join(PATIENCE)


def _alone(work: Callable, suspects: deque[list]) -> Iterator:
    """Work in one process, and find the items that end it by halving what they came with."""
    pool = pool_of(1)
    try:
        while suspects:
            batch = suspects.popleft()
            try:
                with deaf_to_interrupts():
                    future = pool.submit(work, batch)
                yield future.result()
            except BrokenProcessPool:
                pool = pool_of(1)
                if len(batch) == 1:
                    yield Lost(batch[0])
                else:
                    middle = len(batch) // 2
                    suspects.extendleft([batch[middle:], batch[:middle]])
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _on_cluster(work: Callable, batches: Iterator[list], scheduler: str) -> Iterator:
    try:
        from distributed import Client, KilledWorker, as_completed
    except ImportError:
        raise RequestError("--scheduler needs Dask: pip install 'evenhand[cluster]'.") from None
    try:
        client = Client(scheduler, timeout=20)
    except (OSError, ValueError) as error:
        raise RequestError(f'No Dask scheduler answers at "{scheduler}" ({error}): start one, or mend it.') from error
    with client:
        threads = client.nthreads()
        if not threads or max(threads.values()) > 1:
            raise RequestError(
                f'The cluster at "{scheduler}" has {"workers of several threads" if threads else "no worker"}: '
                f"start its workers with `dask worker {scheduler} --nthreads 1 --nworkers N`."
            )
        batch_of: dict[Future, list] = {}

        def submit(batch: list) -> Future:
            future = client.submit(work, batch, pure=False)
            batch_of[future] = batch
            return future

        ahead = AHEAD * len(threads)
        done = as_completed([submit(batch) for batch in islice(batches, ahead)])
        for future in done:
            batch = batch_of.pop(future)
            if isinstance(future.exception(), KilledWorker):
                if len(batch) == 1:
                    yield Lost(batch[0])
                else:
                    middle = len(batch) // 2
                    done.update([submit(batch[:middle]), submit(batch[middle:])])
            else:
                yield future.result()
            future.release()
            if len(batch_of) < ahead and (batch := next(batches, None)) is not None:
                done.add(submit(batch))
