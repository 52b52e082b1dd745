import Conformance
import Foundation
import Twpos
import XCTest

/// What no text form may show, listed here apart from core.
private let secrets: Set<String> = [
    "buyerId", "key", "scannedCode", "dataJson", "userName", "userRealName", "userEnglishName", "userAddress", "userSn",
    "userPhone", "userCellphone", "userEmail", "userBirthday", "invoiceMobileCode", "invoiceNaturalPerson",
    "invoiceMAddress", "invoiceB2bAddress", "barcode", "tradeCode",
    // Who the customer is, and what pays or is won by whoever holds it.
    "userId", "userZipcode", "ip", "cardno", "invoiceTaxId", "invoiceMPostZone", "invoiceB2bTitle", "invoiceB2bId",
    "invoiceB2bPostZone", "invoiceBuyerBan", "invoiceRandCode", "invoiceLeftQrcode", "invoiceMiddleBarcode",
    "invoiceRightQrcode", "serialNumber", "resultContent", "pinCode", "barCode1", "barCode2", "barCode3", "vehicle",
    "vehicleNo", "cardId", "electronicInvoiceCarrier", "mMemberId", "mobileInvoiceCarry", "maskedPan", "vToken",
    // Of settings and credentials.
    "merchantPrivateKey", "aesKey", "aesIv", "previousKey", "token", "clientSecret", "ipassKey",
    // Of a reply that was opened for diagnosis: it names the customer's wallet.
    "message",
]

/// Every type that has something to hide, in every text that Swift makes of a value.
final class SecretTests: XCTestCase {
    func testNoTextOfAMessageShowsASecret() throws {
        let all: [any Codable & CustomDebugStringConvertible] = [
            IcashPayRequest(), IcashPayResponse(), IcashRefundRequest(), IcashRefundResponse(), IcashCancelRequest(),
            IcashCancelResponse(), IcashTopUpRequest(), IcashTopUpResponse(), IcashRefundTopUpRequest(),
            IcashRefundTopUpResponse(), IcashCancelTopUpRequest(), IcashCancelTopUpResponse(), IcashSettings(),
            IcashAesCredential(encKeyId: "", aesKey: "", aesIv: ""),
            IcashOpenedMessage(rtnCode: "", rtnMsg: "", message: ""), MypayVirtualAccount(), MypayIbon(), MypayFamiPort(),
            MypayLifeEt(), MypayStoreBarcode(), MypayNotification(), MypayExpectedOrder(), MypayCreateOrderRequest(),
            MypayCreateOrderResponse(), MypayPaidVoucher(), MypayFreeVoucher(), MypayVoucherRef(),
            MypayQueryOrderRequest(), MypayQueryOrderResponse(), MypayRefundInfo(), MypayCancelInfo(),
            MypayInvoiceAllowance(), MypayRefundOrderRequest(), MypayRefundOrderResponse(), MypayRefundRow(),
            MypayScanPayRequest(), MypayScanPayResponse(), MypaySettings(), OmniIcashPayRequest(), OmniIcashPayResponse(),
            OmniIcashPayment(), OmniIcashSearchRequest(), OmniIcashSearchResponse(), OmniIcashTrade(),
            OmniIcashCancelRequest(), OmniIcashCancelResponse(), OmniIcashCancelled(), OmniIpassPayRequest(),
            OmniIpassPayResponse(), OmniIpassSearchRequest(), OmniIpassSearchResponse(), OmniIpassRefundRequest(),
            OmniIpassRefundResponse(), OmniSettings(),
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
        // A host may put one among the further fields, in its own letters.
        if fields["extra"] != nil {
            let names = ["cardId", "USER_EMAIL", "mmemberid"]
            let further = ["Icash", "Mypay", "Omni"].firstIndex { "\(Message.self)".hasPrefix($0) }
            fields["extra"] = .object([names[try XCTUnwrap(further)]: .text("CANARY-extra")])
        }
        let message = try JSON.object(fields).message(Message.self)
        guard case .object(let filled) = try JSON.of(message) else { return XCTFail("\(Message.self) is no object") }
        var hidden = filled.filter { secrets.contains($0.key) }
        if filled["extra"] != nil {
            hidden["extra"] = .text("CANARY-extra")
        }
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
