import Foundation
import VyaCore
import VyaEngine
import VyaTools

/// What a command needs to start tools on this host; from its making on, signals ask it to stop.
struct HostTools {
    let stop = StopSignals.process
    let runtime: RuntimeFolder
    let runner: ToolRunner
    let probe: LocalHostProbe

    /// Opens the folder of run-time secrets, and watches for signals.
    init() throws {
        runtime = try RuntimeFolder.open(environment: ProcessInfo.processInfo.environment)
        StopSignals.watch()
        runner = ToolRunner(runtime: runtime, stop: stop)
        let locator = ToolLocator(runner: runner, path: ProcessInfo.processInfo.environment["PATH"])
        probe = LocalHostProbe(runner: runner, locator: locator, stop: stop)
    }

    /// How many threads work on one file.
    static func workers(_ configured: Int? = nil) -> Int {
        max(1, configured ?? ProcessInfo.processInfo.activeProcessorCount)
    }
}
