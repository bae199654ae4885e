/// Gives typed access to an object of the file by its declared keys.
///
/// The shapes were checked before; what does not fit reads as absent here, because it has been said.
struct KeyedObject {
    let node: Node
    /// The path of keys that leads to it.
    let path: String

    init(_ node: Node, path: String) {
        self.node = node
        self.path = path
    }

    /// The value of a key under the first of its names that is there.
    func value(_ key: Key) -> Node? {
        key.names.lazy.compactMap { node[$0] }.first
    }

    /// Where a key's value stands; the object itself when it is absent.
    func position(_ key: Key) -> Position { value(key)?.position ?? node.position }

    /// The key's path under the name that the file uses.
    func path(_ key: Key) -> String {
        ShapeCheck.join(path, key.names.first { node[$0] != nil } ?? key.name)
    }

    func flag(_ key: Key) -> Bool? { value(key)?.flag }

    func integer(_ key: Key) -> Int? { value(key).flatMap(key.shape.integer) }

    func fraction(_ key: Key) -> Double? { value(key).flatMap(key.shape.fraction) }

    func word(_ key: Key) -> String? { value(key).flatMap(key.shape.word) }

    func texts(_ key: Key) -> [String]? { value(key).flatMap(key.shape.texts) }

    /// The text of a key; nil also for an empty one.
    func text(_ key: Key) -> String? {
        guard let text = value(key)?.text, !text.isEmpty else { return nil }
        return text
    }

    func section(_ key: Key) -> KeyedObject? {
        guard let node = value(key), node.isObject else { return nil }
        return KeyedObject(node, path: path(key))
    }
}
