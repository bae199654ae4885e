package import Foundation

/// The Debian package of `vya-backup`, made by `Packaging/deb.sh` of the executable that was built for the tests.
///
/// With `VYA_DEB` set to the path of a package, such as that of `make deb`, it is that one.
package struct DebianPackage: Sendable {
    /// The path of the package.
    package let path: String
    /// True for a package of the tests' own executable, which needs the Swift libraries of this host.
    package let isDevelopment: Bool

    /// Makes the package in a folder, or takes the one that is there.
    ///
    /// Time and maintainer are given, so that the tests need no history of the repository. Throws `Command.Failure`
    /// when it cannot be made.
    package init(in folder: String) throws {
        if let path = ProcessInfo.processInfo.environment["VYA_DEB"] {
            self.path = path
            isDevelopment = false
            return
        }
        isDevelopment = true
        mkdir(folder, 0o755)
        // What it is packed with is of no interest here, and the best is slow.
        var making = Command(
            Repository.root + "/Packaging/deb.sh", Program.built, folder, "-Zgzip", "-z1")
        making.environment["SOURCE_DATE_EPOCH"] = "1763942400"
        making.environment["DEBFULLNAME"] = "The Tests"
        making.environment["DEBEMAIL"] = "tests@example.org"
        let lines = try making.check().text.split(separator: "\n")
        guard let last = lines.last else { throw Command.Failure(description: "deb.sh printed no path") }
        path = String(last)
    }

    /// The package that all tests of the process share, made at the first call.
    package static func shared() throws -> DebianPackage { try common.get() }

    private static let common = Result {
        _ = removeAtExit
        return try DebianPackage(in: folder.path)
    }
    private static let folder: TemporaryFolder = {
        do { return try TemporaryFolder("deb") } catch { fatalError("no temporary folder: \(error)") }
    }()
    private static let removeAtExit: Void = { atexit { DebianPackage.folder.remove() } }()

    /// The bytes of the package.
    package func contents() throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

    /// The paths of what it installs, with a dot before each.
    package func files() throws -> [String] {
        try Command("/usr/bin/dpkg-deb", "--fsys-tarfile", path).listed()
    }
}

extension Command {
    /// Runs the program and lists the members of the tar archive that it prints.
    fileprivate func listed() throws -> [String] {
        var tar = Command("/bin/tar", "--list")
        tar.input = try check().output
        return try tar.check().text.split(separator: "\n").map(String.init)
    }
}
