/// What the texts of a webhook's template can ask for, written as `{{name}}`.
package enum WebhookPlaceholder: String, Sendable, CaseIterable {
    /// The subject that the mail has.
    case subject
    /// The verdict in one sentence.
    case sentence
    /// What failed, one line each; empty when nothing did.
    case failures
    /// `success`, `warning` or `failure`.
    case outcome
    /// The status that the run ends with.
    case exitStatus = "exit_status"
    /// The host.
    case host
    /// The run's name in logs and manifests.
    case runID = "run_id"
    /// When it began, as RFC 3339 has it.
    case startedAt = "started_at"
    /// When it ended, as RFC 3339 has it.
    case finishedAt = "finished_at"

    /// The texts between double braces in a text that are no placeholder.
    package static func unknown(in text: String) -> [String] {
        pieces(of: text).compactMap { piece in
            if case .name(let name) = piece, WebhookPlaceholder(rawValue: name) == nil { name } else { nil }
        }
    }

    /// The text with its placeholders filled.
    package static func fill(_ text: String, _ value: (WebhookPlaceholder) -> String) -> String {
        pieces(of: text).map { piece in
            switch piece {
            case .plain(let text): text
            case .name(let name): WebhookPlaceholder(rawValue: name).map(value) ?? "{{\(name)}}"
            }
        }.joined()
    }

    /// The document with the placeholders in its texts filled; names of members stay as they are.
    package static func fill(_ template: JSONValue, _ value: (WebhookPlaceholder) -> String) -> JSONValue {
        switch template {
        case .string(let text): .string(fill(text, value))
        case .array(let elements): .array(elements.map { fill($0, value) })
        case .object(let members):
            .object(members.map { JSONValue.Member($0.name.text, fill($0.value, value)) })
        default: template
        }
    }

    private enum Piece {
        case plain(String)
        case name(String)
    }

    private static func pieces(of text: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = text[...]
        while let open = rest.firstPlace(of: "{{"),
            let close = rest[open.upperBound...].firstPlace(of: "}}")
        {
            pieces.append(.plain(String(rest[..<open.lowerBound])))
            let name = rest[open.upperBound..<close.lowerBound]
            pieces.append(.name(String(name.pieces(separatedBy: " ").joined(separator: " "))))
            rest = rest[close.upperBound...]
        }
        return pieces + [.plain(String(rest))]
    }
}
