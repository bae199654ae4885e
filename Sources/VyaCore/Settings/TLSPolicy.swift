/// Says how a database connection is encrypted, in the words of libpq's `sslmode`.
package struct TLSPolicy: Sendable, Equatable {
    /// The demanded protection; nil leaves it to the client's default.
    package enum Mode: String, Sendable, CaseIterable {
        case disable
        case prefer
        case require
        case verifyCA = "verify-ca"
        case verifyFull = "verify-full"
    }

    /// The demanded protection; nil leaves it to the client's default.
    package var mode: Mode?
    /// A file with the certificates of the authorities to trust.
    package var caFile: String?

    /// Makes a policy; without arguments the client's defaults hold.
    package init(mode: Mode? = nil, caFile: String? = nil) {
        self.mode = mode
        self.caFile = caFile
    }
}
