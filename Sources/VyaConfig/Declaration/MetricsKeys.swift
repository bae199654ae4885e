/// The keys of `metrics`.
enum MetricsKeys {
    static let textfile = Key(
        "textfile", shape: .text(.path),
        note:
            "The file for node_exporter's textfile collector, written anew by each run; its name ends in .prom."
    )

    static let table = KeyTable([textfile])
}
