"""Core dumps of `memory.c` hold keys, tokens and its barcode before its clients are freed, and none of them after.

Usage: memory.py PROGRAM SCRATCH URL TILL.TOML... (URL is the sandbox's, for its key exchange)
"""

import base64
import pathlib
import random
import re
import shutil
import string
import subprocess
import sys

PROGRAM, SCRATCH, URL, *CONFIGS = sys.argv[1:]
SCRATCH = pathlib.Path(SCRATCH)


def configurations(text):
    """The sandbox's, which fetches tokens, and the same with a token and with the merchant's own parameters."""
    yield text
    kept = [line for line in text.splitlines() if not re.match(r"(token_url|client_id|client_secret|store_id) ", line)]
    own = re.compile(r"# (?=(token|platform_id|merchant_id|ipass_merchantid|ipass_key) = )")
    yield "\n".join(own.sub("", line) for line in kept) + "\n"


def needles(folder):
    """Everything secret in a configuration, and each half of it: moved values are copied in parts."""
    text = (folder / "till.toml").read_text(encoding="utf-8")
    secrets = dict(re.findall(r'^(aes_key|key|token|client_secret|ipass_key) = "(.*)"', text, re.MULTILINE))
    for name, secret in secrets.items():
        middle = len(secret) // 2
        yield name, secret.encode()
        yield f"{name}, first half", secret.encode()[:middle]
        yield f"{name}, second half", secret.encode()[middle:]
    pem = (folder / "merchant_private_key.pem").read_text()
    body = "".join(line for line in pem.splitlines() if "-----" not in line)
    der = base64.b64decode(body)
    # In the second half of PKCS#8 stand the end of d, then p, q and what follows from them: nothing public.
    for place in range(len(der) // 2, len(der) - 32, 64):
        yield "private key, DER", der[place : place + 32]
        yield "private key, as numbers in memory", der[place : place + 32][::-1]
    for place in range(len(body) // 2, len(body) - 48, 64):
        yield "private key, base64", body[place : place + 48].encode()


def dump(process, name):
    file = SCRATCH / name
    done = subprocess.run(
        ["gcore", "-o", str(file), str(process.pid)], stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    file = file.with_name(f"{name}.{process.pid}")
    assert file.exists(), done.stdout + done.stderr
    memory = file.read_bytes()
    file.unlink()
    return memory


def found_in_dumps(folder, reference):
    """What the dump before, and the one after, holds."""
    barcode = "IC" + "".join(random.choices(string.digits + string.ascii_uppercase, k=16))
    exchanged = folder / "exchanged"
    command = [PROGRAM, folder / "till.toml", reference, URL, exchanged]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.stdin.write(barcode.encode())
    dumps = []
    for state in "open", "closed":
        process.stdin.flush()
        assert process.stdout.readline() == f"{state}\n".encode(), "the program failed"
        dumps.append(dump(process, state))
        process.stdin.write(b"\n")
    rest, _ = process.communicate()
    assert process.returncode == 0, rest
    searched = [*needles(folder), ("barcode", barcode.encode()), ("bearer token", re.compile(rb"Bearer [0-9A-Za-z]{16}"))]
    searched += [(f"exchanged {name}", needle) for name, needle in needles(exchanged)]
    return [{name for name, needle in searched if re.search(literally(needle), memory)} for memory in dumps]


def literally(needle):
    return re.escape(needle) if isinstance(needle, bytes) else needle


def main():
    shutil.rmtree(SCRATCH, ignore_errors=True)
    bad = False
    texts = [(config, text) for config in map(pathlib.Path, CONFIGS) for text in configurations(config.read_text())]
    for number, (config, text) in enumerate(texts, 1):
        folder = SCRATCH / str(number)
        shutil.copytree(config.parent, folder)
        (folder / "till.toml").write_text(text)
        before, after = found_in_dumps(folder, f"MEM-{number}")
        # What is in use must be found, or this would look in the wrong place.
        expected = {"barcode", "aes_key", "key", "exchanged aes_key", "private key, DER", "exchanged private key, DER"}
        expected.add("client_secret" if "\nclient_secret" in text else "token")
        if not expected <= before:
            bad = True
            print(f"not found before the clients were freed: {sorted(expected - before)}; found {sorted(before)}")
        if after:
            bad = True
            print(f"left after the clients were freed, of {config}: {sorted(after)}")
    shutil.rmtree(SCRATCH)
    print("memory              ", "FAILED" if bad else f"nothing is left, {len(texts)} times")
    sys.exit(bad)


main()
