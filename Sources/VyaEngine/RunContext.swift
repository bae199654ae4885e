package import VyaCore
package import VyaStorage
package import VyaTools

/// What all jobs of one run share.
package struct RunContext: Sendable {
    /// Names the run in manifests, reports and logs.
    package let runID: String
    /// The host's name.
    package let host: String
    /// Starts the tools.
    package let runner: ToolRunner
    /// Answers the handlers' questions.
    package let interviewer: any Interviewer
    /// Compresses the blocks of an artifact.
    package let compressor: any BlockCompressor
    /// How many threads compress for one job.
    package let workers: Int
    /// Says when to stop.
    package let stop: StopSignal
    /// Hears what happens.
    package let observer: any RunObserver

    /// Makes a context.
    package init(
        runID: String, host: String, runner: ToolRunner, interviewer: any Interviewer,
        compressor: any BlockCompressor, workers: Int, stop: StopSignal, observer: any RunObserver
    ) {
        self.runID = runID
        self.host = host
        self.runner = runner
        self.interviewer = interviewer
        self.compressor = compressor
        self.workers = workers
        self.stop = stop
        self.observer = observer
    }
}
