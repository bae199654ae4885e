package import VyaCore

/// Finds out whether a service on the web can be reached, without telling it anything.
package struct WebProbe: Sendable {
    private let timeoutSeconds: Int
    private let caFile: String?

    /// Makes a probe that gives up after so many seconds; `caFile` holds a private authority's certificate.
    package init(timeoutSeconds: Int, caFile: String? = nil) {
        self.timeoutSeconds = timeoutSeconds
        self.caFile = caFile
    }

    /// Connects, and for `https` verifies the certificate; throws when either fails.
    package func reach(_ address: WebAddress) throws(NotificationError) {
        try WebClient(timeoutSeconds: timeoutSeconds, caFile: caFile).reach(address)
    }
}
