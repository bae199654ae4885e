import Foundation
import Synchronization
import VyaTestSupport

/// An uploader that looks into a folder all the time, and takes every file that is not hidden at first sight.
final class UploaderLoop: Sendable {
    private struct State {
        var isStopped = false
        var taken: [String: Data] = [:]
    }

    private let folder: String
    private let state = Mutex(State())
    private let thread = DispatchGroup()

    /// Begins to look.
    init(folder: String) {
        self.folder = folder
        let group = thread
        group.enter()
        Thread.detachNewThread { [self] in
            while !state.withLock(\.isStopped) {
                look()
                usleep(1000)
            }
            group.leave()
        }
    }

    private func look() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names where !name.hasPrefix(".") && state.withLock({ $0.taken[name] == nil }) {
            guard let content = try? Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)) else {
                continue
            }
            state.withLock { $0.taken[name] = content }
        }
    }

    /// Stops; answers with how many archives were seen, which files have changed since, and which gzip does not read whole.
    func stop() -> (sightings: Int, changed: [String], broken: [String]) {
        state.withLock { $0.isStopped = true }
        thread.wait()
        let taken = state.withLock(\.taken)
        let changed = taken.filter { name, content in
            (try? Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))) != content
        }
        let archives = taken.filter { $0.key.hasSuffix(".gz") }
        let broken = archives.filter { _, content in
            var gzip = Command("/bin/gzip", "-t")
            gzip.input = content
            return (try? gzip.run().status) != 0
        }
        return (archives.count, changed.keys.sorted(), broken.keys.sorted())
    }
}
