import VyaCore

/// Reads whom runs tell of themselves besides the mail.
enum NotificationDecoder {
    /// Removes everything else from a Pushgateway that is switched off: placeholders there harm nobody.
    static func withoutDisabled(_ root: Node) -> Node {
        root.replacing(RootKeys.prometheus.name) { node in
            guard node[PrometheusKeys.enabled.name]?.flag == false else { return node }
            return node.keeping { $0.key == PrometheusKeys.enabled.name }
        }
    }

    /// What a file says.
    /// The key of the file, among those that are about telling of a run, that a path leads through; nil for any other.
    static func key(of path: String) -> String? {
        let name = String(path.head(upTo: ".").head(upTo: "["))
        let keys = [
            RootKeys.email, RootKeys.oldEmail, RootKeys.metrics, RootKeys.prometheus, RootKeys.heartbeat,
            RootKeys.webhooks,
        ]
        return keys.map(\.name).has(name) ? name : nil
    }

    /// What of the file a fault at a path costs: the webhook or the address that it is in, else the whole section.
    static func element(of path: String) -> String? {
        guard let key = key(of: path) else { return nil }
        let isWebhook = key.utf8.elementsEqual(RootKeys.webhooks.name.utf8)
        let end = isWebhook ? path.place(of: "]") : path.lastPlace(of: "]")
        return end.map { String(path[...$0]) } ?? key
    }

    static func settings(_ root: KeyedObject, _ findings: inout Diagnostics) -> NotificationSettings {
        NotificationSettings(
            metricsFile: textfile(root.section(RootKeys.metrics), &findings),
            pushgateway: pushgateway(root.section(RootKeys.prometheus), &findings),
            heartbeat: root.section(RootKeys.heartbeat).flatMap { endpoint($0, &findings) },
            webhooks: webhooks(root, &findings))
    }

    /// The value in its shown form: a literal address up to its host, else where it is found.
    static func place(_ literal: Secret) -> String {
        (WebAddress(literal.exposedPlainText)?.place).map { $0 + "/" + Secret.mask } ?? Secret.mask
    }

    private static func textfile(_ section: KeyedObject?, _ findings: inout Diagnostics) -> String? {
        guard let section, let path = section.text(MetricsKeys.textfile).map(PathRule.normalized) else {
            return nil
        }
        if !path.ends(with: ".prom") {
            findings.error(
                "config.metrics-file", at: section.position(MetricsKeys.textfile),
                section.path(MetricsKeys.textfile),
                "node_exporter would not read this file",
                allowed: "the path of a file whose name ends in .prom")
        }
        return path
    }

    private static func pushgateway(
        _ section: KeyedObject?, _ findings: inout Diagnostics
    ) -> PushgatewaySettings? {
        guard let section, section.flag(PrometheusKeys.enabled) ?? true else { return nil }
        guard section.value(WebKeys.url) != nil else {
            findings.warning(
                "config.no-effect", at: section.node.position, section.path,
                "there is no \"url\", so nothing is pushed to Prometheus")
            return nil
        }
        // The predecessor's library took an address without a scheme.
        guard let endpoint = endpoint(section, scheme: "http://", &findings) else { return nil }
        var settings = PushgatewaySettings(endpoint: endpoint)
        settings.jobName = section.text(PrometheusKeys.job) ?? settings.jobName
        return settings
    }

    private static func webhooks(_ root: KeyedObject, _ findings: inout Diagnostics) -> [WebhookSettings] {
        var webhooks: [WebhookSettings] = []
        for (index, node) in (root.value(RootKeys.webhooks)?.elements ?? []).enumerated() where node.isObject
        {
            let section = KeyedObject(node, path: "\(RootKeys.webhooks.name)[\(index)]")
            guard let endpoint = endpoint(section, &findings) else { continue }
            var webhook = WebhookSettings(
                name: section.text(WebhookKeys.name) ?? "\(index + 1)", endpoint: endpoint,
                token: PasswordDecoder.source(WebhookKeys.token, in: section, &findings),
                form: form(section, &findings))
            if let words = section.texts(WebhookKeys.outcomes) {
                webhook.outcomes = Set(words.compactMap { Outcome(rawValue: $0.lowercased()) })
            } else if webhook.form == .uptimeKuma {
                // A monitor that is pushed nothing goes down.
                webhook.outcomes.insert(.success)
            }
            webhooks.append(webhook)
        }
        return webhooks
    }

    private static func form(_ section: KeyedObject, _ findings: inout Diagnostics) -> WebhookSettings.Form {
        guard let template = section.value(WebhookKeys.template) else {
            return style(section, &findings)
        }
        if section.value(WebhookKeys.style) != nil {
            findings.warning(
                "config.twin-keys", at: section.position(WebhookKeys.style), section.path(WebhookKeys.style),
                "\"template\" is given too and counts")
        }
        if !template.isObject, template.elements == nil {
            findings.error(
                "config.webhook-template", at: template.position, section.path(WebhookKeys.template),
                "wrong value",
                allowed: "a JSON object or list, such as {\"text\": \"{{subject}}\"}")
        }
        checkPlaceholders(template, section.path(WebhookKeys.template), &findings)
        return .template(template.json)
    }

    private static func style(_ section: KeyedObject, _ findings: inout Diagnostics) -> WebhookSettings.Form {
        func demand(_ key: Key, _ what: Message) -> String {
            if section.value(key) == nil {
                findings.error(
                    "config.missing-key", at: section.node.position, section.path(key),
                    "this style needs the key",
                    allowed: what)
            }
            return section.text(key) ?? ""
        }
        switch section.word(WebhookKeys.style) {
        case "slack": return .slack
        case "teams": return .teams
        case "discord": return .discord
        case "telegram": return .telegram(chat: demand(WebhookKeys.to, "the number or @name of a chat"))
        case "ntfy": return .ntfy(topic: demand(WebhookKeys.to, "the name of a topic"))
        case "gotify": return .gotify
        case "pagerduty":
            _ = demand(WebhookKeys.token, "the routing key of an integration, or where it is found")
            return .pagerDuty
        case "apprise": return .apprise
        case "uptimekuma": return .uptimeKuma
        default: return .report
        }
    }

    private static func checkPlaceholders(_ node: Node, _ path: String, _ findings: inout Diagnostics) {
        for name in WebhookPlaceholder.unknown(in: node.text ?? "") {
            let known = WebhookPlaceholder.allCases.map(\.rawValue)
            findings.error(
                "config.webhook-template", at: node.position, path, "no placeholder has this name",
                found: "\(name.printable)",
                allowed: "\(known.joined(separator: ", "))", suggestion: NearestName.of(name, in: known))
        }
        for (index, element) in (node.elements ?? []).enumerated() {
            checkPlaceholders(element, "\(path)[\(index)]", &findings)
        }
        for member in node.members {
            checkPlaceholders(member.value, ShapeCheck.join(path, member.key), &findings)
        }
    }

    /// The service that a section describes; `scheme` is put before an address that has none.
    private static func endpoint(
        _ section: KeyedObject, scheme: String = "", _ findings: inout Diagnostics
    ) -> WebEndpoint? {
        guard section.value(WebKeys.url) != nil else {
            findings.error(
                "config.missing-key", at: section.node.position, section.path(WebKeys.url),
                "the key is missing",
                allowed: "an address that begins with http:// or https://")
            return nil
        }
        guard var url = PasswordDecoder.source(WebKeys.url, in: section, &findings) else { return nil }
        if case .literal(let secret) = url {
            let text = secret.exposedPlainText
            let whole = text.holds("://") ? text : scheme + text
            guard WebAddress(whole) != nil else {
                findings.error(
                    "config.web-address", at: section.position(WebKeys.url), section.path(WebKeys.url),
                    "is no address of the web",
                    allowed:
                        "an address that begins with http:// or https://, without blanks and without \"#\"")
                return nil
            }
            url = .literal(Secret(whole))
        }
        var endpoint = WebEndpoint(url: url, caFile: section.text(WebKeys.authority))
        endpoint.timeoutSeconds = section.integer(WebKeys.timeout) ?? endpoint.timeoutSeconds
        return endpoint
    }
}

extension Node {
    /// The value as a document of its own, without positions.
    fileprivate var json: JSONValue {
        switch value {
        case .null: .null
        case .flag(let flag): .bool(flag)
        case .integer(let number): .int(number)
        case .number(let text): Double(text).map { .double($0) } ?? .string(text)
        case .text(let text): .string(text)
        case .list(let nodes): .array(nodes.map(\.json))
        case .object(let members): .object(members.map { JSONValue.Member($0.key, $0.value.json) })
        }
    }
}
