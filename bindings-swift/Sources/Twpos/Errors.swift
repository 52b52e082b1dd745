extension TwposError: CustomStringConvertible, CustomDebugStringConvertible {
    /// All that is known.
    public var failure: Failure {
        switch self {
        case .invalidRequest(let failure): return failure
        case .config(let failure): return failure
        case .notSent(let failure): return failure
        case .refused(let failure): return failure
        case .outcomeUnknown(let failure): return failure
        case .invalidNotification(let failure): return failure
        }
    }

    /// Why it failed.
    public var kind: ErrorKind { return failure.kind }

    /// What that means for the customer's money.
    public var outcome: Outcome { return failure.outcome }

    /// One English sentence for the log and the technician.
    public var detail: String { return failure.detail }

    /// The HTTP status, when an answer got that far.
    public var httpStatus: Int32? { return failure.httpStatus }

    /// The provider's own code, taken only from an authentic answer.
    public var providerCode: String? { return failure.providerCode }

    /// The provider's own words, taken only from an authentic answer.
    public var providerText: String? { return failure.providerText }

    /// The transaction that this is about, so that no error loses it.
    public var reference: String? { return failure.reference }

    /// All of it in one line, without a secret.
    public var description: String { return failure.description }

    /// The same: `errorDescription`, and so `localizedDescription`, goes by this.
    public var debugDescription: String { return failure.description }
}
