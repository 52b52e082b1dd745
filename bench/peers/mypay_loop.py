"""What the Python peers of MYPAY share: the command line, and the measured loop of bench_loop."""

import argparse
import json

import bench_loop


def run(peer, make_merchant):
    """`make_merchant(uid, key)` gives an object with get_post_body(message), the text that is posted."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--vectors", required=True)
    parser.add_argument("--mode", required=True, choices=["mypay-seal"])
    parser.add_argument("--message", required=True, help="a file with the JSON text to seal")
    parser.add_argument("--count", required=True, type=int)
    parser.add_argument("--warmup", type=int, default=200)
    args = parser.parse_args()

    with open(args.vectors, encoding="utf-8") as file:
        keys = json.load(file)["keys"]
    with open(args.message, encoding="utf-8") as file:
        message = file.read().strip()
    merchant = make_merchant(keys["agent_uid"], keys["key"].encode())

    def seal(_):
        merchant.get_post_body(message)

    # One more body, for the caller to open.
    bench_loop.measure(peer, args, seal, body=merchant.get_post_body(message))
