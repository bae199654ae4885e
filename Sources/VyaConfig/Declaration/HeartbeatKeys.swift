/// The keys of `heartbeat`: a service that raises an alarm when no run reports.
enum HeartbeatKeys {
    static let table = KeyTable(WebKeys.all)
}
