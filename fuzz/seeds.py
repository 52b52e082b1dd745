"""Writes the seed corpora from the golden vectors and the documents' examples."""

import hashlib
import json
from pathlib import Path

import library_seeds
import linepay_seeds
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


def key_exchange():
    # The first byte chooses the way: 0 the first reply, 1 and 2 what is sealed in the others, 3 signed, 4 forged.
    default = {"RtnCode": 1, "RtnMsg": "", "DefaultPubCertID": 1, "DefaultPubCert": KEYS["icash_public_key"]}
    for change in {}, {"RtnCode": "1"}, {"RtnCode": 9, "RtnMsg": "no"}, {"DefaultPubCert": "AAAA"}:
        yield "0" + json.dumps({**default, **change})
    theirs = {"ServerPubCert": KEYS["icash_public_key"], "ServerPubCertID": 2, "ExpireDate": "2027/11/21 00:00:00"}
    for change in {}, {"ServerPubCertID": "2", "ExpireDate": None}, {"ServerPubCert": "AAAA"}:
        yield "1" + json.dumps({**theirs, **change})
    issued = {"EncKeyID": KEYS["enc_key_id"], "AES_Key": KEYS["aes_key"], "AES_IV": KEYS["aes_iv"]}
    for change in {}, {"EncKeyID": int(KEYS["enc_key_id"])}, {"AES_Key": "short"}, {"AES_IV": KEYS["aes_key"]}:
        yield "2" + json.dumps({**issued, **change})
    yield "3" + json.dumps({"RtnCode": 1, "RtnMsg": "", "EncData": "AAAA"})
    yield "3" + json.dumps({"RtnCode": 9, "RtnMsg": "no"})
    yield "4AAAA\n" + json.dumps(theirs)


write("open_reply", replies())
write("load_key", (case["text"] for case in VECTORS["key_texts"]))
write("config", [*configs(), *mypay_seeds.configs(), *omni_seeds.configs(), *linepay_seeds.configs()])
write("request_json", [*requests(), *mypay_seeds.requests(), *omni_seeds.requests(), *linepay_seeds.requests()])
write("mypay_notification", mypay_seeds.notifications())
write("mypay_envelope", mypay_seeds.envelopes())
write("mypay_reply", mypay_seeds.replies())
write("linepay_reply", linepay_seeds.replies())
write("omni_reply", omni_seeds.replies())
write("key_exchange", key_exchange())
write("omni_token", omni_seeds.tokens())
write("c_json", library_seeds.c_json())
write("c_calls", library_seeds.c_calls(KEYS, [*requests(), *mypay_seeds.requests(), *omni_seeds.requests()],
                                       [*configs(), *mypay_seeds.configs(), *omni_seeds.configs()]))
write("uniffi_call", library_seeds.uniffi_call())
