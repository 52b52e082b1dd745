import Foundation
import Twpos
import XCTest

/// Calls that are awaited, and tasks that are cancelled meanwhile.
final class AsyncTests: XCTestCase {
    func testManyCallsAtOnce() async throws {
        let till = try IcashClient.fromConfig(path: Given.config)
        let paid = try await withThrowingTaskGroup(of: String.self) { group -> Set<String> in
            for _ in 0..<32 {
                group.addTask { try await till.pay(request: sale()).opSeq }
            }
            var all: Set<String> = []
            for try await opSeq in group {
                all.insert(opSeq)
            }
            return all
        }
        XCTAssertEqual(paid.count, 32)
    }

    func testAnErrorIsTheSameAwaited() async throws {
        let till = try IcashClient.fromConfig(path: Given.config)
        let request = sale(buyerId: "ICTWPOSDECLINE0000")
        let error = try await thrown(awaiting: { _ = try await till.pay(request: request) })
        guard case .refused(let failure) = error else { return XCTFail("\(error)") }
        XCTAssertEqual(failure.reference, request.opSeq)
    }

    func testOtherTasksRunMeanwhile() async throws {
        let server = try Server()
        server.reply(body: "{}", pause: 1)
        let till = try IcashClient(settings: VectorTests.icashSettings(baseUrl: server.url))
        // More calls than any machine of ours has processors: were they to block Swift's pool, nothing would tick.
        let calls = (0..<48).map { _ in
            return Task<IcashPayResponse, Error> { try await till.pay(request: sale()) }
        }
        let start = Date()
        try await Task.sleep(nanoseconds: 100_000_000)
        XCTAssertLessThan(Date().timeIntervalSince(start), 0.9)
        for call in calls {
            let error = try await thrown(awaiting: { _ = try await call.value })
            XCTAssertEqual(error.outcome, .unknown)
        }
    }

    func testACancelledTaskAbandonsTheWaitingAndNotTheCall() async throws {
        let server = try Server()
        server.reply(body: "not JSON", pause: 1)
        let till = try IcashClient(settings: VectorTests.icashSettings(baseUrl: server.url))
        let request = sale()
        let ended = Gathered<String>()
        let paying = Task<IcashPayResponse, Error> {
            try await till.pay(request: request) { result in
                if case .failure(let error as TwposError) = result {
                    ended.add(error.reference ?? "")
                }
            }
        }
        try await Task.sleep(nanoseconds: 300_000_000)
        let start = Date()
        paying.cancel()
        let error = try await thrown(awaiting: { _ = try await paying.value })
        XCTAssertLessThan(Date().timeIntervalSince(start), 0.5)
        guard case .outcomeUnknown(let failure) = error else { return XCTFail("\(error)") }
        XCTAssertEqual(failure.kind, .timeout)
        XCTAssertEqual(failure.reference, request.opSeq)
        for _ in 0..<100 where ended.all.isEmpty {
            try await Task.sleep(nanoseconds: 100_000_000)
        }
        XCTAssertEqual(ended.all, [request.opSeq])
    }

    func testATaskThatIsCancelledBeforeSendsNothing() async throws {
        let till = try IcashClient.fromConfig(path: Given.config)
        let request = sale()
        let paying = Task<IcashPayResponse, Error> {
            while !Task.isCancelled {
                await Task.yield()
            }
            return try await till.pay(request: request)
        }
        paying.cancel()
        let error = try await thrown(awaiting: { _ = try await paying.value })
        guard case .notSent(let failure) = error else { return XCTFail("\(error)") }
        XCTAssertEqual(failure.reference, request.opSeq)
        // The number is unused, so a payment under it is made.
        let paid = try await till.pay(request: request)
        XCTAssertEqual(paid.opSeq, request.opSeq)
    }
}
