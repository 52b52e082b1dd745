"""What the Python peers share: the command line, the request of a till, the measured loop."""

import argparse
import json
import os
import time

# ICPOS001 as a till fills it; OPSeq is set for each charge.
REQUEST = {
    "PayType": "Token", "BuyerID": "ICBENCH00000000001", "Ccy": "TWD", "TxAmt": "36",
    "NonRedeemAmt": "", "NonPointAmt": "", "StoreId": "217477", "StoreName": "見晴", "PosNo": "01",
    "OPSeq": "", "OPTime": "2026/11/05 12:34:56", "ReceiptNo": "", "ReceiptReriod": "",
    "TaxID": "22555003", "CorpID": "22555003", "Vehicle": "", "Donate": "", "ItemAmt": "36",
    "UtilityAmt": "", "CommAmt": "", "ExceptAmt1": "", "ExceptAmt2": "", "BonusType": "ByWallet",
    "BonusCategory": "", "BonusID": "", "PaymentNo": "038", "Remark": "123456", "ItemList": [],
    "ReceiptPrint": "N",
}
PATH = "/api/V2/Payment/POS/SETPay"

# The start time keeps OPSeq unique when the system hands out the same process id again.
_SEQUENCE_START = f"B{os.getpid()}T{int(time.time())}N"


def request_number(n):
    return {**REQUEST, "OPSeq": f"{_SEQUENCE_START}{n:08}"}


def run(peer, make_till):
    """`make_till(credentials, url, ca)` gives an object with seal(request) -> (body, headers),
    open(body, signature) -> dict and charge(request) -> dict."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--vectors", required=True)
    parser.add_argument("--mode", required=True, choices=["seal", "open", "charge"])
    parser.add_argument("--count", required=True, type=int)
    parser.add_argument("--warmup", type=int, default=200)
    parser.add_argument("--url")
    parser.add_argument("--ca")
    parser.add_argument("--credentials", help="a JSON file; default: the keys of the vectors")
    args = parser.parse_args()

    with open(args.vectors, encoding="utf-8") as file:
        vectors = json.load(file)
    credentials = vectors["keys"]
    if args.credentials:
        with open(args.credentials, encoding="utf-8") as file:
            credentials = json.load(file)
    till = make_till(credentials, args.url, args.ca)
    reply = next(case for case in vectors["open"] if case["name"] == "full ICPOS001 reply")
    reply_body = reply["body"].encode()

    def seal(n):
        till.seal(request_number(n))

    def open_(n):
        till.open(reply_body, reply["signature"])

    def charge(n):
        request = request_number(n)
        content = till.charge(request)
        if content["OPSeq"] != request["OPSeq"]:
            raise ValueError("the reply is for another OPSeq")

    measure(peer, args, {"seal": seal, "open": open_, "charge": charge}[args.mode])


def measure(peer, args, operation, **facts):
    """Runs the warm-up and the measured loop, and prints the result with `facts` in it."""
    for n in range(args.warmup):
        operation(n)
    wall, cpu = time.perf_counter(), time.process_time()
    for n in range(args.warmup, args.warmup + args.count):
        operation(n)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    print(json.dumps({
        "peer": peer, "mode": args.mode, "count": args.count,
        "cpu_us_per_op": round(cpu / args.count * 1e6, 2),
        "wall_us_per_op": round(wall / args.count * 1e6, 2), **facts,
    }, separators=(",", ":")))
