"""Writes the seed corpora from the golden vectors and the documents' examples."""

import hashlib
import json
from pathlib import Path

import mypay_seeds
import omni_seeds

HERE = Path(__file__).parent
VECTORS = json.loads((HERE.parent / "conformance/vectors/icash.json").read_text(encoding="utf-8"))
KEYS = VECTORS["keys"]

CONFIG = """[icash]
base_url = "https://localhost:8443/prefix"
merchant_private_key = {private}
icash_public_key = {public}
enc_key_id = {id}
aes_key = {key}
aes_iv = {iv}
corp_id = "22555003"
timeout_seconds = 30
connect_timeout_seconds = 5.5
user_agent = "till/1"
"""

TOP_UP = {
    "BuyerID": "IC0123456789ABCDEF", "Ccy": "TWD", "TopUpAmt": "100", "StoreId": "217477", "StoreName": "見晴",
    "PosNo": "01", "OPSeq": "2024052200000002", "OPTime": "2024/05/22 12:34:56", "CorpID": "22555003",
    "PaymentNo": "038", "Remark": "", "ItemList": [{"ItemName": "A1", "Quantity": "1", "Remark": ""}],
}
REFUND = {
    "OPSeq": "2024052200000001", "BankSeq": "20240522123456000001", "TxAmt": 36, "OPRefundSeq": "R1",
    "OPRefundTime": "2024/05/23 12:34:56", "StoreId": "217477", "StoreName": "見晴", "PosNo": "01",
}
CANCEL = {"OPSeq": "2024052200000001", "CorpID": "22555003", "extra": {"PlatformID": "1"}}


def write(target, seeds):
    folder = HERE / "corpus" / target
    folder.mkdir(parents=True, exist_ok=True)
    for seed in seeds:
        seed = seed if isinstance(seed, bytes) else seed.encode()
        (folder / hashlib.sha256(seed).hexdigest()[:16]).write_bytes(seed)


def replies():
    # The first byte chooses the way: 0 signed, 1 sealed, 2 forged.
    for case in VECTORS["open"]:
        yield "0" + case["body"]
        yield "2" + (case.get("signature") or "") + "\n" + case["body"]
    for case in VECTORS["replies"]:
        yield "1" + case["enc_data_plaintext"]


def configs():
    quoted = {
        "private": json.dumps(KEYS["merchant_private_key"]), "public": json.dumps(KEYS["icash_public_key"]),
        "id": json.dumps(KEYS["enc_key_id"]), "key": json.dumps(KEYS["aes_key"]), "iv": json.dumps(KEYS["aes_iv"]),
    }
    whole = CONFIG.format(**quoted)
    yield whole
    yield whole.replace('base_url = "https://localhost:8443/prefix"', 'environment = "stage"')
    yield whole.replace("aes_key =", "aes_key_env =").replace("aes_iv =", "aes_iv_file =")
    yield whole + 'ca_file = "ca.pem"\n'
    yield "[icash]\n[mypay]\n"


def requests():
    for case in VECTORS["seal"]:
        yield case["plaintext"]
    for request in TOP_UP, REFUND, CANCEL, {**CANCEL, "BuyerID": "IC0123456789ABCDEF"}:
        yield json.dumps(request, ensure_ascii=False)


write("open_reply", replies())
write("load_key", (case["text"] for case in VECTORS["key_texts"]))
write("config", [*configs(), *mypay_seeds.configs(), *omni_seeds.configs()])
write("request_json", [*requests(), *mypay_seeds.requests(), *omni_seeds.requests()])
write("mypay_notification", mypay_seeds.notifications())
write("mypay_envelope", mypay_seeds.envelopes())
write("mypay_reply", mypay_seeds.replies())
write("omni_reply", omni_seeds.replies())
