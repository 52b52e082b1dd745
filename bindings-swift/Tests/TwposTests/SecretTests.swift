import Conformance
import Foundation
import Twpos
import XCTest

/// What no text form may show, listed here apart from core.
private let secrets: Set<String> = [
    "buyerId", "key", "scannedCode", "dataJson", "userName", "userRealName", "userEnglishName", "userAddress", "userSn",
    "userPhone", "userCellphone", "userEmail", "userBirthday", "invoiceMobileCode", "invoiceNaturalPerson",
    "invoiceMAddress", "invoiceB2bAddress", "barcode", "tradeCode",
    // Of settings and credentials.
    "merchantPrivateKey", "aesKey", "aesIv", "previousKey", "token", "clientSecret", "ipassKey",
    // Of a reply that was opened for diagnosis: it names the customer's wallet.
    "message",
]

/// Every type that has something to hide, in every text that Swift makes of a value.
final class SecretTests: XCTestCase {
    func testNoTextOfAMessageShowsASecret() throws {
        let all: [any Codable & CustomDebugStringConvertible] = [
            IcashPayRequest(), IcashTopUpRequest(), IcashCancelTopUpRequest(), IcashRefundTopUpRequest(), IcashSettings(),
            IcashAesCredential(encKeyId: "", aesKey: "", aesIv: ""),
            IcashOpenedMessage(rtnCode: "", rtnMsg: "", message: ""), MypayCreateOrderRequest(), MypayCreateOrderResponse(),
            MypayExpectedOrder(), MypayNotification(), MypayQueryOrderRequest(), MypayQueryOrderResponse(),
            MypayRefundOrderRequest(), MypayRefundOrderResponse(), MypayRefundRow(), MypayScanPayRequest(),
            MypayScanPayResponse(), MypaySettings(), OmniIcashPayRequest(), OmniIpassPayRequest(), OmniSettings(),
        ]
        for empty in all {
            try hides(empty)
        }
        // The generated source says which types hide something: these, both keys, and settings without a secret.
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/Twpos/Twpos.swift")
        let hiding = try String(contentsOf: source, encoding: .utf8).components(separatedBy: ", CustomReflectable").count - 1
        XCTAssertEqual(hiding, all.count + 3, "a type that hides something is not in this test")
    }

    func testNoTextOfAKeyShowsIt() throws {
        let key = try PrivateKey.generate()
        let secret = String(try key.toPem().split(separator: "\n")[1])
        for text in try texts(of: key) + texts(of: [key]) {
            XCTAssertFalse(text.contains(secret))
        }
    }

    /// `empty` with a text in each field: no text of it, or of what holds it, has a secret one.
    private func hides<Message: Codable & CustomDebugStringConvertible>(_ empty: Message) throws {
        guard case .object(var fields) = try JSON.of(empty) else { return XCTFail("\(Message.self) is no object") }
        for (name, value) in fields where value == .text("") {
            fields[name] = .text("CANARY-\(name)")
        }
        for name in secrets where fields[name] == nil {
            fields[name] = .text("CANARY-\(name)")
        }
        let message = try JSON.object(fields).message(Message.self)
        guard case .object(let filled) = try JSON.of(message) else { return XCTFail("\(Message.self) is no object") }
        let hidden = filled.filter { secrets.contains($0.key) }
        XCTAssertFalse(hidden.isEmpty, "\(Message.self) has nothing to hide")
        for (name, value) in hidden {
            let secret = try XCTUnwrap(value.asText)
            for text in try texts(of: message) + texts(of: [message]) + texts(of: Optional(message) as Any) {
                XCTAssertFalse(text.contains(secret), "\(Message.self).\(name): \(text)")
            }
        }
        XCTAssertTrue("\(message)".contains("\(Message.self)"), "\(message)")
    }

    private func texts(of value: Any) throws -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        return [String(describing: value), String(reflecting: value), "\(value)", dumped]
    }
}
