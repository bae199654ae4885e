import Foundation

/// A root folder of a Debian release, with its database servers and clients, made by `Fixtures/debian/root.sh`.
///
///     @Suite("…", .enabled("Debian 13 cannot be had here") { try DebianRoot.trixie() != nil })
///     let root = try #require(try DebianRoot.trixie())
///     let server = try PrivatePostgreSQL(in: root)         // its own server, reached by its own clients
///     night.program.path = try root.program(in: night.folder)          // vya-backup runs on that release
///     try root.wrapper(for: "pg_dump", in: night.folder)   // or only one of its tools does, for "tools"
///
/// It is made once, below `VYA_DEBIAN_ROOTS` or `/var/cache/vya-backup-tests`, and stays there. `/tmp` and `/dev` are the
/// same inside, so that a test's folders and sockets have one path on both sides.
package struct DebianRoot: Sendable {
    /// The folder.
    package let path: String

    private static let bookwormRoot = Result { try DebianRoot(suite: "bookworm") }
    private static let trixieRoot = Result { try DebianRoot(suite: "trixie") }
    private static let sidRoot = Result { try DebianRoot(suite: "sid") }

    /// Debian 12 without a server, with what the package `vya-backup` depends on; otherwise as `trixie`.
    package static func bookworm() throws -> DebianRoot? { try bookwormRoot.get() }

    /// Debian 13, with PostgreSQL 17 and MariaDB 11.8; nil, with the reason printed, where it cannot be had.
    ///
    /// Throws when the mirror serves it and it cannot be made all the same.
    package static func trixie() throws -> DebianRoot? { try trixieRoot.get() }

    /// Debian unstable, with PostgreSQL 18 and MySQL; otherwise as `trixie`.
    package static func sid() throws -> DebianRoot? { try sidRoot.get() }

    private init?(suite: String) throws {
        let roots =
            ProcessInfo.processInfo.environment["VYA_DEBIAN_ROOTS"] ?? "/var/cache/vya-backup-tests"
        path = roots + "/" + suite
        let result = try Command(Repository.fixture("debian/root.sh"), suite, path).run()
        if result.status == 69 {
            print("adversity: other servers: left out: \(result.errors.dropLast())")
            return nil
        }
        guard result.status == 0 else {
            throw Command.Failure(
                description: "no root of Debian \(suite): \(result.status) \(result.errors)")
        }
    }

    /// Makes a copy in a folder of the caller's, for a test that changes the root.
    package init(copying root: DebianRoot, to path: String) throws {
        self.path = path
        try Command("/bin/cp", "--archive", "--reflink=auto", "--", root.path, path).check()
    }

    /// Where a file of this host lies, as seen inside.
    package static func inside(_ path: String) -> String { "/host" + path }

    /// The words that run a command inside.
    package func words(_ command: String, _ arguments: [String]) -> [String] {
        ["/bin/bash", Repository.fixture("debian/enter.sh"), path, command] + arguments
    }

    /// Makes a program in a folder that runs a tool inside, under the tool's own name, and returns its path.
    package func wrapper(for tool: String, in folder: TemporaryFolder) throws -> String {
        mkdir(folder("tools"), 0o700)
        return try wrapper(named: "tools/" + (tool as NSString).lastPathComponent, [tool], in: folder)
    }

    /// Makes a program in a folder that runs the built `vya-backup` inside, and returns its path.
    ///
    /// Of this host it has the Swift libraries beside itself; everything else, libcurl and libc included, is the root's.
    package func program(in folder: TemporaryFolder) throws -> String {
        try wrapper(
            named: "vya-backup",
            [
                "/usr/bin/env", "LD_LIBRARY_PATH=" + DebianRoot.swiftLibraries(),
                DebianRoot.inside(Program.built),
            ],
            in: folder)
    }

    /// Where the Swift libraries of the built `vya-backup` lie, as seen inside.
    package static func swiftLibraries() throws -> String {
        let libraries = try Command("/usr/bin/ldd", Program.built).check().text
        guard let swift = libraries.split(separator: "\n").first(where: { $0.contains("libswiftCore.so") }),
            let library = swift.split(separator: " ").dropFirst(2).first
        else { throw Command.Failure(description: "no Swift library: \(libraries)") }
        return inside((String(library) as NSString).deletingLastPathComponent)
    }

    private func wrapper(named name: String, _ command: [String], in folder: TemporaryFolder) throws -> String
    {
        let words = words(command[0], Array(command.dropFirst())).map { "'\($0)'" }.joined(separator: " ")
        return try folder.write("#!/bin/bash\nexec \(words) \"$@\"\n", to: name, mode: 0o700)
    }
}
