package import VyaCore
package import VyaStorage

/// Tells the backups of this installation from those that others have put into the same folder.
///
/// An installation is what has one state folder: its id is made there once, and the host's name may change. Whoever
/// shares a folder must not remove what another has made, however alike their entries are.
package struct HostIdentity: Sendable, Equatable {
    /// Whose a backup is.
    package enum Ownership: Sendable, Equatable {
        /// This installation's, of the server that the entry names now.
        case own
        /// This installation's as far as its id tells, made under another name of the host.
        case renamed(String)
        /// Somebody else's, with the words that say whose.
        case others(String)
    }

    /// The schema's name of the file in the state folder.
    private static let schema = "vya-backup.host/1"
    private static let fileName = "host.json"
    private static let sizeLimit = 1 << 20

    /// The id; nil where no state folder has one yet: such an installation has made nothing.
    package let id: String?
    /// The host's name.
    package let name: String
    /// Names and ids that the operator has said are this host's, too.
    package let adopted: Set<String>

    package init(id: String?, name: String, adopted: Set<String> = []) {
        (self.id, self.name, self.adopted) = (id, name, adopted)
    }

    /// Reads the identity of a state folder; without a file, that of a host that has none.
    ///
    /// Throws `UnsafeError` and `SourceError` when the file cannot be trusted or read.
    package init(reading state: SafeFolder, name: String) throws {
        guard (try? state.status(of: Self.fileName)) != nil else {
            self.init(id: nil, name: name)
            return
        }
        let bytes = try state.read(Self.fileName, limit: Self.sizeLimit)
        guard let json = try? JSONValue(parsing: bytes), json["schema"]?.stringValue == Self.schema,
            let id = json["id"]?.stringValue
        else {
            throw SourceError(
                "host.damaged", "\(state.path.printable)/\(Self.fileName) is not what this program writes",
                hints: [
                    """
                    move it away: a new id is made, and `vya-backup check` says how the backups of the old \
                    one are taken over
                    """
                ])
        }
        self.init(
            id: id, name: name,
            adopted: Set(json["adopted"]?.arrayValue?.compactMap(\.stringValue) ?? []))
    }

    /// Reads the identity of a state folder, and makes it when there is none.
    ///
    /// Throws also `DestinationError` when it cannot be written.
    package static func load(in state: SafeFolder, name: String) throws -> HostIdentity {
        let present = try HostIdentity(reading: state, name: name)
        if present.id != nil { return present }
        var generator = SystemRandomNumberGenerator()
        let id = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            .map { String(UInt16($0) + 0x100, radix: 16).dropFirst() }.joined()
        let made = HostIdentity(id: id, name: name)
        do throws(DestinationError) {
            try state.publish(document: made.document, as: fileName)
        } catch {
            guard error.explanation.code == .nameTaken else { throw error }
            // Another process made it in between.
            return try HostIdentity(reading: state, name: name)
        }
        return made
    }

    /// Takes down that a name or an id of the past is this host's; throws what writing throws.
    package func adopt(_ other: String, in state: SafeFolder) throws -> HostIdentity {
        let result = HostIdentity(id: id, name: name, adopted: adopted.union([other]))
        try state.replace(document: result.document, as: Self.fileName)
        return result
    }

    private var document: [UInt8] {
        let json = JSONValue.object([
            .init("schema", .string(Self.schema)), .init("id", .optional(id)),
            .init("adopted", .strings(adopted.sorted())),
        ])
        return Array((json.serialized() + "\n").utf8)
    }

    /// Says whose a backup is; `server` is what the entry of that number names now, nil where there is no such entry.
    package func ownership(of manifest: Manifest, server: String?) -> Ownership {
        let isSameID = manifest.hostID.map { $0 == id || adopted.contains($0) } ?? true
        guard isSameID else {
            return .others("host \(manifest.host.printable) (\((manifest.hostID ?? "").printable))")
        }
        guard manifest.host == name || adopted.contains(manifest.host) else { return .renamed(manifest.host) }
        if let made = manifest.server, let server, made != server {
            return .others("server \(made.printable)")
        }
        return .own
    }
}
