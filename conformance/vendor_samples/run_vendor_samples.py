#!/usr/bin/env python3
"""Runs document 003's sample programs in one language against the sandbox: order, query, refund.

Only the address, the issued uids and keys and the voucher's number are changed, by text replacement.
Usage: run_vendor_samples.py --missing LANGUAGE | --twpos PROGRAM LANGUAGE"""
import argparse
import json
import os
import shutil
import ssl
import subprocess
import sys
import tempfile
import tomllib
import urllib.request
from pathlib import Path

import vendor_sample_texts as samples

ROOT = Path(__file__).resolve().parents[2]
JARS = ROOT / "target" / "java"
JAR_NAMES = ("jackson-core", "jackson-annotations", "jackson-databind", "core-")
NEWTONSOFT = Path("/usr/lib/cli/Newtonsoft.Json-5.0/Newtonsoft.Json.dll")
SECONDS = 120


def missing(language):
    """What keeps this language's samples from running here, or None."""
    if samples.document() is None:
        return "the vendor's document is not in ../shared/spec"
    commands = {"php": ["php"], "javascript": ["node"], "java": ["java", "javac", "keytool"]}
    commands["csharp"] = ["mcs", "mono", "cert-sync"]
    for command in commands.get(language, []):
        if shutil.which(command) is None:
            return f"{command} is missing"
    if language == "python" and not succeeds([python(), "-c", "import requests, Crypto.Cipher.AES"]):
        return "requests or pycryptodome is missing"
    if language == "php" and not succeeds(["php", "-r", "exit(extension_loaded('curl') && extension_loaded('openssl') ? 0 : 1);"]):
        return "php's curl or openssl extension is missing"
    if language == "java" and not all(list(JARS.glob(f"{name}*.jar")) for name in JAR_NAMES):
        return "Jackson or Spongy Castle is missing"
    if language == "csharp" and not NEWTONSOFT.exists():
        return "Newtonsoft.Json is missing"
    return None


def python():
    return str(ROOT / "target" / "python" / "bin" / "python")


def succeeds(command):
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


class Sandbox:
    """A sandbox process over TLS, which every sample insists on."""

    def __init__(self, twpos, folder):
        self.state = folder / "state"
        command = [twpos, "sandbox", "--tls", "--listen", "127.0.0.1:0", "--state", str(self.state)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            self.url = json.loads(self.process.stdout.readline())["url"]
        except ValueError:
            self.stop()
            raise
        self.ca_file = self.state / "ca.pem"
        till = tomllib.loads((self.state / "till.toml").read_text())["mypay"]
        credentials = json.loads((self.state / "mypay_credentials.json").read_text())
        self.base_url, self.store_uid = till["base_url"], till["uid"]
        self.agent_uid, self.agent_key = credentials["agent"]["uid"], credentials["agent"]["key"]

    def pay(self, url):
        """What the customer does on the page that an order's reply names."""
        trust = ssl.create_default_context(cafile=self.ca_file)
        with urllib.request.urlopen(url, data=b"action=pay", context=trust, timeout=10) as answer:
            assert answer.status == 200, answer.status

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=10)
        self.process.stdout.close()


class Runner:
    """Compiles and runs a program of one language, in a folder of its own."""

    def __init__(self, language, folder, ca_file):
        self.language, self.folder, self.ca_file = language, folder, ca_file
        self.environment = {**os.environ, "HOME": str(folder), "REQUESTS_CA_BUNDLE": str(ca_file)}
        if language == "java":
            self.store = folder / "trust.p12"
            self.checked("keytool", "-importcert", "-noprompt", "-alias", "sandbox", "-file", ca_file, "-keystore",
                         self.store, "-storepass", "changeit", "-storetype", "PKCS12")
        if language == "csharp":
            self.checked("cert-sync", "--quiet", "--user", ca_file)

    def run(self, program):
        """What the program prints."""
        write = lambda name: (self.folder / name).write_text(program, encoding="utf-8")
        if self.language == "python":
            write("sample.py")
            return self.checked(python(), "sample.py")
        if self.language == "php":
            write("sample.php")
            return self.checked("php", "sample.php")
        if self.language == "javascript":
            write("sample.js")
            return self.checked("node", "sample.js")
        if self.language == "java":
            name = program.split("public class ", 1)[1].split(" ", 1)[0]
            write(f"{name}.java")
            jars = ":".join(str(jar) for jar in sorted(JARS.glob("*.jar")))
            self.checked("javac", "-encoding", "UTF-8", "-nowarn", "-cp", jars, f"{name}.java")
            return self.checked("java", "-Dfile.encoding=UTF-8", f"-Djavax.net.ssl.trustStore={self.store}",
                                "-Djavax.net.ssl.trustStorePassword=changeit", "-cp", f"{jars}:.", name)
        write("sample.cs")
        shutil.copy(NEWTONSOFT, self.folder)
        self.checked("mcs", "-nowarn:0219", "-out:sample.exe", "-r:Newtonsoft.Json.dll", "-r:System.Web.dll",
                     "-r:Microsoft.CSharp.dll", "sample.cs")
        return self.checked("mono", "sample.exe")

    def checked(self, *command):
        done = subprocess.run([str(part) for part in command], cwd=self.folder, env=self.environment, text=True,
                              encoding="utf-8", capture_output=True, timeout=SECONDS, check=False)
        if done.returncode != 0:
            sys.exit(f"{command[0]} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout


def prepared(document, language, operation, sandbox, order=None):
    """A sample with the values of this sandbox."""
    program = samples.sample(document, language, operation)
    program = samples.replaced(program, samples.URL, f"{sandbox.base_url}/api/agent", 1)
    program = samples.replaced(program, samples.AGENT_UID, sandbox.agent_uid, 1)
    program = samples.replaced(program, samples.agent_key(program), sandbox.agent_key, 1)
    program = samples.replaced(program, samples.STORE_UID, sandbox.store_uid, 1)
    if order is not None:
        program = samples.replaced(program, samples.ORDER_UID[operation], str(order["uid"]), 1)
        program = samples.replaced(program, samples.ORDER_KEY[operation], order["key"], 1)
    if operation == "refund":
        program = samples.replaced(program, samples.REFUNDED_VOUCHER, samples.ORDERED_VOUCHER, 1)
    return program


def expect(what, reply, **fields):
    """Exits unless every field is as the document shows it."""
    wrong = {name: reply.get(name) for name, value in fields.items() if reply.get(name) != value}
    if wrong:
        sys.exit(f"{what}: {wrong} is not as documented in {reply}")


def run(language, twpos):
    document = samples.document()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        sandbox = Sandbox(twpos, folder)
        try:
            runner = Runner(language, folder, sandbox.ca_file)
            call = lambda operation, order=None: json.loads(
                runner.run(prepared(document, language, operation, sandbox, order)))
            order = call("order")
            expect("order", order, code="200", msg="資料正確")
            assert isinstance(order["uid"], int) and len(order["key"]) == 32, order
            assert order["url"] == f"{sandbox.url}/payment/{order['uid']}.html", order
            sandbox.pay(order["url"])
            queried = call("query", order)
            expect("query", queried, prc="250", retmsg="付款完成", uid=order["uid"], key=order["key"], cost=900,
                   actual_cost=900, order_id="1234567890", user_id="userid", pfn="CREDITCARD")
            assert queried["voucher_paid"][0]["serial_number"] == samples.ORDERED_VOUCHER, queried
            refund = call("refund", order)
            expect("refund", refund, code="B200", msg="執行成功", uid=str(order["uid"]), key=order["key"])
            expect("refund's row", refund["row_data"], prc="230", cost=900, uid=order["uid"])
        finally:
            sandbox.stop()
    print(f"{language}: order, query and refund answered as documented")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("language", choices=samples.LANGUAGES)
    parser.add_argument("--missing", action="store_true", help="print why they cannot run here, if they cannot")
    parser.add_argument("--twpos", default="target/debug/twpos", help="the command line program")
    arguments = parser.parse_args()
    reason = missing(arguments.language)
    if arguments.missing:
        print(reason or "")
    elif reason:
        sys.exit(f"cannot run: {reason}")
    else:
        run(arguments.language, arguments.twpos)


if __name__ == "__main__":
    main()
