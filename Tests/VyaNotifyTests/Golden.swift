import Foundation
import Testing
import VyaTestSupport

/// Compares a text with the file of that name in `Golden`; with `VYA_RECORD=1` it writes the file, and fails.
func expectGolden(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let path = Repository.root + "/Tests/VyaNotifyTests/Golden/" + name
    guard ProcessInfo.processInfo.environment["VYA_RECORD"] == nil else {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        Issue.record("recorded \(name)", sourceLocation: sourceLocation)
        return
    }
    let approved = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text == approved, "\(name) differs", sourceLocation: sourceLocation)
}
