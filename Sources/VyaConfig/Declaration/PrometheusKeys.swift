/// The keys of `prometheus_settings`, which only the predecessor used.
enum PrometheusKeys {
    static let enabled = Key("enabled", shape: .flag, note: "Of the predecessor; has no effect.")

    static let table = KeyTable([
        enabled,
        Key("url", shape: .anything, note: "Of the predecessor; has no effect."),
        Key("job_name", shape: .anything, note: "Of the predecessor; has no effect."),
        Key("timeout", shape: .anything, note: "Of the predecessor; has no effect."),
    ])
}
