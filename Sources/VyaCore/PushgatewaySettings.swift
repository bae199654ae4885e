/// Where metrics are pushed to; the values of `prometheus_settings`.
package struct PushgatewaySettings: Sendable, Equatable {
    /// The Pushgateway.
    package var endpoint: WebEndpoint
    /// The label `job` of the metrics.
    package var jobName: String

    /// Makes settings.
    package init(endpoint: WebEndpoint, jobName: String = "vya_backup") {
        self.endpoint = endpoint
        self.jobName = jobName
    }
}
