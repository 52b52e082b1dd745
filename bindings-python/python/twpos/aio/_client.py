"""What the clients for asyncio have in common."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from types import TracebackType
from typing import Any, NoReturn, TypeVar

from .. import _native
from .._client import BlockingClient
from .._errors import ConfigError, Error, NotSent
from .._kinds import ErrorKind, Outcome
from .._message import Message
from .._names import named

Self = TypeVar("Self", bound="AsyncClient")

MAX_CALLS = 128
"""How many calls of one client are in flight at once, unless told otherwise. Further ones wait their turn."""

_log = logging.getLogger("twpos.aio")
_inherited: list[_Pool] = []
"""Pools of the parent. Their end would wake threads that are not there."""


class _Pool(ThreadPoolExecutor):
    """Threads for calls, which know whether they were closed, and the process that they belong to."""

    closed = False

    def __init__(self, max_calls: int) -> None:
        super().__init__(max_workers=max_calls, thread_name_prefix="twpos")
        self.max_calls = max_calls
        self.process = os.getpid()

    def of_this_process(self) -> _Pool:
        """A child of `fork` has none of its parent's threads, and perhaps their locks for ever: it needs a new pool."""
        if self.process == os.getpid():
            return self
        _inherited.append(self)
        pool = _Pool(self.max_calls)
        if self.closed:
            pool.shutdown()
        return pool

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.closed = True
        super().shutdown(wait, cancel_futures=cancel_futures)


@dataclass(frozen=True)
class Abandoned:
    """What became of a call whose await was cancelled."""

    operation: str
    """The operation's name, such as `icash.pay`."""
    request: Message
    """What was sent."""
    response: Message | None
    """The response, if there is one: the charge that nobody waited for any more was made all the same."""
    error: BaseException | None
    """What was raised instead, as a rule a `twpos.Error`: its `outcome` says what is known."""


class AsyncClient:
    """A client for asyncio, over a blocking one, which `blocking` gives. Use it from one event loop."""

    __slots__ = ("_blocking", "_on_abandoned", "_pool")
    _blocking: Any
    _blocking_class: type[BlockingClient]

    @named
    def __init__(
        self,
        blocking: BlockingClient,
        *,
        max_calls: int = MAX_CALLS,
        on_abandoned: Callable[[Abandoned], object] | None = None,
    ) -> None:
        """Over this client, which it closes at the end. Threads are started as calls need them.

        `on_abandoned` is called in the thread of a call whose await was cancelled, when that call ends.
        """
        self._blocking = blocking
        self._on_abandoned = on_abandoned
        self._pool = _Pool(max_calls)

    @classmethod
    def from_config(
        cls: type[Self],
        path: str | bytes | os.PathLike[str],
        *,
        max_calls: int = MAX_CALLS,
        on_abandoned: Callable[[Abandoned], object] | None = None,
    ) -> Self:
        """A client for its provider's table of a TOML file. Connects to nothing yet.

        Raises ConfigError, naming the setting or key that is wrong.
        """
        blocking = cls._blocking_class.from_config(path)
        return cls(blocking, max_calls=max_calls, on_abandoned=on_abandoned)

    async def aclose(self) -> None:
        """Wait until every call has ended, also abandoned ones, and close the client. No further call is begun."""
        self._pool.shutdown(wait=False)
        try:
            loop = asyncio.get_running_loop()
            self._pool = self._pool.of_this_process()
            await asyncio.shield(loop.run_in_executor(None, self._pool.shutdown))
        finally:
            self._blocking.close()

    async def __aenter__(self: Self) -> Self:
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds keys and connections, so it cannot be pickled or copied")

    async def _call(self, operation: str, request: Message) -> Any:
        # The caller's context goes along, so that log filters see the same web request.
        work = partial(contextvars.copy_context().run, getattr(self._blocking, operation), request)
        call: Future[Any] = Future()
        self._pool = self._pool.of_this_process()
        try:
            self._pool.submit(_run, call, work)
        except RuntimeError as error:
            # Python queues the work before it starts a thread for it, so another thread may have it already. Then
            # the call is made, and its end is awaited as any other's. Whoever is first decides.
            if call.cancel():
                raise self._not_started(request) from error
        try:
            return await asyncio.wrap_future(call)
        except (asyncio.CancelledError, GeneratorExit):
            if not call.cancel():
                call.add_done_callback(partial(self._abandoned, operation, request))
            raise

    def _not_started(self, request: Message) -> Error:
        reference = _native.reference(request)
        if self._pool.closed:
            return ConfigError(
                "the client is closed", kind=ErrorKind.CONFIG, outcome=Outcome.NOT_SENT, reference=reference
            )
        return NotSent(
            "no thread could be started for the call",
            kind=ErrorKind.INTERNAL,
            outcome=Outcome.NOT_SENT,
            reference=reference,
        )

    def _abandoned(self, operation: str, request: Message, call: Future[Any]) -> None:
        """Tells of a call that nobody waits for any more."""
        operation = f"{type(self._blocking).__module__.rpartition('.')[2]}.{operation}"
        error = call.exception()
        if error is None:
            ended = "it ended with a response"
        elif isinstance(error, Error):
            ended = f"its outcome is {error.outcome}"
        else:
            ended = f"it raised {type(error).__name__}"
        reference = ascii(_native.reference(request) or "")
        _log.warning("nobody waited for %s %s: %s", operation, reference, ended)
        if self._on_abandoned is not None:
            response = call.result() if error is None else None
            self._on_abandoned(Abandoned(operation, request, response, error))


def _run(call: Future[Any], work: Callable[[], Any]) -> None:
    """Does the work of a call, unless it was cancelled before."""
    if not call.set_running_or_notify_cancel():
        return
    try:
        result = work()
    except BaseException as error:
        call.set_exception(error)
    else:
        call.set_result(result)
