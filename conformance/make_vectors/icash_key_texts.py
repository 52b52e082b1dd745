"""How RSA keys arrive in practice: good and bad key texts for the vectors."""

import base64
import datetime
import hashlib

from cryptography import x509
from cryptography.hazmat.primitives import serialization as ser
from cryptography.hazmat.primitives.hashes import SHA256


def b64(data):
    return base64.b64encode(data).decode()


def private_bytes(key, encoding, layout, lock=ser.NoEncryption()):
    return key.private_bytes(encoding, layout, lock)


def bare_lines(der):
    text = b64(der)
    return [text[i:i + 64] for i in range(0, len(text), 64)]


def pem_lines(label, der):
    return [f"-----BEGIN {label}-----", *bare_lines(der), f"-----END {label}-----"]


def pem(label, der):
    return "\n".join(pem_lines(label, der)) + "\n"


PEM_LAYOUTS = [
    ("PEM", lambda lines: "\n".join(lines) + "\n"),
    ("PEM with CRLF", lambda lines: "\r\n".join(lines) + "\r\n"),
    ("PEM with blanks around", lambda lines: " \n\t" + "\n".join(lines) + "\n \t\n"),
    ("PEM with indented lines", lambda lines: "".join(f"    {line}  \n" for line in lines)),
    ("PEM without line breaks", lambda lines: "".join(lines)),
    ("PEM on one line with spaces", lambda lines: " ".join(lines)),
    ("PEM after a byte order mark", lambda lines: "\ufeff" + "\n".join(lines) + "\n"),
    ("PEM after other text", lambda lines: "Bag Attributes\n    friendlyName: till\n"
                                           + "\n".join(lines) + "\n"),
    ("PEM in a variable with \\n", lambda lines: "\\n".join(lines) + "\\n"),
    ("PEM in a variable with \\r\\n", lambda lines: "\\r\\n".join(lines) + "\\r\\n"),
    ("PEM in a variable with \\\\r\\\\n", lambda lines: "\\\\r\\\\n".join(lines)),
]
BARE_LAYOUTS = [
    ("bare base64", lambda lines: "".join(lines)),
    ("bare base64 in lines", lambda lines: "\n".join(lines) + "\n"),
    ("bare base64 in CRLF lines", lambda lines: "\r\n".join(lines) + "\r\n"),
    ("bare base64 with blanks around", lambda lines: "  " + "".join(lines) + " \n"),
    ("bare base64 after a byte order mark", lambda lines: "\ufeff" + "".join(lines)),
    ("bare base64 in a variable with \\r\\n", lambda lines: "\\r\\n".join(lines) + "\\r\\n"),
]


def key_text_vectors(keys):
    der = ser.Encoding.DER

    def layouts_of(name):
        """[(format, kind, DER, right label, wrong label)] of an RSA key."""
        key = ser.load_pem_private_key(keys[name].encode(), None)
        public = key.public_key()
        return key, [
            ("PKCS#8", "private", private_bytes(key, der, ser.PrivateFormat.PKCS8),
             "PRIVATE KEY", "RSA PRIVATE KEY"),
            ("PKCS#1", "private", private_bytes(key, der, ser.PrivateFormat.TraditionalOpenSSL),
             "RSA PRIVATE KEY", "PRIVATE KEY"),
            ("SPKI", "public", public.public_bytes(der, ser.PublicFormat.SubjectPublicKeyInfo),
             "PUBLIC KEY", "RSA PUBLIC KEY"),
            ("PKCS#1 public", "public", public.public_bytes(der, ser.PublicFormat.PKCS1),
             "RSA PUBLIC KEY", "PUBLIC KEY"),
        ]

    merchant, formats = layouts_of("merchant_private_key")
    modulus = merchant.public_key().public_numbers().n.to_bytes(256, "big")
    good = {"expect": "ok", "modulus_sha256": hashlib.sha256(modulus).hexdigest()}
    bad = {"expect": "error"}

    for form, kind, data, right, wrong in formats:
        for label in (right, wrong):
            for layout, write in PEM_LAYOUTS:
                yield {"name": f"{form} labelled {label}, {layout}", "kind": kind,
                       "text": write(pem_lines(label, data)), **good}
        for layout, write in BARE_LAYOUTS:
            yield {"name": f"{form}, {layout}", "kind": kind,
                   "text": write(bare_lines(data)), **good}

        asked = {"private": "public", "public": "private"}[kind]
        yield {"name": f"{form} where a {asked} key is expected, PEM", "kind": asked,
               "text": pem(right, data), **bad}
        yield {"name": f"{form} where a {asked} key is expected, bare base64", "kind": asked,
               "text": b64(data), **bad}
        for what, broken in [("truncated", data[:-10]), ("bytes after the DER", data + b"\0\0\0")]:
            yield {"name": f"{form}, {what}, PEM", "kind": kind, "text": pem(right, broken), **bad}
            yield {"name": f"{form}, {what}, bare base64", "kind": kind, "text": b64(broken), **bad}

    for form, kind, data, right, _ in layouts_of("small_private_key")[1]:
        yield {"name": f"RSA-1024 {form}", "kind": kind, "text": pem(right, data), **bad}
        yield {"name": f"RSA-1024 {form}, bare base64", "kind": kind, "text": b64(data), **bad}

    elliptic = ser.load_pem_private_key(keys["ec_private_key"].encode(), None)
    sec1 = private_bytes(elliptic, der, ser.PrivateFormat.TraditionalOpenSSL)
    point = elliptic.public_key().public_bytes(der, ser.PublicFormat.SubjectPublicKeyInfo)
    other = ser.load_pem_private_key(keys["icash_private_key"].encode(), None)
    key, other_key = (private_bytes(key, der, ser.PrivateFormat.PKCS8) for key in (merchant, other))
    cert, other_cert = certificate(merchant, merchant), certificate(other, other)
    for name, kind, text in [
        ("X.509 certificate", "public", pem("CERTIFICATE", cert)),
        ("X.509 certificate labelled PUBLIC KEY", "public", pem("PUBLIC KEY", cert)),
        ("X.509 certificate, bare base64", "public", b64(cert)),
        ("X.509 certificate twice", "public", pem("CERTIFICATE", cert) * 2),
        ("a certificate and an encrypted private key, for the public one", "public",
         pem("CERTIFICATE", cert) + keys["encrypted_pkcs8"]),
        ("what openssl pkcs12 -nodes writes", "private", pkcs12_nodes(key, cert, other_cert)),
        ("what openssl pkcs12 -nodes -clcerts writes, for the public key", "public", pkcs12_nodes(key, cert)),
        ("a private key before its certificates", "private",
         pem("RSA PRIVATE KEY", key) + pem("CERTIFICATE", cert) + pem("CERTIFICATE", other_cert)),
        ("a private key beside its public key", "private", pem("PRIVATE KEY", key) + keys["merchant_public_key"]),
        ("a private key beside its public key, for the public one", "public",
         pem("PRIVATE KEY", key) + keys["merchant_public_key"]),
        ("an RSA key beside an EC key", "private", keys["ec_private_key"] + pem("PRIVATE KEY", key)),
    ]:
        yield {"name": name, "kind": kind, "text": text, **good}
    for name, kind, text in [
        ("EC P-256 PKCS#8", "private", keys["ec_private_key"]),
        ("EC P-256 SEC1", "private", pem("EC PRIVATE KEY", sec1)),
        ("EC P-256 SPKI", "public", pem("PUBLIC KEY", point)),
        ("encrypted PKCS#8", "private", keys["encrypted_pkcs8"]),
        ("encrypted PKCS#1", "private", keys["encrypted_pkcs1"]),
        ("X.509 certificate where a private key is expected", "private", pem("CERTIFICATE", cert)),
        ("X.509 certificate cut off", "public", pem("CERTIFICATE", cert[:-10])),
        ("X.509 certificate of an EC key", "public", pem("CERTIFICATE", certificate(elliptic, merchant))),
        ("certificates of two keys", "public", pem("CERTIFICATE", cert) + pem("CERTIFICATE", other_cert)),
        ("two private keys", "private", pem("PRIVATE KEY", key) + pem("PRIVATE KEY", other_key)),
        ("two public keys", "public", keys["merchant_public_key"] + keys["icash_public_key"]),
        ("a certificate and an encrypted private key", "private",
         pem("CERTIFICATE", cert) + keys["encrypted_pkcs8"]),
        ("a certificate and an EC private key", "private", pem("CERTIFICATE", cert) + keys["ec_private_key"]),
        ("markers with nothing between, private", "private", pem("PRIVATE KEY", b"")),
        ("markers with nothing between, public", "public", pem("PUBLIC KEY", b"")),
        ("a file name, private", "private", "keys/merchant.pem"),
        ("a file name, public", "public", "keys/icash.pem"),
        ("base64 of something else", "private", b64(b"not a key at all")),
        ("PEM of something else", "public", pem("PUBLIC KEY", b"not a key at all")),
        ("not base64", "private", "這不是金鑰"),
        ("empty text, private", "private", ""),
        ("empty text, public", "public", ""),
        ("blank text", "private", " \r\n\t"),
    ]:
        yield {"name": name, "kind": kind, "text": text, **bad}


def pkcs12_nodes(key, *certificates):
    """In the order and with the attributes that openssl writes."""
    attributes = "Bag Attributes\n    localKeyID: 54 69 6D 65 \n    friendlyName: 收銀機\n"
    subject = "subject=CN = twpos test\nissuer=CN = twpos test\n"
    written = [attributes + subject + pem("CERTIFICATE", cert) for cert in certificates]
    return "".join(written) + attributes + "Key Attributes: <No Attributes>\n" + pem("PRIVATE KEY", key)


def certificate(key, signer):
    """With every field fixed so that it comes out the same each time."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "twpos test")])
    day = datetime.datetime(2024, 5, 22)
    built = x509.CertificateBuilder(name, name, key.public_key(), 1, day,
                                    day + datetime.timedelta(days=3650))
    return built.sign(signer, SHA256()).public_bytes(ser.Encoding.DER)
