/// Whom runs tell of themselves besides the mail.
package struct NotificationSettings: Sendable, Equatable {
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

/// A service on the web that is told something, and how long that may take.
package struct WebEndpoint: Sendable, Equatable {
    /// Where its address comes from; an address is a secret, because whoever knows it may use it.
    package var url: SecretSource
    /// The deadline of everything that is sent to it at once, attempts and pauses included, in seconds.
    package var timeoutSeconds: Int
    /// A file with a private authority's certificates.
    package var caFile: String?

    package init(url: SecretSource, timeoutSeconds: Int = 15, caFile: String? = nil) {
        self.url = url
        self.timeoutSeconds = timeoutSeconds
        self.caFile = caFile
    }
}

/// Where metrics are pushed to; the values of `prometheus_settings`.
package struct PushgatewaySettings: Sendable, Equatable {
    /// The Pushgateway.
    package var endpoint: WebEndpoint
    /// The label `job` of the metrics.
    package var jobName: String

    package init(endpoint: WebEndpoint, jobName: String = "vya_backup") {
        self.endpoint = endpoint
        self.jobName = jobName
    }
}
