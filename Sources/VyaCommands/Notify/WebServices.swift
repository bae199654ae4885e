import VyaCore
import VyaNotify

/// Makes the notifiers of the configuration's services: fetches their addresses and tokens.
struct WebServices {
    let notifications: NotificationSettings

    /// The dead man's switch; nil when there is none. Throws when its address cannot be fetched.
    func heartbeat() throws -> Heartbeat? {
        try notifications.heartbeat.map {
            try AuthorityFile.demand($0.caFile)
            return Heartbeat(
                address: try address(of: $0, what: "heartbeat.url"), timeoutSeconds: $0.timeoutSeconds,
                caFile: $0.caFile)
        }
    }

    /// The Pushgateway; nil when there is none. Throws when its address cannot be fetched.
    func pushgateway() throws -> Pushgateway? {
        try notifications.pushgateway.map {
            try AuthorityFile.demand($0.endpoint.caFile)
            return Pushgateway(
                settings: $0, address: try address(of: $0.endpoint, what: "prometheus_settings.url"))
        }
    }

    /// A webhook; throws when its address or token cannot be fetched.
    func webhook(_ settings: WebhookSettings) throws -> Webhook {
        try AuthorityFile.demand(settings.endpoint.caFile)
        return Webhook(
            settings: settings,
            address: try address(of: settings.endpoint, what: "the webhook \(settings.name.printable)"),
            token: try settings.token.map(SecretFetcher.fetch))
    }

    /// The address of a service; throws when it cannot be fetched or is none.
    func address(of endpoint: WebEndpoint, what: Message) throws -> WebAddress {
        guard let address = WebAddress(try SecretFetcher.fetch(endpoint.url).exposedPlainText) else {
            throw ConfigurationError(
                "web.address", "what was found for \(what) is no address of the web",
                hints: ["an address begins with http:// or https:// and holds no blanks"])
        }
        return address
    }
}
