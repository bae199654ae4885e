import Foundation
import VyaCore

/// Brings mail addresses from the forms in which people write them into the one that mails need: with blanks around them,
/// behind a display name, several in one text, with letters outside of ASCII in the domain.
enum MailAddressList {
    private static let lists = [
        EmailKeys.success, EmailKeys.failure, EmailKeys.everyone, EmailKeys.innerSuccess,
        EmailKeys.innerFailure,
    ]

    /// The file's tree with the addresses of its mail settings in that form; what is none stays as it is.
    static func withPlainAddresses(_ root: Node) -> Node {
        [RootKeys.email, RootKeys.oldEmail].reduce(root) { root, key in
            root.replacing(key.name) { settings in
                let plain = settings.replacing(EmailKeys.recipients.name, section)
                return EmailKeys.sender.names.reduce(section(plain)) { node, name in
                    node.replacing(name) { value in
                        // Of several the first, as the Python program's library took it: a mail that arrives is
                        // worth more than one that is refused. "Name, Other <a@b>" is one address.
                        guard let text = value.text,
                            let sender = addresses(in: text).first(where: {
                                $0.utf8.contains(UInt8(ascii: "@"))
                            })
                        else { return value }
                        return Node(value: .text(sender), position: value.position)
                    }
                }
            }
        }
    }

    private static func section(_ node: Node) -> Node {
        lists.flatMap(\.names).reduce(node) { node, name in
            node.replacing(name) { value in
                let texts = value.elements ?? (value.text.map { $0.isEmpty ? [] : [value] } ?? [])
                guard !texts.isEmpty else { return value }
                let plain = texts.flatMap { element -> [Node] in
                    guard let text = element.text, case let found = addresses(in: text), !found.isEmpty
                    else { return [element] }
                    return found.map { Node(value: .text($0), position: element.position) }
                }
                return Node(value: .list(plain), position: value.position)
            }
        }
    }

    /// The addresses of a text, which commas and semicolons part; none of a text that could end a line.
    static func addresses(in text: String) -> [String] {
        guard !text.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) else { return [] }
        var (parts, isQuoted, isInside) = ([String.UnicodeScalarView()], false, false)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": isQuoted.toggle()
            case "<" where !isQuoted: isInside = true
            case ">" where !isQuoted: isInside = false
            default: break
            }
            if !isQuoted, !isInside, scalar == "," || scalar == ";" {
                parts.append(String.UnicodeScalarView())
            } else {
                parts[parts.count - 1].append(scalar)
            }
        }
        return parts.map { plain(String($0)) }.filter { !$0.isEmpty }
    }

    private static func plain(_ text: String) -> String {
        var address = trimmed(text)
        if address.ends(with: ">"), let open = address.lastPlace(of: "<") {
            address = trimmed(
                String(address[address.unicodeScalars.index(after: open)...].unicodeScalars.dropLast()))
        }
        guard let at = address.lastPlace(of: "@") else { return address }
        let domain = String(address[address.unicodeScalars.index(after: at)...])
        guard domain.utf8.contains(where: { $0 >= 0x80 }),
            domain.utf8.allSatisfy({ $0 >= 0x80 || TextRule.isAlphanumeric($0) || "-.".utf8.contains($0) })
        else { return address }
        // Foundation spells such a domain as DNS has it (IDNA).
        guard let spelled = URLComponents(string: "http://\(domain)/")?.encodedHost, !spelled.isEmpty else {
            return address
        }
        return String(address[...at]) + spelled
    }

    private static func trimmed(_ text: String) -> String {
        let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        let rest = text.unicodeScalars.drop(while: isSpace).reversed().drop(while: isSpace).reversed()
        return String(String.UnicodeScalarView(rest))
    }
}
