package import VyaCore
import VyaArchive
package import VyaTools

/// Answers a handler's questions from this host: its programs, its servers, its files.
package struct HostInterviewer: Interviewer {
    private let runner: ToolRunner
    private let locator: ToolLocator
    private let stop: StopSignal

    /// Makes an interviewer that runs tools by the given runner.
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
}
