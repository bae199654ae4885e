import Foundation

/// A message as Python's `email` package reads it, and the envelope it came in.
package struct ReceivedMail {
    package struct Envelope: Decodable {
        package let from: String?
        package let to: [String]
        package let tls: Bool
        package let login: Bool
    }

    package struct Content: Decodable {
        package let subject: String
        package let from: [String]
        package let to: [String]
        package let names: [String]
        package let auto: String
        package let date: String
        package let type: String
        package let text: String
        package let html: String
        package let attachments: Int
        package let defects: [String]
        package let longest_line: Int
        package let bare_line_ends: Int
        package let encoded_words: [String]
    }

    package let content: Content
    package let envelope: Envelope
    package let raw: String

    package init(file: String, envelope: Envelope) throws {
        let printed = try Command("/usr/bin/python3", Repository.fixture("smtp/read-mail.py"), file).check()
        content = try JSONDecoder().decode(Content.self, from: printed.output)
        raw = try String(contentsOfFile: file, encoding: .utf8)
        self.envelope = envelope
    }

    /// Reads bytes that were never sent.
    package init(_ bytes: [UInt8]) throws {
        let folder = try TemporaryFolder("mail")
        try self.init(
            file: folder.write(Data(bytes), to: "mail.eml"),
            envelope: Envelope(from: nil, to: [], tls: false, login: false))
    }
}
