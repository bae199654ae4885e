/// Whom runs tell of themselves besides the mail.
package struct TellingSettings: Sendable, Equatable {
    /// The text file that node_exporter reads, by absolute path; nil when there is none.
    package var metricsFile: String?
    /// Where metrics are pushed to; nil when nowhere.
    package var pushgateway: PushgatewaySettings?
    /// What misses the runs that never begin; nil when nothing does.
    package var heartbeat: WebEndpoint?
    /// Who is sent a document about a run.
    package var webhooks: [WebhookSettings]

    /// Makes settings; the defaults are those of a file that says nothing.
    package init(
        metricsFile: String? = nil, pushgateway: PushgatewaySettings? = nil, heartbeat: WebEndpoint? = nil,
        webhooks: [WebhookSettings] = []
    ) {
        self.metricsFile = metricsFile
        self.pushgateway = pushgateway
        self.heartbeat = heartbeat
        self.webhooks = webhooks
    }
}
