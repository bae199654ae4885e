import Glibc

/// Reads the names in a folder.
package enum FolderNames {
    /// Calls with every name but `.` and `..`, in the file system's order; the bytes are there for the call only.
    ///
    /// `folder` stays the caller's, open in any way, also as a place (`O_PATH`): it is opened anew, because reading moves a
    /// position that duplicates share. Throws when the names cannot be read to their end, and what `body` throws is passed on.
    package static func forEach(
        in folder: Int32, _ body: (UnsafeRawBufferPointer) -> Void
    ) throws(SystemFailure) {
        let own = uninterrupted { openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard own >= 0 else { throw SystemFailure() }
        guard let stream = fdopendir(own) else {
            let failure = SystemFailure()
            _ = close(own)
            throw failure
        }
        defer { closedir(stream) }
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw SystemFailure() }
                return
            }
            // Through the raw address: the record may be shorter than the type `dirent`.
            let start = UnsafeRawPointer(entry) + (MemoryLayout<dirent>.offset(of: \.d_name) ?? 0)
            let name = UnsafeRawBufferPointer(
                start: start, count: strlen(start.assumingMemoryBound(to: CChar.self)))
            if name.elementsEqual(".".utf8) || name.elementsEqual("..".utf8) { continue }
            body(name)
        }
    }

    /// The names in a folder that is open, sorted by their bytes; throws as `forEach`.
    package static func sorted(in folder: Int32) throws(SystemFailure) -> [[UInt8]] {
        var names: [[UInt8]] = []
        try forEach(in: folder) { names.append(Array($0)) }
        return names.sorted { $0.lexicographicallyPrecedes($1) }
    }

    /// The names in the folder at a path, sorted by their bytes; throws as `forEach`, and when it cannot be opened.
    package static func sorted(at path: String) throws(SystemFailure) -> [[UInt8]] {
        guard let folder = OwnedDescriptor.open(path, LinuxFlag.path | O_DIRECTORY) else {
            throw SystemFailure()
        }
        return try sorted(in: folder.number)
    }
}

extension [UInt8] {
    /// The bytes as system calls take them, with a NUL behind them.
    package var terminated: [CChar] { map { CChar(bitPattern: $0) } + [0] }
}
