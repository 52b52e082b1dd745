"""README.md's program is, line for line, the example, and what tells wallets apart a part of the tests, which Tests/run.sh
compiles and runs, once approved and once unknown, where there is swift; and README.zh-TW.md has the same blocks."""

import re
import sys
from pathlib import Path

folder = Path(__file__).parent.parent
readme = (folder / "README.md").read_text(encoding="utf-8")
chinese = (folder / "README.zh-TW.md").read_text(encoding="utf-8")
example = (folder / "Examples/FirstPayment/FirstPayment.swift").read_text(encoding="utf-8")
blocks = re.findall(r"```swift\n(.*?)```", readme, re.DOTALL)
tests = (folder / "Tests/TwposTests/WalletTests.swift").read_text(encoding="utf-8")
unindented = "".join(f"{line.strip()}\n" for line in tests.splitlines())
program, *parts = blocks
strange = program != example or len(parts) != 1
if strange:
    print("README.md's program is not Examples/FirstPayment/FirstPayment.swift")
for part in parts:
    if "".join(f"{line.strip()}\n" for line in part.splitlines()) not in unindented:
        strange = True
        print("README.md's last block is not in Tests/TwposTests/WalletTests.swift")

of_any_language = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
same = of_any_language.findall(chinese) == of_any_language.findall(readme)
if not same:
    print("README.zh-TW.md has other blocks of code than README.md, or in another order")

expected = {
    "README.md": ["Install", "First payment", "Errors and what to do", "Threads"],
    "README.zh-TW.md": ["安裝", "第一筆付款", "錯誤與處理", "執行緒"],
}
headings = {name: re.findall(r"^## (.*)$", text, re.MULTILINE) for name, text in zip(expected, (readme, chinese))}
if headings != expected:
    print(f"the sections are {headings}, not {expected}")
sys.exit(strange or not same or headings != expected)
