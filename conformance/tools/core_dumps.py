#!/usr/bin/env python3
"""Core dumps of a till hold keys, tokens and the barcode before its clients are closed, and none of them after.

Usage: core_dumps.py --twpos PROGRAM --scratch FOLDER [--http-too] [--beyond-reach NAME ...] -- COMMAND...
       --http-too: over HTTP, too, and not over TLS only
       --beyond-reach: what COMMAND's language does not let go of (docs/adr/0011-memory.md)

COMMAND gets the arguments TILL.TOML REFERENCE URL FOLDER, and the 18 characters of a barcode from standard input. It
pays 36 dollars with the client of each provider, gives the barcode as a setting that is refused, exchanges keys with
URL, saves them in FOLDER, prints "open", and waits for a line. Then it closes its clients, lets go of everything, prints
"closed", waits for a line, and ends with status 0.
Exit status: 77 after a line SKIPPED, if nothing here can make dumps. Standard library only.
"""

import argparse
import base64
import json
import pathlib
import random
import re
import shutil
import string
import subprocess
import sys

PAGE = 4096
UNTOUCHED = bytes(PAGE)
SECRET = re.compile(
    r'^(aes_key|aes_iv|key|previous_key|token|client_secret|ipass_key|proxy_credentials) = "(.*)"', re.MULTILINE)
PROXY_CREDENTIALS = "till:" + "".join(random.choices(string.digits + string.ascii_letters, k=35))
#: As strings of JavaScript and of the JVM are.
WIDE_BARCODE = "barcode, in UTF-16"
#: What is in use and must be found, or this would look in the wrong place.
IN_USE = {"aes_key", "aes_iv", "key", "previous_key", "private key, DER"}
IN_USE |= {"exchanged aes_key", "exchanged aes_iv", "exchanged private key, DER"}


class Sandbox:
    """A sandbox process. `like` another one, it has its keys, which take seconds to make."""

    def __init__(self, twpos, state, *options, like=None):
        if like:
            shutil.copytree(like.till.parent, state)
        command = [twpos, "sandbox", "--fresh", "--listen", "127.0.0.1:0", "--state", state, *options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        ready = json.loads(self.process.stdout.readline())
        self.url, self.till = ready["url"], pathlib.Path(ready["config"])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.communicate()


class Proxy:
    """A proxy process, which wants PROXY_CREDENTIALS."""

    def __init__(self):
        program = pathlib.Path(__file__).with_name("connect_proxy.py")
        command = [sys.executable, program, PROXY_CREDENTIALS]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.url = self.process.stdout.readline().strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.communicate()

    def before(self, text):
        """A configuration, whose hosts are reached through this proxy."""
        settings = f'proxy = "{self.url}"\nproxy_credentials = "{PROXY_CREDENTIALS}"'
        return re.sub(r"^\[(icash|mypay|omni)\]$", rf"\g<0>\n{settings}", text, flags=re.M)


def configurations(till):
    """The sandbox's, which fetches tokens, and the same with a token and with the merchant's own parameters."""
    store = json.loads(till.with_name("mypay_credentials.json").read_text(encoding="utf-8"))["store"]
    text = re.sub(r'^key = ".*"', rf'\g<0>\nprevious_key = "{store["previous_key"]}"', till.read_text(encoding="utf-8"), flags=re.M)
    yield text
    kept = [line for line in text.splitlines() if not re.match(r"(token_url|client_id|client_secret|store_id) ", line)]
    own = re.compile(r"# (?=(token|platform_id|merchant_id|ipass_merchantid|ipass_key) = )")
    yield "\n".join(own.sub("", line) for line in kept) + "\n"


def halves(name, secret):
    """Moved values are copied in parts, so that whole ones would not be enough to look for."""
    middle = len(secret) // 2
    yield name, secret[:middle]
    yield name, secret[middle:]


def needles(folder):
    """Everything secret in a configuration."""
    for name, secret in SECRET.findall((folder / "till.toml").read_text(encoding="utf-8")):
        yield from halves(name, secret.encode())
        if name == "proxy_credentials":
            yield from halves("proxy_credentials, base64", base64.b64encode(secret.encode()))
    pem = (folder / "merchant_private_key.pem").read_text(encoding="utf-8")
    body = "".join(line for line in pem.splitlines() if "-----" not in line)
    der = base64.b64decode(body)
    # In the second half of PKCS#8 stand the end of d, then p, q and what follows from them: nothing public, and numbers of
    # 128 bytes each.
    for place in range(len(der) // 2, len(der) - 32, 128):
        yield "private key, DER", der[place : place + 32]
        yield "private key, as numbers in memory", der[place : place + 32][::-1]
    for place in range(len(body) // 2, len(body) - 48, 128):
        yield "private key, base64", body[place : place + 48].encode()


class Dumps:
    """Makes the core dumps of processes, one at a time."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True)

    def of(self, process):
        """What `process` has in memory and registers, without what is mapped from files and was not changed."""
        pathlib.Path(f"/proc/{process.pid}/coredump_filter").write_text("0x33")
        done = subprocess.run(
            ["gcore", "-o", str(self.folder / "core"), str(process.pid)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        file = self.folder / f"core.{process.pid}"
        if not file.exists():
            raise OSError(done.stdout)
        memory = file.read_bytes()
        file.unlink()
        # Most of a language's memory was never touched, and takes time to search.
        pages = (memory[place : place + PAGE] for place in range(0, len(memory), PAGE))
        return b"".join(page for page in pages if page != UNTOUCHED)

    def reason_for_none(self):
        """Why no dump can be made here, or None."""
        if sys.platform != "linux":
            return "this looks into processes of Linux only"
        if not shutil.which("gcore"):
            return "gcore (Debian's package gdb) is missing"
        with subprocess.Popen(["sleep", "60"]) as process:
            try:
                self.of(process)
                return None
            except OSError as error:
                if "ptrace" not in str(error):
                    raise
                return "no process here may look into another one (ptrace)"
            finally:
                process.kill()


def found(command, dumps, till, reference, url):
    """What is found in the dump before, and what in the one after."""
    barcode = "IC" + "".join(random.choices(string.digits + string.ascii_uppercase, k=16))
    exchanged = till.with_name("exchanged")
    process = subprocess.Popen(
        [*command, till, reference, url, exchanged], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        process.stdin.write(barcode.encode())
        memories = []
        for state in "open", "closed":
            process.stdin.flush()
            line = process.stdout.readline()
            assert line == f"{state}\n".encode(), f"instead of {state}, the program said {line}"
            memories.append(dumps.of(process))
            process.stdin.write(b"\n")
        process.communicate()
    finally:
        process.kill()
    assert process.returncode == 0, f"the program ended with {process.returncode}"
    searched = [*needles(till.parent), *halves("barcode", barcode.encode())]
    searched += halves(WIDE_BARCODE, barcode.encode("utf-16-le"))
    searched += [(f"exchanged {name}", needle) for name, needle in needles(exchanged)]
    for token in set(re.findall(rb"sandbox-([0-9A-Za-z]{40})", memories[0])):
        searched += halves("bearer token", token)
    return [{name for name, needle in searched if needle in memory} for memory in memories]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--twpos", required=True)
    parser.add_argument("--scratch", required=True, type=pathlib.Path)
    parser.add_argument("--http-too", action="store_true")
    parser.add_argument("--beyond-reach", action="append", default=[])
    parser.add_argument("command", nargs="+")
    given = parser.parse_args()
    shutil.rmtree(given.scratch, ignore_errors=True)
    dumps = Dumps(given.scratch / "dumps")
    if reason := dumps.reason_for_none():
        print(f"SKIPPED  core dumps of {pathlib.Path(given.command[0]).name}: {reason}")
        return 77
    bad = False
    with Sandbox(given.twpos, given.scratch / "plain") as plain, \
            Sandbox(given.twpos, given.scratch / "tls", "--tls", like=plain) as tls, Proxy() as proxy:
        texts = [(tls, proxy.before(text)) for text in configurations(tls.till)]
        if given.http_too:
            texts += [(plain, text) for text in configurations(plain.till)]
        for number, (sandbox, text) in enumerate(texts, 1):
            folder = given.scratch / str(number)
            shutil.copytree(sandbox.till.parent, folder)
            (folder / "till.toml").write_text(text, encoding="utf-8")
            before, after = found(given.command, dumps, folder / "till.toml", f"MEM-{number}", plain.url)
            expected = IN_USE | ({"client_secret", "bearer token"} if "\nclient_secret" in text else {"token", "ipass_key"})
            expected |= {"proxy_credentials"} if sandbox is tls else set()
            expected.add(WIDE_BARCODE if WIDE_BARCODE in given.beyond_reach else "barcode")
            left = after - set(given.beyond_reach)
            if left or not expected <= before:
                bad = True
                print(f"{sandbox.url}: not found before closing: {sorted(expected - before)}; left after it: {sorted(left)}")
    shutil.rmtree(given.scratch)
    print("core dumps:", "FAILED" if bad else f"nothing is left, {len(texts)} times")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
