/// Declares a key of the configuration: its names, the shape of its value, and what it is for.
struct Key: Sendable {
    /// The name that new files use.
    let name: String
    /// Names that older files use for the same.
    let aliases: [String]
    let shape: Shape
    let isRequired: Bool
    /// One sentence for the schema and for editors.
    let note: String

    init(_ name: String, _ aliases: String..., shape: Shape, required: Bool = false, note: String) {
        self.name = name
        self.aliases = aliases
        self.shape = shape
        self.isRequired = required
        self.note = note
    }

    var names: [String] { [name] + aliases }
}
