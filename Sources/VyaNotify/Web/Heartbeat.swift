package import VyaCore

/// Tells a dead man's switch of each start and end of a run, so that it misses the runs that never begin.
///
/// The addresses are those of healthchecks.io and its kin: `URL/start`, `URL` for a success, `URL/fail` for a failure.
package struct Heartbeat: Sendable {
    /// The longest that a backup waits for the news of its start to be told, in seconds.
    private static let startPatience = 5

    private let address: WebAddress
    private let timeoutSeconds: Int
    private let caFile: String?

    /// Makes a heartbeat; nothing is connected yet.
    package init(address: WebAddress, timeoutSeconds: Int, caFile: String? = nil) {
        self.address = address
        self.timeoutSeconds = timeoutSeconds
        self.caFile = caFile
    }

    /// Scheme and host.
    package var place: String { address.place }

    /// Tells that a run begins, in one attempt of at most five seconds.
    package func started() throws(NotificationError) {
        let patience = Double(min(timeoutSeconds, Heartbeat.startPatience))
        let client = WebClient(
            deadlines: NotificationTimeouts(connect: patience, total: patience, pauses: []), caFile: caFile)
        try client.send(WebRequest(method: .get, address: address.appending("start")))
    }

    /// Tells how a run ended; a failure in words as well.
    package func ended(_ report: RunReport, language: Language) throws(NotificationError) {
        let client = WebClient(timeoutSeconds: timeoutSeconds, caFile: caFile)
        guard report.outcome >= .incomplete else {
            return try client.send(WebRequest(method: .get, address: address))
        }
        try fail(Verdict(report).sentence(in: language), client)
    }

    /// Tells that something is not well; that it is well again is for the next run to tell.
    package func raised(_ alarm: Alarm, language: Language) throws(NotificationError) {
        let client = WebClient(timeoutSeconds: timeoutSeconds, caFile: caFile)
        let lines = alarm.lines(in: language).compactMap(\.first)
        try fail(([alarm.sentence(in: language)] + lines).joined(separator: "\n"), client)
    }

    private func fail(_ words: String, _ client: WebClient) throws(NotificationError) {
        try client.send(
            WebRequest(
                method: .post, address: address.appending("fail"), contentType: "text/plain; charset=utf-8",
                body: Array(words.utf8)))
    }
}
