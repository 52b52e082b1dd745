import Foundation
import Twpos
import XCTest

/// Charges, and what becomes of them, against the sandbox.
final class SandboxTests: XCTestCase {
    func testAPaymentIsMadeAndRefunded() throws {
        let till = try IcashClient.fromConfig(path: Given.config)
        let request = sale()
        let paid = try till.pay(request: request)
        XCTAssertEqual(paid.opSeq, request.opSeq)
        XCTAssertEqual(paid.txAmt, 36)
        var refund = IcashRefundRequest()
        refund.opSeq = request.opSeq
        refund.bankSeq = paid.bankSeq
        refund.txAmt = 36
        refund.opRefundSeq = "R\(UUID().uuidString)"
        refund.storeId = request.storeId
        refund.storeName = request.storeName
        refund.posNo = request.posNo
        // An answer to a refund repeats no number of ours; the provider's own is what proves it.
        let refunded = try till.refund(request: refund)
        XCTAssertEqual(refunded.statusCode, "ICASH_SUCCESS")
        XCTAssertFalse(try XCTUnwrap(refunded.bankRefundSeq).isEmpty)
    }

    func testARefusalIsTold() throws {
        let till = try IcashClient.fromConfig(path: Given.config)
        let request = sale(buyerId: "ICTWPOSDECLINE0000")
        let error = try thrown(by: { _ = try till.pay(request: request) })
        guard case .refused(let failure) = error else { return XCTFail("\(error)") }
        XCTAssertEqual(failure.kind, .declined)
        XCTAssertEqual(failure.outcome, .refused)
        XCTAssertEqual(failure.reference, request.opSeq)
        XCTAssertNotNil(failure.providerText)
        XCTAssertFalse("\(error)".contains(request.buyerId), "the barcode is in the error")
    }

    func testANumberThatWasUsedProvesNothing() throws {
        let till = try IcashClient.fromConfig(path: Given.config)
        let request = sale()
        _ = try till.pay(request: request)
        let error = try thrown(by: { _ = try till.pay(request: request) })
        guard case .outcomeUnknown(let failure) = error else { return XCTFail("\(error)") }
        XCTAssertEqual(failure.kind, .duplicate)
        XCTAssertEqual(failure.reference, request.opSeq)
    }

    func testAnUnknownOutcomeIsCancelled() throws {
        let till = try IcashClient.fromConfig(path: Given.config)
        let faults: [(String, ErrorKind)] = [
            ("ICTWPOSRESETAFTER0", .transport), ("ICTWPOSHTTP5020000", .http), ("ICTWPOSSIGBAD00000", .signature),
            ("ICTWPOSENCDATABAD0", .decrypt), ("ICTWPOSCODE7777000", .malformed), ("ICTWPOSAMOUNTWRONG", .mismatch),
        ]
        for (barcode, kind) in faults {
            let request = sale(buyerId: barcode)
            let error = try thrown(by: { _ = try till.pay(request: request) })
            guard case .outcomeUnknown(let failure) = error else { return XCTFail("\(barcode): \(error)") }
            XCTAssertEqual(failure.kind, kind, barcode)
            XCTAssertEqual(failure.reference, request.opSeq, barcode)
            let cancel = IcashCancelRequest(opSeq: request.opSeq)
            XCTAssertEqual(try till.cancel(request: cancel).opSeq, request.opSeq, barcode)
        }
    }

    func testWhatIsNotSentSaysSo() throws {
        let till = try IcashClient.fromConfig(path: Given.config)
        var request = sale()
        request.txAmt = 0
        var error = try thrown(by: { _ = try till.pay(request: request) })
        guard case .invalidRequest = error else { return XCTFail("\(error)") }
        XCTAssertEqual(error.kind, .invalidRequest)
        XCTAssertEqual(error.outcome, .notSent)
        XCTAssertEqual(error.reference, request.opSeq)
        XCTAssertTrue(error.detail.contains("TxAmt"), error.detail)

        let vectors = try VectorTests.icashSettings(baseUrl: "http://127.0.0.1:1")
        let nobody = try IcashClient(settings: vectors)
        let unheard = sale()
        error = try thrown(by: { _ = try nobody.pay(request: unheard) })
        guard case .notSent = error else { return XCTFail("\(error)") }
        XCTAssertEqual(error.kind, .connect)
        XCTAssertEqual(error.reference, unheard.opSeq)
    }

    func testAWrongConfigurationIsNamed() throws {
        let attempts: [() throws -> Void] = [
            { _ = try IcashClient.fromConfig(path: "/no/such/till.toml") },
            { _ = try IcashClient.fromToml(text: "[icash]\nnonsense = 1\n") },
            { _ = try MypayClient(settings: MypaySettings(environment: "nowhere")) },
            { _ = try OmniClient(settings: OmniSettings()) },
        ]
        for attempt in attempts {
            let error = try thrown(by: attempt)
            guard case .config = error else { return XCTFail("\(error)") }
            XCTAssertEqual(error.outcome, .notSent)
        }
        let nowhere = try thrown(by: { _ = try IcashClient.fromToml(text: "[icash]\nenvironment = \"nowhere\"\n") })
        XCTAssertTrue(nowhere.detail.contains("environment must be one of"), nowhere.detail)
    }

    func testAKeyExchangeTakesTheSettingsOfAConnection() throws {
        let host = "https://member.example"
        let right = ConnectionSettings(roots: "built-in", proxy: "http://proxy:3128", proxyCredentials: "till:CANARY")
        XCTAssertFalse("\(right)".contains("CANARY"))
        _ = try IcashKeyExchange(baseUrl: host, connection: right)
        let wrong: [(ConnectionSettings, String)] = [
            (ConnectionSettings(roots: "CANARY"), "[icash] roots must be built-in or system"),
            (ConnectionSettings(proxy: "socks5://CANARY:1080"), "proxy must be http://HOST:PORT"),
            (ConnectionSettings(proxy: "http://till:CANARY@host:1"), "proxy must not contain a user or password"),
            (ConnectionSettings(proxyCredentials: "till:CANARY"), "[icash] proxy_credentials needs a proxy"),
        ]
        for (settings, detail) in wrong {
            let error = try thrown(by: { _ = try IcashKeyExchange(baseUrl: host, connection: settings) })
            guard case .config = error else { return XCTFail("\(error)") }
            XCTAssertTrue(error.detail.hasPrefix(detail), error.detail)
            XCTAssertFalse("\(error)".contains("CANARY"))
        }
    }

    func testSixteenThreadsShareAClient() throws {
        let till = try IcashClient.fromConfig(path: Given.config)
        let paid = Gathered<String>()
        DispatchQueue.concurrentPerform(iterations: 16) { _ in
            for _ in 0..<4 {
                let request = sale()
                if let reply = try? till.pay(request: request), reply.opSeq == request.opSeq {
                    paid.add(reply.opSeq)
                }
            }
        }
        XCTAssertEqual(Set(paid.all).count, 64)
    }

    func testLogLinesAreHeard() throws {
        let lines = Gathered<String>()
        setLogListener(level: .info) { level, text in lines.add("\(level) \(text)") }
        defer { setLogListener(level: .info, listener: nil) }
        let till = try IcashClient.fromConfig(path: Given.config)
        let request = sale()
        _ = try till.pay(request: request)
        let about = lines.all.filter { $0.contains(request.opSeq) }
        XCTAssertEqual(about.count, 1, "\(lines.all)")
        XCTAssertFalse(lines.all.contains(where: { $0.contains(request.buyerId) }))
        setLogListener(level: .info, listener: nil)
        let heard = lines.all.count
        _ = try till.pay(request: sale())
        XCTAssertEqual(lines.all.count, heard)
    }
}
