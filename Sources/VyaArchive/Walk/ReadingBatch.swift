import Dispatch
import Glibc

/// Some members that follow each other, and the memory that small files among them are read into.
///
/// `@unchecked Sendable`: the thread that walks fills it and hands it to a reader through a `WaitingQueue`, whose
/// `Mutex` orders the accesses; the semaphore `done` hands it back. It is never used by two at once.
final class ReadingBatch: @unchecked Sendable {
    /// The largest file that is read ahead of its turn, in bytes; larger ones are only opened.
    static let smallFile = 64 << 10
    private static let capacity = 256 << 10
    private static let mostItems = 64
    /// More bytes of attributes than this are read only when it is the file's turn, so that memory has a limit.
    private static let mostAttributes = 4096

    private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: capacity, alignment: 4096)
    private let done = DispatchSemaphore(value: 0)
    private var isDone = false
    private var used = 0
    private var planned = 0
    /// The folder of the last file.
    private var parent: OpenFolder?
    /// The members, in order.
    private(set) var items: [BatchItem] = []
    /// How many descriptors it holds at most while it waits for its turn: folders, and files that are large.
    private(set) var descriptors = 0

    deinit { memory.deallocate() }

    /// Tells whether there is room for another member.
    func hasRoom(for item: BatchItem) -> Bool {
        items.isEmpty || items.count < Self.mostItems && planned + Self.weight(item) <= Self.capacity
    }

    /// How many descriptors more are held with another member.
    func descriptors(toHold item: BatchItem) -> Int {
        guard case .file(let entry, _) = item.content else { return 0 }
        return (entry.parent === parent ? 0 : 1) + (entry.status.st_size > Self.smallFile ? 1 : 0)
    }

    /// Adds a member.
    func add(_ item: BatchItem) {
        descriptors += descriptors(toHold: item)
        planned += Self.weight(item)
        items.append(item)
        if case .file(let entry, _) = item.content { parent = entry.parent }
    }

    /// Opens all files and reads those that are small, then hands the batch back.
    ///
    /// Leaves off when `isAbandoned` says that nobody will take it.
    func read(_ isAbandoned: () -> Bool) {
        for index in items.indices where !isAbandoned() {
            guard case .file(let entry, _) = items[index].content else { continue }
            items[index].content = .file(entry, read(entry))
        }
        done.signal()
    }

    /// Tells whether it was handed back.
    var isRead: Bool {
        if !isDone { isDone = done.wait(timeout: .now()) == .success }
        return isDone
    }

    /// Waits until it is handed back.
    func waitUntilRead() {
        if !isDone { done.wait() }
        isDone = true
    }

    /// What was read into a part of its memory.
    func contents(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: memory[range])
    }

    /// Empties it for its next use.
    func clear() {
        items.removeAll(keepingCapacity: true)
        parent = nil
        (used, planned, descriptors, isDone) = (0, 0, 0, false)
    }

    private func read(_ entry: TreeEntry) -> FileReading {
        // Whether a file with several names needs to be read turns out only when its turn comes.
        guard entry.status.st_nlink <= 1 else { return .unread }
        let file: OpenedFile
        do { file = try OpenedFile(entry) } catch { return .refused(error) }
        let facts = file.facts
        guard facts.status.st_nlink <= 1, facts.attributes.size <= Self.mostAttributes else { return .unread }
        let isSmall = facts.map.dataSize <= min(Self.smallFile, Self.capacity - used)
        if entry.status.st_size > Self.smallFile, !isSmall {
            file.expect()
            return .open(file)
        }
        // It has grown since it was looked at.
        guard isSmall else { return .unread }
        let start = used
        let ending = readContents(of: file)
        return .read(facts, contents: start..<used, ending: ending, hasChanged: file.hasChanged)
    }

    private func readContents(of file: OpenedFile) -> FileReading.Ending {
        for segment in file.facts.map.segments {
            var position = segment.offset
            while position < segment.end {
                let space = UnsafeMutableRawBufferPointer(
                    rebasing: memory[used..<used + segment.end - position])
                let count = file.read(into: space, at: position)
                if count == 0 { return .shrank }
                if count < 0 { return .failed(errno: Int32(-count)) }
                position += count
                used += count
            }
        }
        return .complete
    }

    /// How many bytes a member is expected to take.
    private static func weight(_ item: BatchItem) -> Int {
        switch item.content {
        case .ready(let member):
            return member.name.count + member.linkTarget.count + ExtendedAttribute.size(member.attributes)
        case .file(let entry, _):
            let size = Int(entry.status.st_size)
            return entry.path.count + (size <= smallFile ? size : 0)
        }
    }
}

/// How far a regular file was read before its turn came.
enum FileReading {
    /// Where reading ended.
    enum Ending {
        /// All that was promised was read.
        case complete
        /// The file had less than it said.
        case shrank
        case failed(errno: Int32)
    }

    /// Not at all: it is opened and read when its turn comes.
    case unread
    /// It cannot be archived.
    case refused(FileRefusal)
    /// It is open; its contents are read when its turn comes.
    case open(OpenedFile)
    /// It was read into a stretch of its batch's memory and closed.
    case read(FileFacts, contents: Range<Int>, ending: Ending, hasChanged: Bool)
}

/// One member of an archive on its way from the walk into the stream.
struct BatchItem {
    /// How far it is known.
    enum Content {
        /// It has no contents and only has to be written.
        case ready(TarMember)
        case file(TreeEntry, FileReading)
    }

    /// Its number among all that the walk found.
    let number: Int
    var content: Content
}
