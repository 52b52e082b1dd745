"""Every block of C in README.md stands, line for line, in the example that is compiled and run."""

import re
import sys
from pathlib import Path

folder = Path(__file__).parent.parent
readme = (folder / "README.md").read_text(encoding="utf-8")
example = (folder / "examples/first_payment.c").read_text(encoding="utf-8")
blocks = re.findall(r"```c\n(.*?)```", readme, re.DOTALL)
strange = [block for block in blocks if block not in example]
for block in strange:
    print(f"not in examples/first_payment.c:\n{block}")

headings = re.findall(r"^## (.*)$", readme, re.MULTILINE)
expected = ["Install", "First payment", "Errors and what to do", "Threads"]
if headings != expected:
    print(f"README.md has the sections {headings}, not {expected}")
sys.exit(bool(strange) or len(blocks) < 5 or headings != expected)
