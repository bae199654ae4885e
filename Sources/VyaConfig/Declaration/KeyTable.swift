import VyaCore

/// Declares the keys that an object may have.
struct KeyTable: Sendable {
    let keys: [Key]

    init(_ keys: [Key]) {
        self.keys = keys
    }

    /// The key that goes by a name; byte for byte.
    func key(named name: String) -> Key? {
        keys.first { $0.names.contains { ExactName($0) == ExactName(name) } }
    }

    /// Keys that nobody declares and nobody minds: remarks, and the schema's address for editors.
    static func isRemark(_ name: String) -> Bool {
        name.hasPrefix("_") || name.hasPrefix("//") || name == "$schema"
    }
}
