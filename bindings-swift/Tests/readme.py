"""Every block of Swift in README.md stands, line for line, in the example that is compiled and run."""

import re
import sys
from pathlib import Path

folder = Path(__file__).parent.parent
readme = (folder / "README.md").read_text(encoding="utf-8")
example = (folder / "Examples/FirstPayment/FirstPayment.swift").read_text(encoding="utf-8")
blocks = re.findall(r"```swift\n(.*?)```", readme, re.DOTALL)
strange = [block for block in blocks if block not in example]
for block in strange:
    print(f"not in Examples/FirstPayment/FirstPayment.swift:\n{block}")

headings = re.findall(r"^## (.*)$", readme, re.MULTILINE)
expected = ["Install", "First payment", "Errors and what to do", "Threads"]
if headings != expected:
    print(f"README.md has the sections {headings}, not {expected}")
sys.exit(bool(strange) or len(blocks) < 3 or headings != expected)
