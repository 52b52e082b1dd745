"""Every Swift file parses, as far as tree-sitter's grammar knows: no compiler, but better than nothing without one."""

import re
import sys
from pathlib import Path

import tree_sitter
import tree_sitter_swift

#: Good Swift that the grammar does not know.
UNKNOWN_TO_THE_GRAMMAR = {b"{ () }": b"{ 00 }"}


def wrong(node):
    if node.type == "ERROR" or node.is_missing:
        yield node
    elif node.has_error:
        for child in node.children:
            yield from wrong(child)


folder = Path(__file__).parent.parent
parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_swift.language()))
files = [path for path in sorted(folder.rglob("*.swift")) if ".build" not in path.parts]
files.append(folder.parent / "Package.swift")
failed = len(files) < 15
for path in files:
    text = path.read_bytes()
    for good, same in UNKNOWN_TO_THE_GRAMMAR.items():
        text = text.replace(good, same)
    for node in wrong(parser.parse(text).root_node):
        failed = True
        row, column = node.start_point
        print(f"{path.relative_to(folder.parent)}:{row + 1}:{column + 1}: does not parse")
print(f"{len(files)} files of Swift read")

# Nothing here resolves the package: the folders that it names are there, at least.
for named in re.findall(r'path: "([^"]*)"', (folder.parent / "Package.swift").read_text(encoding="utf-8")):
    if not list((folder.parent / named).glob("*.swift")) + list((folder.parent / named).glob("module.modulemap")):
        failed = True
        print(f"Package.swift: {named} has no source")
sys.exit(failed)
