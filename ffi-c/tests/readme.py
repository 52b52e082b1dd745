"""Every block of C in README.md, as pasted: compiled as the block under Install says, and run beside a sandbox's folder,
once approved and once unknown. README.zh-TW.md has the same blocks.

Usage: readme.py TWPOS, where pkg-config and the loader find the installed library. Of the block under Install only the
compiler's line is run: ffi-c/run-tests has built and installed the library, into another place."""

import json
import re
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

folder = Path(__file__).parent.parent
readme = (folder / "README.md").read_text(encoding="utf-8")
chinese = (folder / "README.zh-TW.md").read_text(encoding="utf-8")
failures = []

of_any_language = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
if of_any_language.findall(chinese) != of_any_language.findall(readme):
    failures.append("README.zh-TW.md has other blocks of code than README.md, or in another order")

expected = {
    "README.md": ["Install", "First payment", "Errors and what to do", "Threads"],
    "README.zh-TW.md": ["安裝", "第一筆付款", "錯誤與處理", "執行緒"],
}
headings = {name: re.findall(r"^## (.*)$", text, re.MULTILINE) for name, text in zip(expected, (readme, chinese))}
if headings != expected:
    failures.append(f"the sections are {headings}, not {expected}")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)


BOTH_WALLETS = r'\[{"name":"line_pay","providers":\["mypay"\]},{"name":"jkopay","providers":\["mypay"\]}\]\n'
# By what each block of C charges, what it says and ends with when that is approved, and when it is unknown.
ENDS = [
    ("icash.pay", (0, r"paid: icash number \d{20}\n"), (1, r"unknown: transport .*\ncancelled: charge again .*\n")),
    (None, (0, BOTH_WALLETS)),
]

with tempfile.TemporaryDirectory() as scratch:
    state = ["--listen", "127.0.0.1:0", "--state", "sandbox-state"]
    sandbox = subprocess.Popen([sys.argv[1], "sandbox", *state], cwd=scratch, stdout=subprocess.PIPE, text=True)
    try:
        url = json.loads(sandbox.stdout.readline())["url"]
        *_, compiler = blocks("sh")[0].splitlines()
        programs = blocks("c")
        if len(programs) != len(ENDS) or len(blocks("sh")) != 1 or not compiler.startswith("cc first_payment.c "):
            failures.append("README.md has blocks that this test does not know")
        for program, (operation, *ends) in zip(programs, ENDS):
            (Path(scratch) / "first_payment.c").write_text(program, encoding="utf-8")
            subprocess.run(f"{compiler} -Wall -Wextra -Werror", shell=True, cwd=scratch, check=True)
            for status, says in ends:
                done = subprocess.run(["./a.out"], cwd=scratch, stdout=subprocess.PIPE, text=True)
                if done.returncode != status or not re.fullmatch(says, done.stdout):
                    failures.append(f"README.md's program ended with {done.returncode} and said: {done.stdout}")
                if operation is None:
                    continue
                fault = {"match": {"operation": operation}, "fault": "reset_after_commit"}
                request = urllib.request.Request(f"{url}/_sandbox/faults", json.dumps(fault).encode())
                request.add_header("Content-Type", "application/json")
                urllib.request.urlopen(request).close()
    finally:
        sandbox.terminate()
        sandbox.wait()

for failure in failures:
    print(failure)
sys.exit(bool(failures))
