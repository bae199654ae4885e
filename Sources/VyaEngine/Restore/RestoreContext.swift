package import VyaCore
package import VyaStorage
package import VyaTools

/// What all restores and drills of one command share.
package struct RestoreContext: Sendable {
    /// The host's name, which stands in the marks of scratch databases.
    package let host: String
    /// Starts the clients.
    package let runner: ToolRunner
    /// Starts the clients that clean up: it does not hear the wish to stop.
    package let cleaner: ToolRunner
    /// Answers the restorers' questions.
    package let probe: any HostProbe
    /// Reads and proves the files.
    package let prover: BackupProver
    /// How many threads decompress.
    package let workers: Int
    /// Says when to stop.
    package let stop: StopSignal
    /// Where the locks are, and the scratch folders of drills.
    package let state: SafeFolder
    /// Hears how many bytes of a dump have been sent, and of how many.
    package let progress: @Sendable (_ what: String, _ bytes: Int, _ of: Int) -> Void

    package init(
        host: String, runner: ToolRunner, cleaner: ToolRunner, probe: any HostProbe,
        prover: BackupProver, workers: Int, stop: StopSignal, state: SafeFolder,
        progress: @escaping @Sendable (_ what: String, _ bytes: Int, _ of: Int) -> Void
    ) {
        self.host = host
        self.runner = runner
        self.cleaner = cleaner
        self.probe = probe
        self.prover = prover
        self.workers = workers
        self.stop = stop
        self.state = state
        self.progress = progress
    }
}
