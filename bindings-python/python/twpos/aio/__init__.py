"""The clients for asyncio: the same operations, awaited.

    till = twpos.aio.icash.Client.from_config("till.toml")
    paid = await till.pay(sale)

Each call runs in a thread of the client's own pool, so the event loop stays free and as many calls as `max_calls`
are in flight at once.

**Cancelling the await does not cancel the charge.** A call that was sent cannot be taken back; it goes on in its
thread, and what became of it is told in two places: a WARNING of the logger `twpos.aio` with reference and
outcome, and the callback `on_abandoned`, which is given an `Abandoned`. The same holds for `asyncio.wait_for` and
`asyncio.timeout`: a timeout there proves nothing. Use the client's `timeout_seconds` to limit a call, and treat a
cancelled charge as an unknown outcome; but send a `cancel` only once `on_abandoned` was called, since one that is sent
at once may overtake the charge. Only a call that still waits for a thread is really cancelled: nothing of
it was sent, and `on_abandoned` is not called.
"""

from . import icash, linepay, mypay, omni
from ._client import Abandoned

__all__ = ["Abandoned", "icash", "linepay", "mypay", "omni"]
