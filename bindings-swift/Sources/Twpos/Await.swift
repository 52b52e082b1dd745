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
            let isStarted = startThread {
                if waiting.begin() {
                    waiting.end(Result(catching: call))
                }
            }
            if !isStarted {
                waiting.refuse()
            }
        }
    } onCancel: {
        waiting.abandon()
    }
}

/// Whether there is a thread for `work`, where Foundation's `Thread` does not tell.
private func startThread(_ work: @escaping @Sendable () -> Void) -> Bool {
    var attributes = pthread_attr_t()
    guard pthread_attr_init(&attributes) == 0 else { return false }
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, 2 << 20)  // as Rust's own threads have; Apple's would be a quarter of it
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    #if canImport(Glibc)
        var thread = pthread_t()
    #else
        var thread: pthread_t?
    #endif
    let holder = Unmanaged.passRetained(Work(work))
    let status = pthread_create(&thread, &attributes, { holder in runWork(holder); return nil }, holder.toOpaque())
    if status != 0 {
        holder.release()
    }
    return status == 0
}

/// What a thread takes over. The pointer is optional on some systems only.
private func runWork(_ holder: UnsafeMutableRawPointer?) {
    Thread.current.name = "twpos"
    if let holder = holder {
        Unmanaged<Work>.fromOpaque(holder).takeRetainedValue().run()
    }
}

/// A closure that can cross as a pointer.
private final class Work: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
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

    /// There is no thread for the call.
    func refuse() {
        let detail = "no thread could be started for the call"
        takeContinuation()?.resume(throwing: notSent(kind: .internal, detail: detail))
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

    private func notSent(
        kind: ErrorKind = .timeout, detail: String = "the task was cancelled before the call began; nothing was sent"
    ) -> TwposError {
        return .notSent(failure: Failure(kind: kind, outcome: .notSent, detail: detail, reference: reference))
    }

    private func unknown() -> TwposError {
        let detail = "the caller stopped waiting; the call goes on, and may still succeed"
        return .outcomeUnknown(failure: Failure(kind: .timeout, outcome: .unknown, detail: detail, reference: reference))
    }
}
