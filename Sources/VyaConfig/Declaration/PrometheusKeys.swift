/// The keys of `prometheus_settings`: the Pushgateway.
enum PrometheusKeys {
    static let enabled = Key("enabled", shape: .flag, note: "False switches pushing off; true if absent.")
    static let job = Key(
        "job_name", shape: .text(.notEmpty), note: "The label job of the metrics; vya_backup if absent.")

    static let table = KeyTable([enabled, job] + WebKeys.all)
}
