"""Closed is closed: what begins afterwards is not sent, and what is in flight ends."""

from __future__ import annotations

import asyncio
import copy
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import twpos
from conftest import RawServer, response
from test_config import ICASH, MYPAY, OMNI
from twpos import Outcome, aio, icash, mypay, omni

QUERY = mypay.QueryOrderRequest(uid="1", key="k", order_id="A-1")
PAID = '{"uid":"1","key":"k","prc":"250","order_id":"A-1","cost":"36"}'


class SlowHost(RawServer):
    """Answers when it may."""

    def __init__(self) -> None:
        self.arrived, self.may_answer = threading.Event(), threading.Event()
        super().__init__(lambda _: self.answer())

    def __enter__(self) -> SlowHost:
        return self

    def answer(self) -> bytes:
        self.arrived.set()
        assert self.may_answer.wait(60)
        return response(200, PAID)

    def client(self) -> mypay.Client:
        return mypay.Client(**{**MYPAY, "environment": None, "base_url": self.url})


def assert_closed(error: twpos.Error) -> None:
    assert type(error) is twpos.ConfigError and "closed" in error.detail
    assert (error.outcome, error.reference) == (Outcome.NOT_SENT, "A-1")


def test_a_call_in_flight_ends_and_none_begins() -> None:
    with SlowHost() as host, ThreadPoolExecutor(8) as pool:
        with host.client() as till:
            in_flight = pool.submit(till.query_order, QUERY)
            assert host.arrived.wait(60)
        till.close()
        for begun in [pool.submit(till.query_order, QUERY) for _ in range(7)]:
            error = begun.exception()
            assert isinstance(error, twpos.Error)
            assert_closed(error)
        assert not in_flight.done()
        host.may_answer.set()
        assert in_flight.result().cost == 36
        assert len(host.received) == 1


def test_the_same_for_asyncio() -> None:
    async def run(host: SlowHost) -> None:
        till = aio.mypay.Client(host.client())
        in_flight = asyncio.create_task(till.query_order(QUERY))
        assert await asyncio.to_thread(host.arrived.wait, 60)
        closing = asyncio.create_task(till.aclose())
        await asyncio.sleep(0)
        for _ in range(7):
            with pytest.raises(twpos.ConfigError) as caught:
                await till.query_order(QUERY)
            assert_closed(caught.value)
        host.may_answer.set()
        assert (await in_flight).cost == 36
        await closing
        await till.aclose()

    with SlowHost() as host:
        asyncio.run(run(host))
        assert len(host.received) == 1


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_what_holds_keys_is_neither_pickled_nor_copied(protocol: int) -> None:
    credential = icash.AesCredential(**{name: ICASH[name] for name in ("enc_key_id", "aes_key", "aes_iv")})
    signer = twpos.PrivateKey.from_text(ICASH["merchant_private_key"])
    holders: list[Any] = [icash.Client(**ICASH), mypay.Client(**MYPAY), omni.Client(**OMNI), credential, signer]
    holders += [aio.mypay.Client(mypay.Client(**MYPAY)), icash.KeyExchange("https://member.example")]
    for holder in holders:
        for copying in copy.copy, copy.deepcopy, lambda holder: pickle.dumps(holder, protocol):
            with pytest.raises(TypeError, match="pickle"):
                copying(holder)
        shown = repr(holder)
        assert not [secret for secret in (*ICASH.values(), *MYPAY.values()) if len(secret) > 12 and secret in shown]
