"""The twpos package for Python in the same loop and with the same request as twpos in Rust (bench/src/main.rs)."""

import argparse
import json
import os
import time

from twpos import icash


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--config", required=True)
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--warmup", type=int, default=200)
    arguments = parser.parse_args()
    run = f"P{os.getpid()}T{int(time.time())}N"
    till = icash.Client.from_config(arguments.config)
    for n in range(arguments.warmup):
        till.pay(request(run, n))
    cpu, wall = time.process_time(), time.perf_counter()
    for n in range(arguments.warmup, arguments.warmup + arguments.count):
        till.pay(request(run, n))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(json.dumps({
        "peer": "twpos for Python", "mode": "charge", "count": arguments.count,
        "cpu_us_per_op": round(cpu * 1e6 / arguments.count, 2),
        "wall_us_per_op": round(wall * 1e6 / arguments.count, 2)}))


def request(run, n):
    """ICPOS001 as a till fills it: what the peers send, but for ItemList, which they send empty and core leaves out."""
    return icash.PayRequest(
        pay_type="Token", buyer_id="ICBENCH00000000001", ccy="TWD", tx_amt=36, store_id="217477", store_name="見晴",
        pos_no="01", op_seq=f"{run}{n:08}", op_time="2026/11/05 12:34:56", receipt_no="", receipt_period="",
        tax_id="22555003", corp_id="22555003", vehicle="", donate="", item_amt=36, bonus_type="ByWallet",
        bonus_category="", bonus_id="", payment_no="038", remark="123456", receipt_print="N")


if __name__ == "__main__":
    main()
