import Conformance
import Foundation
import Twpos
import XCTest

/// Messages, codes, keys and errors as values.
final class MessageTests: XCTestCase {
    private let canary = "CANARYSECRET"

    func testAMessageIsStoredAndReadAgain() throws {
        var query = MypayQueryOrderRequest()
        query.uid = "95217"
        query.key = canary
        let stored = try JSONEncoder().encode(query)
        XCTAssertEqual(try JSONDecoder().decode(MypayQueryOrderRequest.self, from: stored), query)
    }

    func testAnErrorSaysEverything() {
        let failure = Failure(
            kind: .declined, outcome: .refused, detail: "no", httpStatus: 200, providerCode: "ICASH_1",
            providerText: "餘額不足", reference: "S-1")
        let error = TwposError.refused(failure: failure)
        let text = "declined (outcome refused): no [HTTP 200] [provider: ICASH_1 餘額不足] [reference S-1]"
        XCTAssertEqual("\(error)", text)
        XCTAssertEqual(error.errorDescription, text)
        XCTAssertEqual((error as Error).localizedDescription, text)
        XCTAssertEqual(error.reference, "S-1")
        XCTAssertEqual(error.httpStatus, 200)
    }

    func testCodesKeepWhatIsUnknown() {
        let card = MypayPfn(code: "CREDITCARD")
        XCTAssertEqual(card, .creditCard)
        XCTAssertEqual(card.chinese, "信用卡")
        XCTAssertEqual(card.english, "credit card")
        XCTAssertEqual(card.number, 1)
        XCTAssertEqual(MypayPfn(code: "1"), .creditCard)
        let odd = MypayPfn(code: "no such code")
        XCTAssertEqual(odd, .unknown(code: "no such code"))
        XCTAssertEqual(odd.code, "no such code")
        XCTAssertEqual(odd.chinese, "未知")
        XCTAssertNil(odd.number)
        XCTAssertEqual(MypayPrc(code: "250").prcClass, .paid)
        XCTAssertTrue(MypayPrc(code: "380").mayStillBePaid)
        XCTAssertFalse(MypayPrc(code: "300").mayStillBePaid)
        XCTAssertEqual(MypayPrc(code: "380").following, [.paidButMismatch])
    }

    func testKeysAreMadeReadAndCompared() throws {
        let key = try PrivateKey.generate()
        let pem = try key.toPem()
        let again = try PrivateKey.fromText(text: pem)
        XCTAssertEqual(try again.publicKey().fingerprint(), try key.publicKey().fingerprint())
        XCTAssertEqual(try key.publicKey().bits(), 2048)
        let base64 = try key.publicKey().toBase64()
        XCTAssertEqual(try PublicKey.fromText(text: base64).fingerprint(), try key.publicKey().fingerprint())
        let secret = pem.split(separator: "\n")[1]
        XCTAssertFalse("\(key)".contains(secret))
    }

    func testTheVersionIsKnown() {
        XCTAssertFalse(twposVersion().isEmpty)
    }
}
