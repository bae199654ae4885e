import Glibc
package import VyaCore
import VyaArchive
import VyaSystem
package import VyaTools

/// Answers a handler's questions from this host: its programs, its servers, its files.
package struct LocalHostProbe: HostProbe {
    private let runner: ToolRunner
    private let locator: ToolLocator
    private let stop: StopSignal

    /// Makes a probe that runs tools by the given runner.
    package init(runner: ToolRunner, locator: ToolLocator, stop: StopSignal) {
        self.runner = runner
        self.locator = locator
        self.stop = stop
    }

    package func locate(_ request: ToolRequest) throws -> [LocatedTool] {
        try locator.locate(request)
    }

    package func ask(_ invocation: ToolInvocation, timeouts: Timeouts) throws -> ToolAnswer {
        try runner.ask(invocation, timeouts: timeouts)
    }

    package func paths(matching glob: ExactName) throws -> [ExactName] {
        try FilesArchiver.regularFiles(matching: glob, stop: stop)
    }

    package func look(at path: String) -> PathFacts {
        var status = stat()
        let exists = lstat(path, &status) == 0
        var folder = path
        var system = statvfs()
        while statvfs(folder, &system) != 0 {
            guard errno == ENOENT || errno == ENOTDIR, folder != "/", let slash = folder.lastPlace(of: "/")
            else {
                return PathFacts(exists: exists, freeBytes: nil)
            }
            folder = slash == folder.startIndex ? "/" : String(folder[..<slash])
        }
        return PathFacts(
            exists: exists, freeBytes: Int(system.f_bavail) * Int(system.f_frsize),
            totalBytes: Int(system.f_blocks) * Int(system.f_frsize), isBlank: exists && isBlank(path))
    }

    private func isBlank(_ path: String) -> Bool {
        guard let file = try? RegularFile.open(path) else { return false }
        return RegularFile.isBlank(file)
    }
}
