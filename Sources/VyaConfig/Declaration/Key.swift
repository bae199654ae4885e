import VyaCore

/// Declares a key of the configuration: its names, the shape of its value, and what it is for.
struct Key: Sendable {
    /// The name that new files use.
    let name: String
    /// Names that older files use for the same.
    let aliases: [String]
    let shape: Shape
    let isRequired: Bool
    /// True when it decides what is backed up: a mistyped name of such a key is no remark.
    let isDecisive: Bool
    /// One sentence for the schema and for editors.
    let note: String

    init(
        _ name: String, _ aliases: String..., shape: Shape, required: Bool = false, decisive: Bool = false,
        note: String
    ) {
        self.name = name
        self.aliases = aliases
        self.shape = shape
        self.isRequired = required
        self.isDecisive = decisive
        self.note = note
    }

    var names: [String] { [name] + aliases }
}

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
        name.begins(with: "_") || name.begins(with: "//") || name == "$schema"
    }
}
