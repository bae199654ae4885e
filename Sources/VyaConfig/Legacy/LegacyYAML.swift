package import VyaCore

/// Turns the YAML file of the predecessor's version 2.0 into the JSON that is read here; contract.md §6, shape 4.
package enum LegacyYAML {
    /// A converted file.
    package struct Conversion: Sendable, Equatable {
        /// The JSON text, passwords included.
        package let json: String
        /// What could not be taken over, one sentence each.
        package let notes: [Message]
    }

    /// Converts a file. Throws `ConfigurationFailure` when it is no such file, and what reading a file throws.
    package static func convert(path: String) throws -> Conversion {
        try convert(bytes: try ConfigurationFile.read(path).bytes, path: path)
    }

    /// Converts the bytes of a file; messages place problems in `path`.
    package static func convert(bytes: [UInt8], path: String) throws(ConfigurationFailure) -> Conversion {
        var findings = Diagnostics(file: path)
        guard let root = ConfigurationReader.parse(bytes, &findings) else {
            throw ConfigurationFailure(path: path, diagnostics: findings.inOrder)
        }
        guard let databases = root["databases"]?.elements else {
            findings.error(
                "config.not-old-yaml", at: root.position, "databases",
                "this is not the YAML file of version 2.0 of the predecessor: it has no list \"databases\"")
            throw ConfigurationFailure(path: path, diagnostics: findings.inOrder)
        }
        var converter = LegacyConverter()
        let json = converter.configuration(root, databases: databases)
        return Conversion(json: json.serialized() + "\n", notes: converter.notes)
    }
}
