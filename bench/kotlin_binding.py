#!/usr/bin/env python3
"""Measures a charge through the Kotlin package beside the same charge in Rust, and in Java without any package (JCE and
HttpClient): CPU time of the caller.

Usage: kotlin_binding.py --jar FILE [--rounds N] [--quick]

All make the same charge at the same sandbox, one program at a time. In each round a JVM is warmed up by 10000 charges,
for so long its compiler is at work; then Rust and Kotlin take turns, since a machine's pace changes while this runs. A
ratio is taken of each turn and the one beside it, and the median counts. On the JVM the whole process counts, compiler
and collector included, and with no flag set. Java makes a run of its own in each round, with a shorter warm-up.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from run import (PEERS, ROOT, VECTORS, WORK, Host, peer_environment, ratios, run, spread, table,
                 verdict)

TARGET = 1.08
# (turns, charges of a turn, warm-up of each turn of Rust, of Kotlin, of Java). The sandbox opens a wallet for some 2700
# charges: the turns of Rust share one, and so does a run of Java; Kotlin takes a new one when it needs to.
LOOP = (5, 400, 100, 10000, 2200)
QUICK_LOOP = (2, 200, 100, 1500, 500)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jar", type=Path, required=True, help="with the libraries, as release/pack-jvm packs it")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="two short rounds, to see that it works")
    arguments = parser.parse_args()
    rounds, loop = (2, QUICK_LOOP) if arguments.quick else (arguments.rounds, LOOP)

    WORK.mkdir(exist_ok=True)
    run("cargo", "build", "--release", "--locked", "-p", "twpos-bench", "-p", "twpos-cli", cwd=ROOT)
    run(ROOT / "bindings-kotlin/build", "-DskipTests", "package", cwd=ROOT)
    run("javac", "-d", WORK / "java", PEERS / "JavaJce.java")
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    tests = target / "kotlin-debug/twpos-tests"
    # The loop is one of the tests' classes; the package is the released one in place of theirs.
    others = [file for file in (tests / "classpath.txt").read_text().split(":") if "/twpos-" not in file]
    classes = ":".join(map(str, [tests / "test-classes", arguments.jar.resolve(), *others]))
    release = target / "release"
    programs = {"Rust": [release / "twpos-bench", "--vectors", VECTORS / "icash.json", "--mode", "charge"],
                "Kotlin": ["java", "-cp", classes, "tw.twpos.tests.ChargeLoopKt"],
                "Java": ["java", "-cp", WORK / "java", "JavaJce", "--vectors", VECTORS / "icash.json", "--mode", "charge"]}
    with tempfile.TemporaryDirectory(prefix="twpos-bench-") as scratch:
        samples = measure(programs, Host([release / "twpos"], Path(scratch)), loop, rounds)
    print("\n".join(report(samples)))


def measure(programs, host, loop, rounds):
    turns, count, rust_warmup, kotlin_warmup, java_warmup = loop
    samples = {name: [] for name in programs}

    def take(name, line):
        result = json.loads(line)
        assert result["mode"] == "charge" and result["count"] == count, result
        samples[name].append(result)

    def once(name, warmup, *till):
        take(name, run(*programs[name], "--count", count, "--warmup", warmup, *till, env=peer_environment()))

    for round_number in range(rounds):
        print(f"round {round_number + 1} of {rounds}", file=sys.stderr)
        with host.running() as config:
            with warm_jvm(programs["Kotlin"], config, kotlin_warmup) as ask:
                for _ in range(turns):
                    once("Rust", rust_warmup, "--config", config)
                    take("Kotlin", ask(count))
        with host.running() as config:
            once("Java", java_warmup, *host.credentials(config))
    return samples


@contextlib.contextmanager
def warm_jvm(program, config, warmup):
    """A warm JVM that makes as many charges as it is told, and says what they cost."""
    command = [*program, "--config", config, "--warmup", str(warmup)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=peer_environment()) as jvm:
        def ask(count):
            print(count, file=jvm.stdin, flush=True)
            return jvm.stdout.readline()

        assert jvm.stdout.readline() == "warm\n", "the JVM made no charges"
        yield ask
        jvm.stdin.close()


def report(samples):
    cpu = {name: [result["cpu_us_per_op"] for result in results] for name, results in samples.items()}
    more = ratios(cpu["Kotlin"], cpu["Rust"])
    turns = len(cpu["Kotlin"]) // len(cpu["Java"])
    less = ratios(cpu["Java"], [median(cpu["Kotlin"][n:n + turns]) for n in range(0, len(cpu["Kotlin"]), turns)])
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
