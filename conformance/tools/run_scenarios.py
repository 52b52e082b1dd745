#!/usr/bin/env python3
"""Replays the scenarios against a sandbox through each language, and prints scenario x language.

Usage: run_scenarios.py --twpos PROGRAM --runner NAME=COMMAND [--runner NAME=COMMAND ...]
       COMMAND is split like a shell would; what it is told and must answer is in scenarios/README.md.
Exit status 0 only if every runner passes every scenario with the same results. Standard library only.
"""

import argparse
import json
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

CONFORMANCE = pathlib.Path(__file__).resolve().parents[1]
STEPS = {"call", "parse_notification", "verify", "fault", "post", "delete", "ledger"}
#: Members of an error that must not differ between languages.
COMPARED = ["kind", "outcome", "detail", "provider_code", "provider_text", "http_status", "reference"]
#: How long a runner may take for one line.
PATIENCE_SECONDS = 30


class Failed(Exception):
    """A step that did not come out as the scenario says."""


class Sandbox:
    """A sandbox process, and the configurations that scenarios name."""

    def __init__(self, twpos, folder):
        self.process = subprocess.Popen(
            [twpos, "sandbox", "--listen", "127.0.0.1:0", "--state", folder], stdout=subprocess.PIPE, text=True)
        ready = json.loads(self.process.stdout.readline())
        self.url, till = ready["url"], pathlib.Path(ready["config"])
        text = till.read_text(encoding="utf-8")
        closed = re.sub(re.escape(self.url), "http://127.0.0.1:1", text)
        impatient = re.sub(r"(?m)^\[(mypay|omni)\]$", r"[\1]\ntimeout_seconds = 1", text)
        self.configs = {None: till}
        for name, content in [("closed_port", closed), ("impatient", impatient)]:
            assert content != text, f"till.toml has no place for {name}"
            self.configs[name] = till.with_name(f"{name}.toml")
            self.configs[name].write_text(content, encoding="utf-8")

    def request(self, method, path, body=None, kind="application/json"):
        data = body.encode() if body is not None else None
        request = urllib.request.Request(self.url + path, data=data, method=method, headers={"Content-Type": kind})
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as reply:
            return reply.read().decode()

    def stop(self):
        self.process.terminate()
        self.process.wait()


class Runner:
    """One language's loop: a JSON line in, a JSON line out."""

    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(
            shlex.split(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8")

    def ask(self, question):
        # Whoever is silent for too long is ended, and a pipe without a writer gives no line.
        patience = threading.Timer(PATIENCE_SECONDS, self.process.kill)
        patience.start()
        try:
            self.process.stdin.write(json.dumps(question, ensure_ascii=False) + "\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline()
        except (BrokenPipeError, ValueError):  # It has ended, now or at an earlier question.
            line = ""
        finally:
            patience.cancel()
        if not line:
            raise Failed(f"no answer within {PATIENCE_SECONDS} s; the runner ended with status {self.stop()}")
        return json.loads(line)

    def stop(self):
        try:
            self.process.stdin.close()
        except BrokenPipeError:
            pass  # It has ended already.
        try:
            return self.process.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def substitute(value, names):
    """Puts kept values in the place of ${name}, everywhere."""
    if isinstance(value, str):
        return re.sub(r"\$\{(\w+)\}", lambda found: names[found[1]], value)
    if isinstance(value, list):
        return [substitute(entry, names) for entry in value]
    if isinstance(value, dict):
        return {substitute(name, names): substitute(entry, names) for name, entry in value.items()}
    return value


def as_text(value):
    """JSON values as one language and the other may give them: 36 and "36", true and "true"."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def look_up(value, path):
    """`A.B`, `A[0].B`, or `A[name=value].B`."""
    for name, index in re.findall(r"([^.\[\]]+)|\[([^\]]*)\]", path):
        if name:
            value = value.get(name) if isinstance(value, dict) else None
        elif "=" in index:
            key, wanted = index.split("=", 1)
            value = next((entry for entry in value or [] if as_text(entry.get(key)) == wanted), None)
        else:
            value = value[int(index)] if isinstance(value, list) and int(index) < len(value) else None
    return value


def ask_of(step, config):
    """What a runner is told, if the step is for a runner."""
    if "call" in step:
        return {"do": "call", "config": str(config), "operation": step["call"], "request": step["request"]}
    if "parse_notification" in step:
        return {"do": "parse_notification", "body": step["parse_notification"]}
    if "verify" in step:
        return {"do": "verify", "body": step["body"], "expected": step["verify"]}
    return None


def check_members(kind, found, expected):
    for path, value in expected.items():
        if as_text(look_up(found, path)) != as_text(value):
            raise Failed(f"{kind} {path} is {as_text(look_up(found, path))!r} and not {as_text(value)!r}")


def run_step(step, runner, sandbox, names):
    """Does one step; gives what must be the same in every language."""
    question = ask_of(step, sandbox.configs[step.get("config")])
    if question is None:
        if "fault" in step:
            sandbox.request("POST", "/_sandbox/faults", json.dumps(step["fault"]))
        elif "post" in step and "form" in step:
            sandbox.request("POST", step["post"], step["form"], "application/x-www-form-urlencoded")
        elif "post" in step:
            sandbox.request("POST", step["post"], json.dumps(step["json"]))
        elif "delete" in step:
            sandbox.request("DELETE", step["delete"])
        else:
            check_members("the ledger's", json.loads(sandbox.request("GET", "/_sandbox/ledger")), step["ledger"])
        return None
    answer = runner.ask(question)
    if "error" in step:
        if "error" not in answer:
            raise Failed(f"succeeded: {json.dumps(answer, ensure_ascii=False)[:300]}")
        check_members("the error's", answer["error"], step["error"])
        return {name: as_text(answer["error"].get(name)) for name in COMPARED}
    if "response" not in answer:
        raise Failed(f"failed: {json.dumps(answer, ensure_ascii=False)[:300]}")
    check_members("the response's", answer["response"], step.get("expect", {}))
    names.update({name: as_text(look_up(answer["response"], path)) for name, path in step.get("keep", {}).items()})
    return {path: as_text(look_up(answer["response"], path)) for path in step.get("expect", {})}


def run_scenario(scenario, runner, sandbox, run):
    """The results of each step, with the run's own text taken out again; raises Failed."""
    assert re.fullmatch(r"R\d{10}", run), f"{run}: a code of LINE Pay's has room for ten digits"
    names = {"run": run, "digits": run[1:]}
    results = []
    for number, step in enumerate(scenario["steps"], 1):
        kinds = STEPS & step.keys()
        assert len(kinds) == 1, f"{scenario['name']} step {number} must be exactly one of {sorted(STEPS)}"
        try:
            results.append(run_step(substitute(step, names), runner, sandbox, names))
        except Failed as failure:
            raise Failed(f"step {number} ({step.get('call', kinds.pop())}): {failure}") from None
    kept = {value: f"${{{name}}}" for name, value in names.items() if len(value) > 3}
    text = json.dumps(results, ensure_ascii=False)
    for value in sorted(kept, key=len, reverse=True):
        text = text.replace(value, kept[value])
    return text


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--twpos", required=True)
    parser.add_argument("--runner", action="append", required=True, metavar="NAME=COMMAND")
    args = parser.parse_args()
    scenarios = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(CONFORMANCE.glob("scenarios/*.json"))]
    table, problems = {}, []
    with tempfile.TemporaryDirectory() as folder:
        sandbox = Sandbox(args.twpos, folder)
        try:
            for number, (name, command) in enumerate(entry.split("=", 1) for entry in args.runner):
                runner = Runner(name, command)
                for scenario in scenarios:
                    run = f"R{int(time.time()) % 10**5:05}{number:02}{len(table):03}"
                    try:
                        table[scenario["name"], name] = run_scenario(scenario, runner, sandbox, run)
                    except Failed as failure:
                        table[scenario["name"], name] = None
                        problems.append(f"{scenario['name']} in {name}: {failure}")
                if runner.stop() != 0:
                    problems.append(f"the runner of {name} ended with a failure")
        finally:
            sandbox.stop()
    names = [entry.split("=", 1)[0] for entry in args.runner]
    width = max(len(scenario["name"]) for scenario in scenarios)
    print(" " * width, *(f"{name:>8}" for name in names))
    for scenario in scenarios:
        results = [table[scenario["name"], name] for name in names]
        print(f"{scenario['name']:<{width}}", *(f"{'FAILED' if result is None else 'ok':>8}" for result in results))
        if len({result for result in results if result is not None}) > 1:
            problems.append(f"{scenario['name']}: the results differ: {dict(zip(names, results))}")
    print(*problems, sep="\n")
    print(f"{len(scenarios)} scenarios in {len(names)} languages, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
