import Conformance
import Foundation
import Twpos
import XCTest

/// Which wallet a scanned code can be of: conformance/vectors/wallets.json, and the README's lines.
final class WalletTests: XCTestCase {
    func testWalletsAreToldByTheShapeOfTheirCodes() throws {
        let cases = try Given.vectors("wallets")["cases"]?.entries ?? []
        XCTAssertGreaterThanOrEqual(cases.count, 40)
        for one in cases {
            let (name, scanned) = (one.string("name"), one.string("scanned"))
            let providers = (one["providers"]?.entries ?? []).compactMap { $0.asText }
            if let kind = one["error"]?.asText {
                let error = try thrown(by: { _ = try walletsOf(scanned: scanned, providers: providers) })
                XCTAssertEqual(error.kind.description, kind, name)
                XCTAssertEqual(error.outcome, .notSent, name)
            } else {
                let expected = (one["wallets"]?.entries ?? []).map { wallet in
                    Wallet(
                        name: wallet.string("name"),
                        providers: (wallet["providers"]?.entries ?? []).compactMap { $0.asText })
                }
                XCTAssertEqual(try walletsOf(scanned: scanned, providers: providers), expected, name)
            }
        }
    }

    func testTheLinesOfTheReadme() throws {
        var said: [String] = []
        func print(_ line: String) { said.append(line) }
        let scanned = "223456789012345678"
        for wallet in try walletsOf(scanned: scanned, providers: ["icash", "mypay"]) {  // what you have configured
            print("\(wallet.name) through \(wallet.providers.joined(separator: ", "))")
        }
        XCTAssertEqual(said, ["line_pay through mypay", "jkopay through mypay"])
    }
}
