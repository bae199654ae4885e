/// Reads `tools`.
enum ToolsDecoder {
    /// The named tools and their paths.
    static func tools(_ node: Node?) -> [String: String] {
        var tools: [String: String] = [:]
        for member in node?.members ?? [] { tools[member.key] = member.value.text }
        return tools
    }
}
