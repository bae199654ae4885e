package import VyaCore
package import VyaStorage
package import VyaTools

/// What all jobs of one run share.
package struct RunContext: Sendable {
    /// Names the run in manifests, reports and logs.
    package let runID: String
    /// The host's name.
    package let host: String
    /// The installation, for manifests; nil where nothing is published.
    package var hostID: String?
    /// True when what is made keeps the state before a `restore --replace`, and is no backup of the night.
    package var makesSafetyCopy = false
    /// The folders that this program alone writes to, of backups and of its state, and that of its log. No archive of files
    /// holds what it writes there.
    package var ownFolders: [String] = []
    package var logFolder: String?
    /// Starts the tools.
    package let runner: ToolRunner
    /// Answers the handlers' questions.
    package let probe: any HostProbe
    /// The threads that compress and prove for all jobs.
    package let pool: WorkPool
    /// How much memory the blocks of one job may take, in bytes.
    package let blockMemory: Int
    /// What a source looked like until now; nil when nobody knows.
    package let baseline: @Sendable (BackupSource) -> Baseline?
    /// Says when to stop.
    package let stop: StopSignal
    /// Hears what happens.
    package let observer: any RunObserver

    package init(
        runID: String, host: String, runner: ToolRunner, probe: any HostProbe,
        pool: WorkPool, blockMemory: Int, stop: StopSignal, observer: any RunObserver,
        baseline: @escaping @Sendable (BackupSource) -> Baseline? = { _ in nil }
    ) {
        self.runID = runID
        self.host = host
        self.runner = runner
        self.probe = probe
        self.pool = pool
        self.blockMemory = blockMemory
        self.stop = stop
        self.observer = observer
        self.baseline = baseline
    }

    /// The format of the artifacts.
    var codec: BlockCodec { pool.compressor.codec }
}
