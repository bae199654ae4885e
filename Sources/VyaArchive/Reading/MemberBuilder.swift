import VyaCore
import VyaSystem

/// Puts a member together from its header and the records before it.
struct MemberBuilder {
    let header: ReadHeader
    let values: PaxValues
    let name: [UInt8]
    /// What a link leads to when the header's own field is not to be used.
    let linkTarget: [UInt8]?

    /// Makes the member, its sizes still to be filled in; throws what is wrong with the header.
    func build() throws(PaxValues.Refusal) -> ReadMember {
        let kind = try kind()
        let isDevice = kind == .characterDevice || kind == .blockDevice
        func number(_ offset: Int, _ width: Int, _ what: Message) throws(PaxValues.Refusal) -> Int {
            guard let number = header.number(at: offset, width: width) else {
                throw PaxValues.Refusal(reason: "the \(what) in a header is no number")
            }
            return number
        }
        var time = values.modified
        if time == nil { time = FileTime(seconds: try number(136, 12, "time")) }
        var (attributes, illegible) = ([ExtendedAttribute](), [String]())
        for (name, value) in values.attributes.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
            attributes.append(ExtendedAttribute(name: name, value: value))
        }
        // The text is what tar programs without the attribute itself write.
        for (name, text) in values.accessLists.sorted(by: { $0.key < $1.key })
        where values.attributes[Array(name.utf8)] == nil && !text.isEmpty {
            if let list = AccessControlList(text: text) {
                attributes.append(ExtendedAttribute(name: Array(name.utf8), value: list.value))
            } else {
                illegible.append(name)
            }
        }
        var user = values.user
        if user == nil { user = try number(108, 8, "owner") }
        var group = values.group
        if group == nil { group = try number(116, 8, "group") }
        return ReadMember(
            kind: kind, name: name, linkTarget: linkTarget ?? header.text(at: 157, width: 100),
            mode: UInt32(truncatingIfNeeded: try number(100, 8, "mode")) & 0o7777,
            user: try Self.identifier(user), group: try Self.identifier(group),
            userName: values.userName ?? header.userName, groupName: values.groupName ?? header.groupName,
            modified: time ?? FileTime(seconds: 0),
            device: (
                major: isDevice ? try Self.identifier(number(329, 8, "device")) : 0,
                minor: isDevice ? try Self.identifier(number(337, 8, "device")) : 0
            ),
            attributes: attributes, illegible: illegible)
    }

    private func kind() throws(PaxValues.Refusal) -> TarMember.Kind {
        switch header.type {
        case 0, UInt8(ascii: "0"):
            // Before ustar a folder was an empty file whose name ends in `/`.
            return name.last == UInt8(ascii: "/") ? .folder : .file
        case UInt8(ascii: "7"), UInt8(ascii: "S"), UInt8(ascii: "V"): return .file
        default:
            let letter = String(decoding: [header.type], as: UTF8.self)
            if let kind = TarMember.Kind(rawValue: letter) { return kind }
            throw PaxValues.Refusal(reason: "it is of the kind '\(letter.printable)', which is not known")
        }
    }

    /// The number of a user, group or device; all bits set would mean to leave the owner alone.
    private static func identifier(_ number: Int?) throws(PaxValues.Refusal) -> UInt32 {
        guard let number, let identifier = UInt32(exactly: number), identifier != .max else {
            throw PaxValues.Refusal(reason: "the owner, group or device in a header is too large")
        }
        return identifier
    }
}
