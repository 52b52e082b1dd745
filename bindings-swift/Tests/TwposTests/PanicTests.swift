// Only with a library that has the feature self-test, and with the Swift that is generated over it (Tests/run.sh).
#if SELF_TEST
import Foundation
import Twpos
import XCTest

/// A fault inside the library is an error like any other.
final class PanicTests: XCTestCase {
    func testAPanicIsAnUnknownOutcome() throws {
        let till = try IcashClient(settings: VectorTests.icashSettings(baseUrl: "http://127.0.0.1:1"))
        for _ in 0..<20 {
            let request = sale()
            let error = try thrown(by: { _ = try till.selfTestPanic(request: request) })
            guard case .outcomeUnknown(let failure) = error else { return XCTFail("\(error)") }
            XCTAssertEqual(failure.kind, .internal)
            XCTAssertEqual(failure.outcome, .unknown)
            XCTAssertEqual(failure.reference, request.opSeq)
            XCTAssertEqual(failure.detail, "a fault inside twpos was caught; please report it")
        }
        XCTAssertEqual(try PrivateKey.generate().publicKey().bits(), 2048, "and all goes on")
    }
}
#endif
