import Testing
import VyaCore
import VyaTestSupport

@Suite("What a line of an uploader's log says", .ownThread)
struct UploadPatternTests {
    private static let path = "/tmp/bkpzip/20261123_003000_files_3_docker.tar.gz"
    private static let name = "20261123_003000_files_3_docker.tar.gz"

    private func says(_ pattern: String, _ line: String, of path: String = path) -> Bool {
        UploadPattern(pattern)?.says(Array(line.utf8), of: path) ?? false
    }

    @Test("N2 a line about the file confirms it, by its name, its path or the end of that")
    func yes() {
        for (pattern, line) in [
            ("uploaded {file}", "12:00 uploaded \(Self.name)"),
            ("uploaded {file}", "12:00 uploaded \(Self.path)"),
            ("uploaded {file}", "uploaded bkpzip/\(Self.name) in 3 s"),
            ("uploaded {file}", "uploaded \(Self.name)."),
            ("{file} uploaded", "[\(Self.path) uploaded]"), ("\"{file}\" ok", "file \"\(Self.name)\" ok"),
            ("Uploaded: {file}", "Uploaded: \(Self.name)\t3 MB"), ("{file}: done", "\(Self.name): done"),
            ("enviado {file}", "arquivo enviado \(Self.path);"), ("{file}: 100 %", "\(Self.path): 100 %"),
            ("/tmp/bkpzip/{file} ok", "\(Self.path) ok"),
        ] {
            #expect(says(pattern, line), "\(pattern) in \(line)")
        }
    }

    @Test("N2 a line about another file, or its manifest, or another folder's, confirms nothing")
    func no() {
        for (pattern, line) in [
            ("uploaded {file}", "12:00 uploaded \(Self.name).json"),
            ("uploaded {file}", "uploaded \(Self.path).json"),
            ("uploaded {file}", "uploaded x\(Self.name)"), ("uploaded {file}", "uploaded \(Self.name)~2"),
            ("uploaded {file}", "uploaded /other/\(Self.name)"),
            ("uploaded {file}", "uploaded \(Self.name)/part"),
            ("uploaded {file}", "queued \(Self.name)"), ("uploaded {file}", "unuploaded"),
            ("uploaded {file}", "uploaded \(Self.name.dropLast())"), ("{file} ok", "\(Self.name).json ok"),
            ("{file} ok", "other\(Self.path) ok"),
        ] {
            #expect(!says(pattern, line), "\(pattern) in \(line)")
        }
    }

    @Test(
        "N2 a pattern without words of what was done, or without the file, is none",
        arguments: [
            "{file}", " {file} ", "[{file}]", "uploaded", "", "{file} uploaded {file}", "{file}: -",
            "uploaded{file}", "{file}.json uploaded",
        ])
    func none(pattern: String) { #expect(UploadPattern(pattern) == nil) }

    @Test("a line of any bytes is looked at in the time of its length")
    func hostile() {
        let line = String(repeating: "20261123_003000_files_3_docker.tar.g", count: 3_000)
        #expect(!says("uploaded {file}", line))
        #expect(!says("uploaded {file}", "", of: "/x"))
        #expect(!says("uploaded {file}", "uploaded ", of: "/"))
    }
}
