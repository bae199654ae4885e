package import VyaCore

extension Configuration {
    /// Every effective value, with secrets masked and their sources named; what `config show` prints.
    package var masked: JSONValue {
        .object([
            .init("file", .string(path)), .init("db_config", .array(entries.map(Configuration.masked))),
            .init(
                "bkp_system",
                .object(folderMembers + retentionMembers + [.init("group", .optional(group))])),
            .init("email_settings", email.map(Configuration.masked) ?? .null),
            .init("metrics", .object([.init("textfile", .optional(notifications.metricsFile))])),
            .init("prometheus_settings", maskedPushgateway),
            .init("heartbeat", notifications.heartbeat.map { .object(Configuration.members($0)) } ?? .null),
            .init("webhooks", .array(notifications.webhooks.map(Configuration.masked))),
            .init("log_settings", maskedLog), .init("compression", maskedCompression),
            .init("timeouts", Configuration.masked(timeouts)),
            .init("run_deadline_seconds", .int(runDeadlineSeconds)),
            .init("retention", Configuration.masked(gradedRetention)),
            .init("prune_after_run", .bool(prunesAfterRun)),
            .init("prune_before_run", .bool(prunesBeforeRun)), .init("uploader", maskedUploader),
            .init("schedule_settings", maskedSchedule), .init("language", .string(language.rawValue)),
        ])
    }

    private static func masked(_ policy: RetentionPolicy) -> JSONValue {
        .object([
            .init("daily", .int(policy.daily)), .init("weekly", .int(policy.weekly)),
            .init("monthly", .int(policy.monthly)), .init("max_age_days", .optional(policy.maximumAgeDays)),
        ])
    }

    private var maskedUploader: JSONValue {
        let confirm: JSONValue =
            switch uploader.confirmation {
            case nil: .null
            case .command(let words):
                .object([
                    .init("command", .strings(words.prefix(1) + words.dropFirst().map { _ in Secret.mask }))
                ])
            case .log(let path, let pattern):
                .object([.init("log", .string(path)), .init("pattern", .string(pattern.text))])
            }
        return .object([
            .init("watches", uploader.watches.map { .strings($0) } ?? .null),
            .init("min_age_hours", .int(uploader.minimumAgeHours)), .init("confirm", confirm),
        ])
    }

    private static func masked(_ thresholds: CheckThresholds) -> JSONValue {
        .object([
            .init("max_age_hours", .int(thresholds.maximumAgeHours)),
            .init("min_size_ratio", .double(thresholds.minimumSizeRatio)),
            .init("min_redundancy", .int(thresholds.minimumRedundancy)),
            .init("max_drill_age_days", .optional(thresholds.maximumDrillAgeDays)),
            .init("max_unconfirmed_hours", .int(thresholds.maximumUnconfirmedHours)),
            .init("min_disk_days", .int(thresholds.minimumDiskDays)),
        ])
    }

    private var folderMembers: [JSONValue.Member] {
        folders.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }
    }

    private var retentionMembers: [JSONValue.Member] {
        retention.sorted { $0.key < $1.key }.map {
            .init(FolderKeys.retentionPrefix + $0.key, .int($0.value))
        }
    }

    private var maskedLog: JSONValue {
        .object([
            .init("log_dir", .string(log.folder)),
            .init("console_loglevel", .string(log.consoleLevel.rawValue)),
            .init("file_loglevel", .string(log.fileLevel.rawValue)),
            .init("format", .string(log.format.rawValue)),
        ])
    }

    private var maskedCompression: JSONValue {
        .object([
            .init("codec", .string(compression.codec.rawValue)),
            .init("engine", .string(compression.engine.rawValue)),
            .init("level", .optional(compression.level)), .init("threads", .optional(compression.threads)),
        ])
    }

    private var maskedSchedule: JSONValue {
        guard let schedule else { return .null }
        return .object([
            .init("days_of_week", .array(schedule.weekdays.map { .int($0) })),
            .init("time", .string(padded(schedule.hour, 2) + ":" + padded(schedule.minute, 2))),
            .init("timezone", .optional(schedule.timeZone)),
        ])
    }

    private static func masked(_ timeouts: Timeouts) -> JSONValue {
        .object([
            .init("connect_seconds", .int(timeouts.connectSeconds)),
            .init("idle_seconds", .int(timeouts.idleSeconds)),
            .init("total_seconds", .int(timeouts.totalSeconds)),
        ])
    }

    private static func masked(_ entry: Entry) -> JSONValue {
        .object([
            .init("id_dbms", .int(entry.id.number)), .init("dbms", .string(entry.dbms)),
            .init("enabled", .bool(entry.enabled)), .init("host", .optional(entry.host)),
            .init("port", .optional(entry.port)), .init("username", .optional(entry.username)),
            .init("password", masked(entry.password)),
            .init("db_list", .strings(entry.databases.map(\.text))),
            .init("db_ignore", .strings(entry.ignored.map(\.text))),
            .init("sslmode", .optional(entry.tls.mode?.rawValue)),
            .init("ssl_ca_cert", .optional(entry.tls.caFile)),
            .init(
                "tools",
                .object(entry.tools.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })),
            .init("timeouts", masked(entry.timeouts)), .init("retries", .int(entry.retries)),
            .init("options", .strings(entry.options)),
            .init(
                "drill", entry.drill.map { .object([.init("id_dbms", .int($0.number))]) } ?? .null),
            .init("check", masked(entry.thresholds)),
            .init("comment", .optional(entry.comment)),
        ])
    }

    private var maskedPushgateway: JSONValue {
        guard let gateway = notifications.pushgateway else { return .null }
        return .object(
            Configuration.members(gateway.endpoint) + [.init("job_name", .string(gateway.jobName))])
    }

    private static func masked(_ webhook: WebhookSettings) -> JSONValue {
        func style(_ word: String, to: String? = nil) -> [JSONValue.Member] {
            [.init("style", .string(word))] + (to.map { [.init("to", .string($0))] } ?? [])
        }
        let form: [JSONValue.Member] =
            switch webhook.form {
            case .report: style("report")
            case .slack: style("slack")
            case .teams: style("teams")
            case .discord: style("discord")
            case .telegram(let chat): style("telegram", to: chat)
            case .ntfy(let topic): style("ntfy", to: topic)
            case .gotify: style("gotify")
            case .pagerDuty: style("pagerduty")
            case .apprise: style("apprise")
            case .uptimeKuma: style("uptimekuma")
            case .template: [.init("template", .string(Secret.mask))]
            }
        return .object(
            [.init("name", .string(webhook.name))] + members(webhook.endpoint) + [
                .init("token", masked(webhook.token))
            ] + form + [
                .init("on", .strings(Outcome.allCases.filter(webhook.outcomes.contains).map(\.rawValue)))
            ])
    }

    private static func members(_ endpoint: WebEndpoint) -> [JSONValue.Member] {
        let url: JSONValue =
            if case .literal(let secret) = endpoint.url { .string(NotificationDecoder.place(secret)) } else {
                masked(endpoint.url)
            }
        return [
            .init("url", url), .init("timeout_seconds", .int(endpoint.timeoutSeconds)),
            .init("ca_file", .optional(endpoint.caFile)),
        ]
    }

    private static func masked(_ email: EmailSettings) -> JSONValue {
        .object([
            .init("enabled", .bool(email.enabled)), .init("smtp_host", .string(email.host)),
            .init("smtp_port", .int(email.port)), .init("use_ssl", .bool(email.security == .implicitTLS)),
            .init("use_tls", .bool(email.security == .startTLS)),
            .init("smtp_user", .optional(email.username)),
            .init("smtp_password", masked(email.password)), .init("from_email", .string(email.sender)),
            .init("success_recipients", .strings(email.successRecipients)),
            .init("failure_recipients", .strings(email.failureRecipients)),
            .init("ca_file", .optional(email.caFile)), .init("language", .string(email.language.rawValue)),
            .init("test_mode", .bool(email.testMode)),
        ])
    }

    /// The mask for a literal; else where the secret is found. A command's arguments may be secret themselves.
    private static func masked(_ source: SecretSource?) -> JSONValue {
        switch source {
        case nil: .null
        case .literal(let secret): .string(secret.description)
        case .environment(let name): .object([.init("env", .string(name))])
        case .file(let path): .object([.init("file", .string(path))])
        case .credential(let name): .object([.init("credential", .string(name))])
        case .command(let arguments):
            .object([
                .init(
                    "command", .strings(arguments.prefix(1) + arguments.dropFirst().map { _ in Secret.mask }))
            ])
        }
    }
}
