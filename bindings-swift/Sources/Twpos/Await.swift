import Foundation

/// Runs `call` on a thread of its own. Once it has begun, nothing stops it: a task that is cancelled only stops waiting.
/// `fields` may name the transaction, the best first.
///
/// A thread and no queue of Dispatch: on Linux its queues share their threads with Swift's pool, which must not block.
func awaitCall<Response: Sendable>(
    about fields: [String],
    onAbandoned: (@Sendable (Result<Response, Error>) -> Void)?,
    call: @escaping @Sendable () throws -> Response
) async throws -> Response {
    let reference = fields.first(where: { !$0.isEmpty })
    let waiting = Waiting<Response>(reference: reference, onAbandoned: onAbandoned)
    return try await withTaskCancellationHandler {
        return try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Response, Error>) in
            waiting.wait(continuation)
            let thread = Thread {
                if waiting.begin() {
                    waiting.end(Result(catching: call))
                }
            }
            thread.name = "twpos"
            thread.stackSize = 2 << 20  // as Rust's own threads have; Apple's would be a quarter of it
            thread.start()
        }
    } onCancel: {
        waiting.abandon()
    }
}

/// One call and the task that waits for it. Whoever takes the continuation answers the task, and there is only one.
private final class Waiting<Response: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private let reference: String?
    private let onAbandoned: (@Sendable (Result<Response, Error>) -> Void)?
    private var continuation: CheckedContinuation<Response, Error>?
    private var isBegun = false
    private var isAbandoned = false

    init(reference: String?, onAbandoned: (@Sendable (Result<Response, Error>) -> Void)?) {
        self.reference = reference
        self.onAbandoned = onAbandoned
    }

    /// The task waits; or is answered at once, if it was cancelled before.
    func wait(_ continuation: CheckedContinuation<Response, Error>) {
        lock.lock()
        let isTooLate = isAbandoned
        if !isTooLate {
            self.continuation = continuation
        }
        lock.unlock()
        if isTooLate {
            continuation.resume(throwing: notSent())
        }
    }

    /// Whether to make the call: not if the task was cancelled before.
    func begin() -> Bool {
        lock.lock()
        defer { lock.unlock() }
        isBegun = !isAbandoned
        return isBegun
    }

    /// The call has ended.
    func end(_ result: Result<Response, Error>) {
        if let continuation = takeContinuation() {
            continuation.resume(with: result)
        } else {
            onAbandoned?(result)
        }
    }

    /// The task was cancelled.
    func abandon() {
        lock.lock()
        isAbandoned = true
        let isOnItsWay = isBegun
        let waiting = continuation
        continuation = nil
        lock.unlock()
        waiting?.resume(throwing: isOnItsWay ? unknown() : notSent())
    }

    private func takeContinuation() -> CheckedContinuation<Response, Error>? {
        lock.lock()
        defer { lock.unlock() }
        let taken = continuation
        continuation = nil
        return taken
    }

    private func notSent() -> TwposError {
        let detail = "the task was cancelled before the call began; nothing was sent"
        return .notSent(failure: Failure(kind: .timeout, outcome: .notSent, detail: detail, reference: reference))
    }

    private func unknown() -> TwposError {
        let detail = "the caller stopped waiting; the call goes on, and may still succeed"
        return .outcomeUnknown(failure: Failure(kind: .timeout, outcome: .unknown, detail: detail, reference: reference))
    }
}
