import Logging
import VyaCore
import VyaStorage

/// Hands swift-log's records to a file that grows, as text or as JSON lines.
struct LogFileHandler: LogHandler {
    let file: AppendFile
    let writesJSON: Bool
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { _, new in new }.sorted { $0.key < $1.key }
        let now = Moment.now().rfc3339
        if writesJSON {
            _ = file.append(
                JSONValue.object(
                    [
                        .init("time", .string(now)), .init("level", .string(event.level.rawValue)),
                        .init("message", .string(event.message.description)),
                    ] + fields.map { .init($0.key, .string($0.value.description)) }
                ).serialized(pretty: false))
        } else {
            let words = fields.map { "\($0.key)=\($0.value.description)" }
            let message = event.message.description.split(separator: "\n").joined(separator: " | ")
            _ = file.append(
                ([now, event.level.rawValue.uppercased(), message] + words).joined(separator: " "))
        }
    }
}
