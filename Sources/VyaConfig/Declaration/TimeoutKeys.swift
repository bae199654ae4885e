/// The keys of `timeouts`, each in seconds and at most a week.
enum TimeoutKeys {
    static let connect = Key(
        "connect_seconds", shape: .integer(1...604_800), note: "For a connection to come about.")
    static let idle = Key(
        "idle_seconds", shape: .integer(1...604_800), note: "For a tool that writes nothing.")
    static let total = Key("total_seconds", shape: .integer(1...604_800), note: "For a tool altogether.")

    static let table = KeyTable([connect, idle, total])
}
