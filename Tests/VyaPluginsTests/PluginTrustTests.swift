import Glibc
import Testing
import VyaCore
import VyaTestSupport

@testable import VyaPlugins

@Suite("Trust in plugin files", .ownThread)
struct PluginTrustTests {
    private func unsafe(_ folder: String) throws -> UnsafeError {
        let error = try #require(throws: UnsafeError.self) { try PluginCatalog.load(folder: folder) }
        #expect(error.exitStatus == .unsafeSurroundings)
        return error
    }

    @Test("E12 a plugin file that others can write is refused", arguments: [0o666, 0o646, 0o660] as [mode_t])
    func writableFile(_ mode: mode_t) throws {
        let folder = try TemporaryFolder()
        try folder.write(UnknownPlugin.text, to: "acme.json", mode: mode)
        #expect(try unsafe(folder.path).explanation.message.contains("acme.json"))
    }

    @Test(
        "E12 a plugin folder that others can write is refused", arguments: [0o777, 0o1777, 0o770] as [mode_t])
    func writableFolder(_ mode: mode_t) throws {
        let folder = try TemporaryFolder()
        try folder.write(UnknownPlugin.text, to: "acme.json")
        chmod(folder.path, mode)
        _ = try unsafe(folder.path)
    }

    @Test("E12 a folder above that others can write is refused, unless it is sticky")
    func writableParent() throws {
        let folder = try TemporaryFolder()
        mkdir(folder("a"), 0o755)
        mkdir(folder("a/plugins.d"), 0o755)
        chmod(folder("a"), 0o777)
        #expect(try unsafe(folder("a/plugins.d")).explanation.message.contains("/a "))
        chmod(folder("a"), 0o1777)
        #expect(try PluginCatalog.load(folder: folder("a/plugins.d")).plugins.count == 5)
    }

    @Test("E12 symbolic links are not followed: file, folder, folder above")
    func links() throws {
        let folder = try TemporaryFolder()
        mkdir(folder("real"), 0o755)
        mkdir(folder("real/d"), 0o755)
        try folder.write(UnknownPlugin.text, to: "acme.json")
        symlink(folder("real"), folder("link"))
        _ = try unsafe(folder("link"))
        _ = try unsafe(folder("link/d"))
        symlink(folder("acme.json"), folder("real/d/acme.json"))
        _ = try unsafe(folder("real/d"))
    }

    @Test("E12 what another account owns is refused", .enabled(if: geteuid() == 0))
    func owner() throws {
        let folder = try TemporaryFolder()
        try folder.write(UnknownPlugin.text, to: "acme.json")
        chown(folder("acme.json"), 65_534, 65_534)
        _ = try unsafe(folder.path)
        chown(folder("acme.json"), 0, 0)
        chown(folder.path, 65_534, 65_534)
        _ = try unsafe(folder.path)
    }

    @Test("E12 a FIFO or folder with a plugin's name is refused and makes nothing wait")
    func otherTypes() throws {
        let folder = try TemporaryFolder()
        mkfifo(folder("x.json"), 0o600)
        _ = try unsafe(folder.path)
        unlink(folder("x.json"))
        mkdir(folder("x.json"), 0o700)
        _ = try unsafe(folder.path)
    }
}
