import Conformance
import Foundation
import Twpos
import XCTest

/// The golden vectors of conformance/vectors, through the public API.
final class VectorTests: XCTestCase {
    static func icashSettings(baseUrl: String) throws -> IcashSettings {
        let keys = try Given.vectors("icash")["keys"] ?? .null
        var settings = IcashSettings()
        settings.baseUrl = baseUrl
        settings.merchantPrivateKey = keys["merchant_private_key"]?.asText
        settings.icashPublicKey = keys["icash_public_key"]?.asText
        settings.encKeyId = keys["enc_key_id"]?.asText
        settings.aesKey = keys["aes_key"]?.asText
        settings.aesIv = keys["aes_iv"]?.asText
        return settings
    }

    static func mypaySettings(baseUrl: String) throws -> MypaySettings {
        let keys = try Given.vectors("mypay")["keys"] ?? .null
        var settings = MypaySettings()
        settings.baseUrl = baseUrl
        settings.mode = "agent"
        settings.uid = keys["agent_uid"]?.asText
        settings.key = keys["key"]?.asText
        return settings
    }

    func testIcashSealsTheGoldenBytes() throws {
        let envelope = try IcashEnvelope(settings: VectorTests.icashSettings(baseUrl: "https://icash.example"))
        let vectors = try Given.vectors("icash")["seal"]?.entries ?? []
        XCTAssertGreaterThanOrEqual(vectors.count, 8)
        for vector in vectors {
            let sealed = try envelope.seal(plaintext: vector.string("plaintext"))
            XCTAssertEqual(sealed.encData, vector.string("enc_data"), vector.string("name"))
            XCTAssertEqual(sealed.signature, vector.string("signature"), vector.string("name"))
            XCTAssertEqual(sealed.formBody, vector.string("form_body"), vector.string("name"))
        }
    }

    func testIcashOpensOrSaysWhyNot() throws {
        let envelope = try IcashEnvelope(settings: VectorTests.icashSettings(baseUrl: "https://icash.example"))
        let vectors = try Given.vectors("icash")["open"]?.entries ?? []
        XCTAssertGreaterThanOrEqual(vectors.count, 20)
        for vector in vectors {
            let body = Data(vector.string("body").utf8)
            let signature = vector["signature"]?.asText
            if let plaintext = vector["expect"]?["plaintext"]?.asText {
                let opened = try envelope.open(body: body, signature: signature)
                XCTAssertEqual(try JSON.parse(opened.message), try JSON.parse(plaintext), vector.string("name"))
            } else {
                let error = try thrown(by: { _ = try envelope.open(body: body, signature: signature) })
                XCTAssertEqual(error.outcome, .unknown, vector.string("name"))
                XCTAssertEqual(error.kind.description, vector["expect"]?["error"]?.asText, vector.string("name"))
            }
        }
    }

    func testKeysLoadByContentOrSayWhyNot() throws {
        let vectors = try Given.vectors("icash")["key_texts"]?.entries ?? []
        XCTAssertGreaterThanOrEqual(vectors.count, 40)
        var fingerprints: [String: String] = [:]
        for vector in vectors {
            let text = vector.string("text")
            let isPrivate = vector.string("kind") == "private"
            func load() throws -> PublicKey {
                if isPrivate {
                    return try PrivateKey.fromText(text: text).publicKey()
                }
                return try PublicKey.fromText(text: text)
            }
            if vector.string("expect") == "ok" {
                // The same key in every form of it.
                let fingerprint = try load().fingerprint()
                let modulus = vector.string("modulus_sha256")
                XCTAssertEqual(fingerprints[modulus] ?? fingerprint, fingerprint, vector.string("name"))
                fingerprints[modulus] = fingerprint
            } else {
                let error = try thrown(by: { _ = try load() })
                XCTAssertEqual(error.kind, .key, vector.string("name"))
            }
        }
        XCTAssertEqual(Set(fingerprints.values).count, fingerprints.count)
    }

    func testMypayEnvelopesAreTheGoldenOnes() throws {
        let envelope = try MypayEnvelope(settings: VectorTests.mypaySettings(baseUrl: "https://mypay.example"))
        for vector in try Given.vectors("mypay")["seal"]?.entries ?? [] {
            let (plaintext, name) = (vector.string("plaintext"), vector.string("name"))
            let service = "{\"service_name\":\"api\",\"cmd\":\"\(vector.string("cmd"))\"}"
            let sealedService = try envelope.encrypt(plaintext: service, iv: vector.bytes("service_iv"))
            XCTAssertEqual(sealedService, vector.string("service"), name)
            let sealed = try envelope.encrypt(plaintext: plaintext, iv: vector.bytes("data_iv"))
            XCTAssertEqual(sealed, vector.string("encry_data"), name)
            XCTAssertEqual(try envelope.decrypt(text: sealed), plaintext, name)
            XCTAssertEqual(try envelope.decrypt(text: envelope.encrypt(plaintext: plaintext)), plaintext, name)
        }
        for vector in try Given.vectors("mypay")["open"]?.entries ?? [] {
            XCTAssertEqual(
                try envelope.decrypt(text: vector.string("text")), vector["plaintext"]?.asText, vector.string("name"))
        }
    }

    func testIcashRepliesAreJudgedAsListed() throws {
        let server = try Server()
        let till = try IcashClient(settings: VectorTests.icashSettings(baseUrl: server.url))
        let vectors = try Given.vectors("icash")["replies"]?.entries ?? []
        XCTAssertGreaterThanOrEqual(vectors.count, 100)
        for vector in vectors {
            server.reply(
                status: vector["http_status"]?.asInteger ?? 0, signature: vector.string("signature"), body: vector.string("body"))
            let opSeq = vector["request"]?["OPSeq"]?.asText ?? ""
            let amount = vector["request"]?["amount"]?.asInteger ?? 36
            let judged = try judge(about: opSeq) {
                try callIcash(till, vector.string("operation"), opSeq, amount)
                return ["outcome": .text("approved")]
            }
            XCTAssertEqual(judged, vector["expect"]?.members, vector.string("name"))
        }
    }

    func testMypayRepliesAreJudgedAsListed() throws {
        let server = try Server()
        let till = try MypayClient(settings: VectorTests.mypaySettings(baseUrl: server.url))
        let all = try Given.vectors("mypay")
        let vectors = all["replies"]?.entries ?? []
        XCTAssertGreaterThanOrEqual(vectors.count, 300)
        for vector in vectors {
            server.reply(status: vector["http_status"]?.asInteger ?? 0, body: vector.string("body"))
            let operation = vector.string("operation")
            let judged = try judge(about: operation == "create_order" ? "1234567890" : "ORDER-1") {
                return try callMypay(till, operation, ours: all["ours"] ?? .null, keys: all["keys"] ?? .null)
            }
            XCTAssertEqual(judged, vector["expect"]?.members, vector.string("name"))
        }
    }

    /// What became of a call, in the words of the vectors.
    private func judge(about reference: String, _ call: () throws -> [String: JSON]) throws -> [String: JSON] {
        do {
            return try call()
        } catch let error as TwposError {
            XCTAssertEqual(error.reference, reference)
            return ["outcome": .text(error.outcome.description), "kind": .text(error.kind.description)]
        }
    }
}

extension JSON {
    /// A member that is text; no text if it is not there.
    func string(_ name: String) -> String {
        return self[name]?.asText ?? ""
    }

    /// A member that is bytes in hexadecimal.
    func bytes(_ name: String) -> Data {
        let digits = Array(string(name))
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { at in
            return UInt8(String(digits[at...(at + 1)]), radix: 16) ?? 0
        }
        return Data(bytes)
    }
}
