/// A service on the web that is told something, and how long that may take.
package struct WebEndpoint: Sendable, Equatable {
    /// Where its address comes from; an address is a secret, because whoever knows it may use it.
    package var url: SecretSource
    /// The deadline of everything that is sent to it at once, attempts and pauses included, in seconds.
    package var timeoutSeconds: Int
    /// A file with a private authority's certificates.
    package var caFile: String?

    /// Makes an endpoint.
    package init(url: SecretSource, timeoutSeconds: Int = 15, caFile: String? = nil) {
        self.url = url
        self.timeoutSeconds = timeoutSeconds
        self.caFile = caFile
    }
}
