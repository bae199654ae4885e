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

/// Runs as an account that is not root, for the calling thread and for those that it starts.
///
/// Other than with `asUser`, `geteuid` says so as well. The system call is made directly: the C library's function would
/// change all threads.
func asAccount<Value>(_ user: uid_t = 65_534, _ body: () throws -> Value) throws -> Value {
    #if arch(x86_64)
        let setresuid = 117
    #else
        let setresuid = 147
    #endif
    typealias SystemCall = @convention(c) (Int, uid_t, uid_t, uid_t) -> Int
    let call = unsafeBitCast(try #require(dlsym(nil, "syscall")), to: SystemCall.self)
    let unchanged = uid_t.max
    try #require(call(setresuid, unchanged, user, unchanged) == 0)
    defer { _ = call(setresuid, unchanged, 0, unchanged) }
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
