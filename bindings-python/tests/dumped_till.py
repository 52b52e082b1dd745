"""The till that `conformance/tools/core_dumps.py` looks into; what it is told and must do is there.

Python never wipes a string, so that this wipes its own: whatever is found afterwards is a copy of the package's.
"""

from __future__ import annotations

import ctypes
import gc
import os
import sys
from pathlib import Path
from typing import Callable

from twpos import Error, icash, mypay, omni

STRING_HEAD = sys.getsizeof("") - 1
"""Where the characters of an ASCII string begin, in CPython."""


def wait_for_dump(state: str) -> None:
    print(state, flush=True)
    assert os.read(0, 1) == b"\n"


def read_barcode() -> str:
    buffer = bytearray(18)
    assert os.readv(0, [buffer]) == len(buffer)
    barcode = buffer.decode("ascii")
    buffer[:] = bytes(len(buffer))
    return barcode


def wipe(text: str) -> None:
    ctypes.memset(id(text) + STRING_HEAD, 0, len(text))


def refuse(wrong: str, work: Callable[[], object]) -> None:
    try:
        work()
    except Error as error:
        assert wrong in error.detail
    else:
        raise AssertionError


def pay(config: Path, reference: str, barcode: str) -> list[icash.Client | mypay.Client | omni.Client]:
    icash_till, mypay_till, omni_till = (provider.Client.from_config(config) for provider in (icash, mypay, omni))
    icash_till.pay(
        icash.PayRequest(
            buyer_id=barcode, tx_amt=36, op_seq=reference, store_id="217477", store_name="見晴", pos_no="01"
        )
    )
    item = mypay.Item(id="1", name="便當", cost=36, amount=1, total=36)
    order = mypay.ScanPayRequest(
        scanned_code=barcode, order_id=reference, user_id="guest", ip="203.0.113.5", items=[item], cost=36
    )
    mypay_till.scan_pay(order)
    refuse("cost", lambda: mypay_till.scan_pay(order.replace(cost="36 dollars")))
    # It stands for a key, since the till itself has none.
    refuse("key", lambda: mypay.Client(base_url="https://host.example", mode="store", uid="1", key=barcode))
    omni_till.ipass_pay(
        omni.IpassPayRequest(trade_code=barcode, amount=36, order_number=reference, store_id="1", terminal_id="1")
    )
    return [icash_till, mypay_till, omni_till]


def main() -> None:
    config, reference, url, folder = sys.argv[1:]
    barcode = read_barcode()
    clients = pay(Path(config), reference, barcode)
    credentials = icash.KeyExchange(url).run()
    credentials.save(folder, base_url=url)
    wait_for_dump("open")
    wipe(barcode)
    for client in clients:
        client.close()
    del credentials
    gc.collect()
    wait_for_dump("closed")


main()
