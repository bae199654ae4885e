import VyaCore

/// Reads where a password comes from.
enum PasswordDecoder {
    /// The source that a key names; nil when the key is absent or empty.
    static func source(_ key: Key, in section: KeyedObject, _ findings: inout Diagnostics) -> SecretSource? {
        if let text = section.text(key) { return .literal(Secret(text)) }
        guard let object = section.section(key) else { return nil }
        var sources: [SecretSource] = []
        if let name = object.text(SecretKeys.environment) { sources.append(.environment(name)) }
        if let path = object.text(SecretKeys.file) { sources.append(.file(path)) }
        if let name = object.text(SecretKeys.credential) { sources.append(.credential(name)) }
        if let node = object.value(SecretKeys.command), let arguments = object.texts(SecretKeys.command) {
            guard let program = arguments.first, PathRule.isAbsolute(program) else {
                findings.error(
                    "config.secret-command", at: node.position, object.path(SecretKeys.command),
                    "the program is not named by an absolute path",
                    allowed: "a list: the program's absolute path, then its arguments")
                return nil
            }
            sources.append(.command(arguments))
        }
        if sources.count != 1, !findings.hasError(at: object.node) {
            findings.error(
                "config.secret-source", at: object.node.position, object.path,
                sources.isEmpty
                    ? "says nowhere to find the password" : "says several places to find the password",
                allowed: "exactly one of \"env\", \"file\", \"command\", \"credential\"")
        }
        return sources.first
    }
}

extension Diagnostics {
    /// Tells whether something in an object was refused already, so that its lack is no news.
    fileprivate func hasError(at node: Node) -> Bool {
        let places = node.members.map(\.value.position)
        return diagnostics.contains { diagnostic in
            diagnostic.severity == .error
                && places.contains(Position(line: diagnostic.line, column: diagnostic.column))
        }
    }
}
