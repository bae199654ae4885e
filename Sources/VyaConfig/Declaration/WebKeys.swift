/// The keys that every service on the web has.
enum WebKeys {
    static let url = Key(
        "url", shape: SecretKeys.shape,
        note: "Its address, or where the address is found; it is a secret and shown only up to the host.")
    static let timeout = Key(
        "timeout_seconds", "timeout", shape: .integer(1...300, orText: true),
        note: "How long telling it may take in all; 15 if absent.")
    static let authority = Key(
        "ca_file", shape: .text(.optionalPath), note: "The certificates of a private authority.")

    static let all = [url, timeout, authority]
}

/// The keys of `heartbeat`: a service that raises an alarm when no run reports.
enum HeartbeatKeys {
    static let table = KeyTable(WebKeys.all)
}

/// The keys of `prometheus_settings`: the Pushgateway.
enum PrometheusKeys {
    static let enabled = Key("enabled", shape: .flag, note: "False switches pushing off; true if absent.")
    static let job = Key(
        "job_name", shape: .text(.notEmpty), note: "The label job of the metrics; vya_backup if absent.")

    static let table = KeyTable([enabled, job] + WebKeys.all)
}

/// The keys of an element of `webhooks`.
enum WebhookKeys {
    static let name = Key("name", shape: .text(.notEmpty), note: "What it is called in messages.")
    static let style = Key(
        "style",
        shape: .choice([
            "report", "slack", "teams", "discord", "telegram", "ntfy", "gotify", "pagerduty", "apprise",
            "uptimekuma",
        ]),
        note: "What it takes: the report of `run --json`, or a service's message; report if absent.")
    static let to = Key(
        "to", shape: .text(.notEmpty), note: "The chat's number or name (telegram), or the topic (ntfy).")
    static let template = Key(
        "template", shape: .anything,
        note: "The JSON document that it takes instead, its texts with {{placeholders}} such as {{subject}}.")
    static let outcomes = Key(
        "on", shape: .list(.choice(["success", "warning", "failure"])),
        note: "The outcomes that it hears of; warning and failure if absent, and all of them for uptimekuma.")
    static let token = Key(
        "token", shape: SecretKeys.shape,
        note:
            "What it is sent as Authorization: Bearer, or where that is found; the routing key of pagerduty.")

    static let table = KeyTable([name, style, to, template, outcomes, token] + WebKeys.all)
}

/// The keys of `metrics`.
enum MetricsKeys {
    static let textfile = Key(
        "textfile", shape: .text(.path),
        note:
            "The file for node_exporter's textfile collector, written anew by each run; its name ends in .prom."
    )

    static let table = KeyTable([textfile])
}
