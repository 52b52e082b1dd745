#!/usr/bin/env python3
"""Measures twpos side by side with what a till would use today, and prints CPU time and ratios.

Every program runs the same loop over the same request, one program at a time, in interleaved rounds. A machine's
pace changes while this runs, so a ratio is taken within each round, and the median of those is what counts.
"""

import argparse
import contextlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from statistics import median

import mypay_body
import warm_connection

BENCH = Path(__file__).resolve().parent
ROOT = BENCH.parent
WORK = BENCH / ".work"
PEERS = BENCH / "peers"
VECTORS = ROOT / "conformance/vectors"
MYPAY_ORDER = BENCH / "mypay_order.json"

# (count, warm-up). Java's compiler needs the long warm-ups. The sandbox opens a wallet for some 2700 charges.
LOOPS = {"sign": (500, 50), "floor": (400, 200), "seal": (500, 500), "open": (3000, 3000), "charge": (400, 600),
         "mypay-seal": (20000, 20000)}
QUICK_LOOPS = {"sign": (300, 50), "floor": (200, 100), "seal": (300, 100), "open": (1000, 1000), "charge": (200, 200),
               "mypay-seal": (2000, 2000)}
TITLES = {
    "seal": "Seal: request to JSON, AES, base64, sign, percent-encode",
    "open": "Open: verify, base64, AES, JSON",
    "charge": "Charge: seal, HTTPS POST on a kept connection, open",
    "mypay-seal": "MYPAY seal: JSON text to service + encry_data, each AES under a fresh vector and base64, to a form",
}
TWPOS = "twpos"
PYTHON, PYCRYPTODOME, NODE, JAVA = (
    "Python cryptography + requests", "Python pycryptodome + requests", "Node crypto + undici", "Java JCE + HttpClient")
MYPAY_PYCRYPTODOME, MYPAY_CRYPTOGRAPHY, MYPAY_NODE, MYPAY_NODE_JSON = (
    "Python pycryptodome", "Python cryptography", "Node crypto, to a form",
    "Node crypto, to JSON")


class Skipped(Exception):
    """Why a peer cannot be measured here."""


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--quick", action="store_true", help="two short rounds, to see that it works")
    parser.add_argument("--markdown", type=Path, help="also write what is printed to this file")
    parser.add_argument("--no-syscalls", action="store_true", help="leave out the strace of a warm connection")
    arguments = parser.parse_args()
    rounds, loops = (2, QUICK_LOOPS) if arguments.quick else (arguments.rounds, LOOPS)

    WORK.mkdir(exist_ok=True)
    sandbox, programs, skipped = prepare()
    with tempfile.TemporaryDirectory(prefix="twpos-bench-") as scratch:
        host = Host(sandbox, Path(scratch))
        load_before = os.getloadavg()[0]
        samples, signatures, charges = measure(programs, host, loops, rounds)
        load_after = os.getloadavg()[0]
        report = [f"# twpos beside its peers: {rounds} interleaved rounds, medians [lowest–highest]", ""]
        report += comparison(samples) + targets(samples, signatures, charges)
        report += floor(signatures, charges, skipped)
        if not arguments.no_syscalls:
            report += warm(programs["charge"][TWPOS], host, skipped)
    report += machine(load_before, load_after)
    if skipped:
        report += ["## Skipped", ""] + [f"- SKIPPED {name}: {reason}" for name, reason in skipped.items()] + [""]
    text = "\n".join(report)
    print(text)
    if arguments.markdown:
        arguments.markdown.write_text(text, encoding="utf-8")


# --- what is measured ---------------------------------------------------------------------------------------------


def prepare():
    """The sandbox, {mode: {program: command}}, and the reason for each program that is missing."""
    run("cargo", "build", "--release", "--locked", "-p", "twpos-bench", "-p", "twpos-cli", cwd=ROOT)
    release = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")) / "release"
    icash, mypay, skipped = {TWPOS: [release / "twpos-bench"]}, {TWPOS: [release / "twpos-bench"]}, {}
    for programs, names, make in (
            (icash, (PYTHON, PYCRYPTODOME), python_peers), (icash, (NODE,), node_peer), (icash, (JAVA,), java_peer),
            (mypay, (MYPAY_PYCRYPTODOME, MYPAY_CRYPTOGRAPHY), mypay_python_peers),
            (mypay, (MYPAY_NODE, MYPAY_NODE_JSON), mypay_node_peers)):
        try:
            programs.update(zip(names, make()))
        except Skipped as reason:
            skipped.update(dict.fromkeys(names, reason))
    programs = {mode: mypay if mode.startswith("mypay") else icash for mode in TITLES}
    return [release / "twpos"], programs, skipped


def python_peers():
    return python_programs("python_cryptography_requests", "python_pycryptodome")


def mypay_python_peers():
    return python_programs("mypay_pycryptodome", "mypay_cryptography")


def python_programs(*names):
    venv, wanted = WORK / "venv", (BENCH / "requirements.txt").read_text()
    installed = venv / "installed.txt"
    if not installed.exists() or installed.read_text() != wanted:
        attempt(sys.executable, "-m", "venv", "--clear", venv)
        attempt(venv / "bin/pip", "install", "--quiet", "--require-hashes", "-r", BENCH / "requirements.txt")
        installed.write_text(wanted)
    return [[venv / "bin/python", PEERS / f"{name}.py"] for name in names]


def node_peer():
    folder = WORK / "node"
    folder.mkdir(exist_ok=True)
    for name in "package.json", "package-lock.json", ".npmrc", "node_undici.mjs":
        shutil.copy(PEERS / name, folder)
    attempt("npm", "ci", "--silent", "--no-audit", "--no-fund", cwd=folder)
    return [["node", folder / "node_undici.mjs"]]


def mypay_node_peers():
    attempt("node", "--version")
    return [["node", PEERS / "mypay_node.mjs", "--body", body] for body in ("form", "json")]


def java_peer():
    attempt("javac", "-d", WORK / "java", PEERS / "JavaJce.java")
    return [["java", "-cp", WORK / "java", "JavaJce"]]


class Host:
    """The sandbox, started anew for each run so that its ledger is always as empty."""

    def __init__(self, command, folder):
        self.command, self.folder = command, folder

    @contextlib.contextmanager
    def running(self):
        command = [*self.command, "sandbox", "--tls", "--fresh", "--state", self.folder / "state"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            try:
                yield Path(json.loads(process.stdout.readline())["config"])
            finally:
                process.terminate()

    def credentials(self, config):
        """till.toml in the form that the peers read: a file for the keys, then their arguments."""
        till = tomllib.loads(config.read_text(encoding="utf-8"))["icash"]
        keys = {name: till[name] for name in ("enc_key_id", "aes_key", "aes_iv")}
        for name in "merchant_private_key", "icash_public_key":
            keys[name] = (config.parent / till[name + "_file"]).read_text()
        path = self.folder / "credentials.json"
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            json.dump(keys, file)
        return ["--url", till["base_url"], "--ca", config.parent / till["ca_file"], "--credentials", path]


def measure(programs, host, loops, rounds):
    """{mode: {program: [result of each round]}}, and the results of the bare signature and the bare charge."""
    samples, signatures, charges = {mode: {} for mode in TITLES}, [], []
    for round_number in range(rounds):
        print(f"round {round_number + 1} of {rounds}", file=sys.stderr)
        signatures.append(sample(programs["seal"][TWPOS], "sign", loops))
        with host.running() as config:
            charges.append(sample(programs["charge"][TWPOS], "floor", loops, "--config", config))
        for mode, of_mode in programs.items():
            for name, program in of_mode.items():
                if mode == "charge":
                    with host.running() as config:
                        till = ["--config", config] if name == TWPOS else host.credentials(config)
                        result = sample(program, mode, loops, *till)
                elif mode == "mypay-seal":
                    result = sample(program, mode, loops, "--message", MYPAY_ORDER, vectors="mypay.json")
                    mypay_body.check(result["body"], VECTORS / "mypay.json", MYPAY_ORDER)
                else:
                    result = sample(program, mode, loops)
                samples[mode].setdefault(name, []).append(result)
        # There and back, so that none always runs in another's wake.
        programs = {mode: dict(reversed(of_mode.items())) for mode, of_mode in programs.items()}
    return samples, signatures, charges


def sample(program, mode, loops, *more, vectors="icash.json"):
    count, warmup = loops[mode]
    result = json.loads(run(*program, "--mode", mode, "--count", count, "--warmup", warmup,
                            "--vectors", VECTORS / vectors, *more, env=peer_environment()))
    assert result["mode"] == mode and result["count"] == count, result
    return result


def peer_environment():
    # A till has no proxy between itself and the wallet; one here would not know localhost.
    return {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}


# --- what is printed ----------------------------------------------------------------------------------------------


def cpu(results):
    return [result["cpu_us_per_op"] for result in results]


def ratios(dividends, divisors):
    return [a / b for a, b in zip(dividends, divisors, strict=True)]


def spread(values, digits):
    return f"{median(values):.{digits}f} [{min(values):.{digits}f}–{max(values):.{digits}f}]"


def comparison(samples):
    lines = []
    for mode, of_mode in samples.items():
        rows = [["", "CPU µs", "wall µs", "CPU: twpos = 1"]]
        digits = 0 if min(cpu(of_mode[TWPOS])) >= 20 else 1
        for name, results in sorted(of_mode.items(), key=lambda entry: median(cpu(entry[1]))):
            wall = median(result["wall_us_per_op"] for result in results)
            ratio = spread(ratios(cpu(results), cpu(of_mode[TWPOS])), 2)
            rows.append([name, spread(cpu(results), digits), f"{wall:.{digits}f}", ratio])
        lines += [f"## {TITLES[mode]}", "", *table(rows)]
    return lines


def targets(samples, signatures, charges):
    def both(name):
        return [a + b for a, b in zip(cpu(samples["seal"][name]), cpu(samples["open"][name]), strict=True)]

    seal = [result["seal_ratio"] for result in signatures]
    rows = [["target", "", "measured", ""],
            ["seal / bare signature of the same library, in turn in one process", "≤ 1.10", spread(seal, 3),
             verdict(ratio <= 1.10 for ratio in [median(seal), *seal])]]
    charge = [result["charge_ratio"] for result in charges]
    rows.append(["charge / bare signature, verification and POST by ureq and rustls, in turn in one process", "≤ 1.06",
                 spread(charge, 3), verdict(ratio <= 1.06 for ratio in [median(charge), *charge])])
    rivals = [name for name in (PYTHON, PYCRYPTODOME, NODE) if name in samples["seal"]]
    if rivals:
        best = min(rivals, key=lambda name: median(both(name)))
        envelope = ratios(both(best), both(TWPOS))
        rows.append([f"seal+open: best of Python and Node ({best}) / twpos", "≥ 1.3", spread(envelope, 2),
                     verdict(ratio >= 1.3 for ratio in [median(envelope), *envelope])])
    if PYTHON in samples["charge"]:
        charge = ratios(cpu(samples["charge"][PYTHON]), cpu(samples["charge"][TWPOS]))
        rows.append([f"charge: {PYTHON} / twpos", "≥ 3", spread(charge, 2),
                     verdict(ratio >= 3 for ratio in [median(charge), *charge])])
    return ["## Targets", "", *table(rows)]


def verdict(reached):
    """By the median, which comes first; then each round, because on a busy machine they may disagree."""
    by_median, *by_round = reached
    agreeing = sum(reached == by_median for reached in by_round)
    return f"{'reached' if by_median else 'MISSED'} (in {agreeing} of {len(by_round)} rounds)"


def floor(signatures, charges, skipped):
    rows = [["what cannot be cheaper", "CPU µs"], ["RSA-2048 signature, aws-lc-rs, alone", f"{median(cpu(signatures)):.0f}"],
            ["signature, verification and POST, alone", f"{median(cpu(charges)):.0f}"]]
    try:
        output = attempt("openssl", "speed", "-seconds", "2", "rsa2048")
        openssl = float(re.search(r"^rsa +2048 bits +([\d.]+)s", output, re.MULTILINE).group(1)) * 1e6
        rows.append(["RSA-2048 signature, openssl speed", f"{openssl:.0f}"])
    except Skipped as reason:
        skipped["openssl speed"] = reason
    return ["## Floor", "", *table(rows)]


def warm(twpos, host, skipped):
    def charges(count):
        return [*map(str, twpos), "--mode", "charge", "--count", str(count), "--warmup", "0",
                "--vectors", str(VECTORS / "icash.json"), "--config", str(config)]

    try:
        with host.running() as config:
            rows, flat = warm_connection.table(charges)
    except warm_connection.Skipped as reason:
        skipped["warm connection"] = reason
        return []
    conclusion = "reached" if flat else "MISSED"
    return ["## System calls of whole runs (strace)", "", *table(rows),
            f"No name lookup, socket or thread per charge on a warm connection: {conclusion}", ""]


def machine(load_before, load_after):
    with contextlib.suppress(OSError):
        model = re.search(r"^model name\s*: (.*)", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    lines = [f"- {os.cpu_count()} cores, {model.group(1) if model else platform.machine()}, {platform.system()}",
             f"- load average {load_before:.2f} before, {load_after:.2f} after; our own is 1, in charges up to 2"]
    for command in ("rustc", "--version"), ("openssl", "version"), (WORK / "venv/bin/python", "--version"), \
            ("node", "--version"), ("java", "--version"):
        with contextlib.suppress(Skipped):
            lines.append(f"- {Path(command[0]).name}: {attempt(*command).splitlines()[0]}")
    return ["## Machine", "", *lines, ""]


def table(rows):
    """Markdown that also reads well in a terminal; the first column is text, the others are figures."""
    widths = [max(3, *map(len, column)) for column in zip(*rows)]

    def line(cells):
        first, *others = cells
        padded = [first.ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(others, widths[1:])]
        return "| " + " | ".join(padded) + " |"

    rule = ["-" * widths[0]] + ["-" * (width - 1) + ":" for width in widths[1:]]
    return [line(rows[0]), line(rule), *map(line, rows[1:]), ""]


# --- programs -----------------------------------------------------------------------------------------------------


def run(*command, **options):
    """The standard output; what goes wrong goes to standard error and ends the run."""
    return subprocess.run([str(part) for part in command], check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def attempt(*command, **options):
    """As `run`, for what may be missing on this machine."""
    try:
        return run(*command, stderr=subprocess.PIPE, **options)
    except FileNotFoundError:
        raise Skipped(f"{Path(command[0]).name} is not installed") from None
    except subprocess.CalledProcessError as error:
        last = (error.stderr.strip().splitlines() or ["no message"])[-1]
        raise Skipped(f"{Path(command[0]).name} failed: {last}") from None


if __name__ == "__main__":
    main()
