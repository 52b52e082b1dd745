#!/usr/bin/env python3
"""Measures a charge through the Kotlin package beside the same charge in Rust, and in Java without any package (JCE and
HttpClient): CPU time of the caller.

Usage: kotlin_binding.py [--rounds N] [--quick]

All run the same loop over the same request against the same sandbox, one at a time, in interleaved rounds; a ratio is
taken within each round, and the median counts. On the JVM the whole process counts, compiler and collector included,
after a long warm-up.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

from run import (LOOPS, PEERS, QUICK_LOOPS, ROOT, VECTORS, WORK, Host, peer_environment, ratios, run, spread, table,
                 verdict)

TARGET = 1.10
# The sandbox opens a wallet for some 2700 charges.
JVM_WARMUP = 2200


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--quick", action="store_true", help="two short rounds, to see that it works")
    arguments = parser.parse_args()
    rounds, loops = (2, QUICK_LOOPS) if arguments.quick else (arguments.rounds, LOOPS)

    WORK.mkdir(exist_ok=True)
    run("cargo", "build", "--release", "--locked", "-p", "twpos-bench", "-p", "twpos-cli", cwd=ROOT)
    run(ROOT / "bindings-kotlin/build", "--release", "-DskipTests", "package", cwd=ROOT)
    run("javac", "-d", WORK / "java", PEERS / "JavaJce.java")
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    tests = target / "kotlin/twpos-tests"
    classes = f"{tests / 'test-classes'}:{(tests / 'classpath.txt').read_text().strip()}"
    release = target / "release"
    programs = {"Rust": [release / "twpos-bench", "--vectors", VECTORS / "icash.json", "--mode", "charge"],
                "Kotlin": ["java", "-cp", classes, "tw.twpos.tests.ChargeLoopKt"],
                "Java": ["java", "-cp", WORK / "java", "JavaJce", "--vectors", VECTORS / "icash.json", "--mode", "charge"]}
    with tempfile.TemporaryDirectory(prefix="twpos-bench-") as scratch:
        samples = measure(programs, Host([release / "twpos"], Path(scratch)), loops["charge"], rounds)
    print("\n".join(report(samples)))


def measure(programs, host, loop, rounds):
    count, warmup = loop
    samples = {name: [] for name in programs}
    for round_number in range(rounds):
        print(f"round {round_number + 1} of {rounds}", file=sys.stderr)
        for name, program in programs.items():
            with host.running() as config:
                till = host.credentials(config) if name == "Java" else ["--config", config]
                warm = warmup if name == "Rust" else JVM_WARMUP
                result = json.loads(run(*program, "--count", count, "--warmup", warm, *till, env=peer_environment()))
            assert result["mode"] == "charge" and result["count"] == count, result
            samples[name].append(result)
        # There and back, so that none always runs in the other's wake.
        programs = dict(reversed(programs.items()))
    return samples


def report(samples):
    cpu = {name: [result["cpu_us_per_op"] for result in results] for name, results in samples.items()}
    more, less = ratios(cpu["Kotlin"], cpu["Rust"]), ratios(cpu["Java"], cpu["Kotlin"])
    rows = [["a charge", "CPU µs", "wall µs"]]
    for name, results in samples.items():
        rows.append([name, spread(cpu[name], 0), f"{median(result['wall_us_per_op'] for result in results):.0f}"])
    goal = [["target", "", "measured", ""],
            ["CPU of a charge after warm-up: Kotlin / Rust", f"≤ {TARGET}", spread(more, 3),
             verdict(ratio <= TARGET for ratio in [median(more), *more])],
            ["CPU of a charge: Java JCE + HttpClient / Kotlin", "", spread(less, 2), ""]]
    return ["## A charge through the Kotlin package", "", *table(rows), *table(goal)]


if __name__ == "__main__":
    main()
