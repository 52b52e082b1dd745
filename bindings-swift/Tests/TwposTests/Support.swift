import Conformance
import Foundation
import Twpos
import XCTest

/// What the tests are told of the machine, by Tests/run.sh.
enum Given {
    /// The till.toml of a running sandbox.
    static var config: String { return variable("TWPOS_CONFIG") }

    /// A file of golden vectors.
    static func vectors(_ provider: String) throws -> JSON {
        return try JSON.read(variable("TWPOS_CONFORMANCE") + "/vectors/\(provider).json")
    }

    private static func variable(_ name: String) -> String {
        guard let value = ProcessInfo.processInfo.environment[name] else {
            fatalError("\(name) is not set; Tests/run.sh sets it")
        }
        return value
    }
}

/// A payment as a till fills it.
func sale(buyerId: String = "IC0123456789ABCDEF") -> IcashPayRequest {
    var sale = IcashPayRequest()
    sale.buyerId = buyerId
    sale.txAmt = 36
    sale.opSeq = "S\(UUID().uuidString)"
    sale.storeId = "217477"
    sale.storeName = "見晴"
    sale.posNo = "01"
    sale.bonusType = IcashBonusType.byWallet.code
    return sale
}

/// What `work` throws.
func thrown(by work: () throws -> Void, line: UInt = #line) throws -> TwposError {
    do {
        try work()
    } catch let error as TwposError {
        return error
    }
    XCTFail("it did not fail", line: line)
    throw DidNotFail()
}

/// What `work` throws.
func thrown(awaiting work: () async throws -> Void, line: UInt = #line) async throws -> TwposError {
    do {
        try await work()
    } catch let error as TwposError {
        return error
    }
    XCTFail("it did not fail", line: line)
    throw DidNotFail()
}

struct DidNotFail: Error {}

/// A list that many threads add to.
final class Gathered<Entry: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var entries: [Entry] = []

    func add(_ entry: Entry) {
        lock.lock()
        entries.append(entry)
        lock.unlock()
    }

    var all: [Entry] {
        lock.lock()
        defer { lock.unlock() }
        return entries
    }
}
