import VyaCore

/// Collects the problems of one file while it is read.
struct Diagnostics {
    let file: String
    private(set) var diagnostics: [Diagnostic] = []

    init(file: String) {
        self.file = file
    }

    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// The problems in the order of the file; those of one place as they were found.
    var inOrder: [Diagnostic] {
        diagnostics.enumerated()
            .sorted {
                ($0.element.line, $0.element.column, $0.offset) < (
                    $1.element.line, $1.element.column, $1.offset
                )
            }
            .map(\.element)
    }

    /// Takes down what makes the file unusable.
    mutating func error(
        _ code: ErrorCode, at position: Position, _ keyPath: String, _ message: Message,
        found: Message? = nil,
        allowed: Message? = nil, suggestion: String? = nil
    ) {
        add(.error, code, position, keyPath, message, found, allowed, suggestion)
    }

    /// Takes down what the operator should know.
    mutating func warning(
        _ code: ErrorCode, at position: Position, _ keyPath: String, _ message: Message,
        found: Message? = nil,
        suggestion: String? = nil
    ) {
        add(.warning, code, position, keyPath, message, found, nil, suggestion)
    }

    private mutating func add(
        _ severity: Diagnostic.Severity, _ code: ErrorCode, _ position: Position, _ keyPath: String,
        _ message: Message,
        _ found: Message?, _ allowed: Message?, _ suggestion: String?
    ) {
        diagnostics.append(
            Diagnostic(
                severity: severity, code: code, file: file, line: position.line,
                column: position.column, keyPath: keyPath, message: message, found: found, allowed: allowed,
                suggestion: suggestion))
    }
}
