import Foundation
import Glibc
import Testing

/// Runs with an ordinary user's access to files, by default nobody's.
///
/// `setfsuid` counts for the calling thread only, which is this test's own until it returns, and for those that
/// it starts; root's powers over files go with it.
func asUser<Value>(_ user: uid_t = 65_534, _ body: () throws -> Value) throws -> Value {
    typealias SetUser = @convention(c) (uid_t) -> Int32
    let setUser = unsafeBitCast(try #require(dlsym(nil, "setfsuid")), to: SetUser.self)
    _ = setUser(user)
    defer { _ = setUser(0) }
    return try body()
}

/// How many threads of this process have a user's access to files.
func threads(ofUser user: uid_t) throws -> Int {
    try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count { task in
        let status = try? String(contentsOfFile: "/proc/self/task/\(task)/status", encoding: .utf8)
        let line = status?.split(separator: "\n").first { $0.hasPrefix("Uid:") }
        return line?.split(separator: "\t").last == "\(user)"
    }
}
