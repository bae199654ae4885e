import Glibc

/// Goes from folder to folder below a target by descriptor, following nothing.
///
/// It keeps the folders of the last path open, a limited number of them, so that members of one folder, which
/// follow each other in most archives, do not walk to it each time.
struct FolderCursor {
    /// Where a walk ended.
    enum Outcome {
        case folder(OpenFolder)
        /// Nothing has the name at this depth of the path, counted from 1, in the folder given.
        case missing(OpenFolder, depth: Int)
        /// Something that is no folder has it.
        case blocked(OpenFolder, depth: Int, by: stat)
        case failed(depth: Int, errno: Int32)
    }

    private static let keptAtTop = 32
    private static let keptAtBottom = 8

    private let top: OpenFolder
    private var names: [[UInt8]] = []
    private var folders: [OpenFolder?] = []

    init(_ top: OpenFolder) {
        self.top = top
    }

    /// Walks to the folder that so many first names of a path lead to.
    mutating func walk(_ path: [[UInt8]], depth: Int) -> Outcome {
        var common = 0
        while common < min(depth, names.count), names[common] == path[common] { common += 1 }
        // Back to the nearest folder that is still open.
        while common > 0, folders[common - 1] == nil { common -= 1 }
        names.removeLast(names.count - common)
        folders.removeLast(folders.count - common)
        var folder = common == 0 ? top : folders[common - 1] ?? top
        for level in common..<max(common, depth) {
            let name = path[level]
            guard let next = folder.folder(name) else {
                let code = errno
                if code == ENOENT { return .missing(folder, depth: level + 1) }
                guard code == ENOTDIR || code == ELOOP, let status = folder.look(at: name) else {
                    return .failed(depth: level + 1, errno: code)
                }
                return .blocked(folder, depth: level + 1, by: status)
            }
            names.append(name)
            folders.append(next)
            let distant = level - Self.keptAtBottom
            if distant >= Self.keptAtTop { folders[distant] = nil }
            folder = next
        }
        return .folder(folder)
    }
}
