import Foundation
import VyaTestSupport

/// A message as Python's `email` package reads it, and the envelope it came in.
struct ReceivedMail {
    struct Envelope: Decodable {
        let from: String?
        let to: [String]
        let tls: Bool
        let login: Bool
    }

    struct Content: Decodable {
        let subject: String
        let from: [String]
        let to: [String]
        let names: [String]
        let auto: String
        let date: String
        let type: String
        let text: String
        let html: String
        let attachments: Int
        let defects: [String]
        let longest_line: Int
        let bare_line_ends: Int
        let encoded_words: [String]
    }

    let content: Content
    let envelope: Envelope
    let raw: String

    init(file: String, envelope: Envelope) throws {
        let printed = try Command("/usr/bin/python3", Repository.fixture("smtp/read-mail.py"), file).check()
        content = try JSONDecoder().decode(Content.self, from: printed.output)
        raw = try String(contentsOfFile: file, encoding: .utf8)
        self.envelope = envelope
    }

    /// Reads bytes that were never sent.
    init(_ bytes: [UInt8]) throws {
        let folder = try TemporaryFolder("mail")
        try self.init(
            file: folder.write(Data(bytes), to: "mail.eml"),
            envelope: Envelope(from: nil, to: [], tls: false, login: false))
    }
}
