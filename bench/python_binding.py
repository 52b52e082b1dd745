#!/usr/bin/env python3
"""Measures a charge through the installed Python package beside the same charge in Rust: CPU time of the caller.

Usage: python_binding.py --wheel FILE [--rounds N] [--quick]

Both run the same loop over the same request against the same sandbox, one at a time, in interleaved rounds; a ratio
is taken within each round, and the median counts. Also: how long `import twpos` takes, and the installed size.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from run import LOOPS, QUICK_LOOPS, ROOT, VECTORS, WORK, Host, peer_environment, ratios, run, spread, table, verdict

TARGET = 1.03
IMPORTS = 25
IMPORT_MS = 8


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheel", type=Path, required=True, help="as release/pack-python packs it")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--quick", action="store_true", help="two short rounds, to see that it works")
    arguments = parser.parse_args()
    rounds, loops = (2, QUICK_LOOPS) if arguments.quick else (arguments.rounds, LOOPS)

    WORK.mkdir(exist_ok=True)
    python, package = install(arguments.wheel)
    run("cargo", "build", "--release", "--locked", "-p", "twpos-bench", "-p", "twpos-cli", cwd=ROOT)
    release = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
    programs = {"Rust": [release / "twpos-bench", "--vectors", VECTORS / "icash.json", "--mode", "charge"],
                "Python": [python, Path(__file__).with_name("peers") / "python_twpos.py"]}
    with tempfile.TemporaryDirectory(prefix="twpos-bench-") as scratch:
        samples = measure(programs, Host([release / "twpos"], Path(scratch)), loops["charge"], rounds)
    print("\n".join(report(samples) + footprint(python, package, arguments.wheel)))


def install(wheel):
    """A new environment with nothing but the wheel: its interpreter, and where the package is."""
    venv = WORK / "python-binding"
    run(sys.executable, "-m", "venv", "--clear", venv)
    run(venv / "bin/pip", "install", "--quiet", "--disable-pip-version-check", "--no-index", "--no-deps", wheel)
    python = venv / "bin/python"
    return python, Path(run(python, "-c", "import twpos; print(twpos.__path__[0])").strip())


def measure(programs, host, loop, rounds):
    count, warmup = loop
    samples = {name: [] for name in programs}
    for round_number in range(rounds):
        print(f"round {round_number + 1} of {rounds}", file=sys.stderr)
        for name, program in programs.items():
            with host.running() as config:
                result = json.loads(run(*program, "--count", count, "--warmup", warmup, "--config", config,
                                        env=peer_environment()))
            assert result["mode"] == "charge" and result["count"] == count, result
            samples[name].append(result)
        # There and back, so that none always runs in the other's wake.
        programs = dict(reversed(programs.items()))
    return samples


def report(samples):
    cpu = {name: [result["cpu_us_per_op"] for result in results] for name, results in samples.items()}
    more = ratios(cpu["Python"], cpu["Rust"])
    rows = [["a charge", "CPU µs", "wall µs"]]
    for name, results in samples.items():
        rows.append([name, spread(cpu[name], 0), f"{median(result['wall_us_per_op'] for result in results):.0f}"])
    goal = [["target", "", "measured", ""],
            ["CPU of a charge: Python / Rust", f"≤ {TARGET}", spread(more, 3),
             verdict(ratio <= TARGET for ratio in [median(more), *more])]]
    return ["## A charge through the Python package", "", *table(rows), *table(goal)]


def footprint(python, package, wheel):
    """Import time with compiled modules, more than a program that has imported json; sizes without compiled modules."""
    run(python, "-m", "compileall", "-q", package)
    codes = "import json", "import json; from twpos import icash", "import json; from twpos import icash, mypay, omni"
    # One after the other, so that what else the machine does befalls all alike.
    times = zip(*([seconds_of(python, code) for code in codes] for _ in range(IMPORTS)))
    bare, one, every = ([second * 1000 for second in seconds] for seconds in times)
    one, every = (median(more - less for more, less in zip(each, bare)) for each in (one, every))
    size = sum(path.stat().st_size for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc")
    native = sum(path.stat().st_size for path in package.glob("_native*.so"))
    rows = [["footprint", ""],
            [f"import of twpos.icash, target ≤ {IMPORT_MS} ms", f"{one:.1f} ms"],
            ["import of every provider", f"{every:.1f} ms"],
            ["wheel", f"{wheel.stat().st_size / 1e6:.2f} MB"],
            ["installed", f"{size / 1e6:.2f} MB"],
            ["of it the native library", f"{native / 1e6:.2f} MB"]]
    return table(rows)


def seconds_of(python, code):
    """CPU time of a whole interpreter."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([python, "-c", code], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
