import FoundationEssentials
package import VyaCore

/// Puts metrics into a Prometheus Pushgateway, in the place of what it had of this host.
///
/// https://github.com/prometheus/pushgateway#api
package struct Pushgateway: Sendable {
    private let settings: PushgatewaySettings
    private let address: WebAddress

    /// Makes a gateway; `address` is what the settings' source gave.
    package init(settings: PushgatewaySettings, address: WebAddress) {
        self.settings = settings
        self.address = address
    }

    /// Scheme and host.
    package var place: String { address.place }

    /// Pushes a text of metrics under the job's name and the host's, and under a part of these that is replaced by itself.
    package func push(
        _ metrics: String, host: String, part: String? = nil
    ) throws(NotificationError) {
        let path =
            "metrics" + Self.label("job", settings.jobName) + Self.label("instance", host)
            + (part.map { Self.label("part", $0) } ?? "")
        try WebClient(timeoutSeconds: settings.endpoint.timeoutSeconds, caFile: settings.endpoint.caFile)
            .send(
                WebRequest(
                    method: .put, address: address.appending(path), contentType: "text/plain; version=0.0.4",
                    body: Array(metrics.utf8)))
    }

    /// One label of the group; what cannot stand in a path is written in base64, as the gateway has it.
    static func label(_ name: String, _ value: String) -> String {
        let isPlain =
            !value.isEmpty && value != "." && value != ".."
            && value.utf8.allSatisfy { byte in
                isDigitOrLetter(byte) || "-_.".utf8.contains(byte)
            }
        if isPlain { return "/\(name)/\(value)" }
        let code = Data(value.utf8).base64EncodedString().escaping(["+": "-", "/": "_"])
        return "/\(name)@base64/" + (code.isEmpty ? "=" : code)
    }

    private static func isDigitOrLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
