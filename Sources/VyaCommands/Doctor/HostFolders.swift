import Foundation
import VyaCore
import VyaSystem
import VyaEngine
import VyaStorage

/// Looks at the folders that backups go to, without making or changing one.
struct HostFolders {
    private let loaded: LoadedConfiguration
    private let registrations: [Registry.Registration]
    private let access: HostTools

    init(_ loaded: LoadedConfiguration, _ registrations: [Registry.Registration], access: HostTools) {
        self.loaded = loaded
        self.registrations = registrations
        self.access = access
    }

    /// What was found of each folder, once, in the order of the entries.
    func facts() -> [FolderFacts] {
        var seen: Set<String> = []
        let mounts = Self.mounts()
        return registrations.filter { seen.insert($0.folder).inserted }.map { look(at: $0, mounts) }
    }

    /// Those places that an entry is backed up from and that lie on the file system of a folder.
    ///
    /// `dataFolder` is what its server says of itself. What is not on this host, as a container's folder, lies nowhere.
    static func neighbours(of folder: FolderFacts, _ entry: Entry, dataFolder: String?) -> [String] {
        let isServer = dataFolder != nil || !entry.databases.contains { $0.text.begins(with: "/") }
        let places =
            isServer ? [dataFolder].compactMap(\.self) : entry.databases.map { Glob.fixedPart(of: $0.text) }
        return places.filter { place in
            var status = stat()
            return entry.isLocal && stat(place, &status) == 0
                && UInt64(status.st_dev) == folder.fileSystem
        }
    }

    private func look(at registration: Registry.Registration, _ mounts: [Mount]) -> FolderFacts {
        let path = registration.folder
        var status = stat()
        let exists = stat(path, &status) == 0
        var nearest = path
        while stat(nearest, &status) != 0, nearest != "/" {
            nearest = URL(fileURLWithPath: nearest).deletingLastPathComponent().path
        }
        var (fault, isListable): (Explanation?, Bool) = (nil, false)
        do {
            if exists {
                let folder = try SafeFolder.open(path, createIfMissing: false, group: registration.group)
                isListable = folder.isListableByOthers
            }
            if Glibc.access(nearest, W_OK) != 0 {
                fault = Explanation(
                    "folder.not-writable",
                    "\(nearest.printable) cannot be written to: \(String(cString: strerror(errno)))",
                    hints: ["mount -o remount,rw the file system, or run as the user who owns the folder"])
            }
        } catch {
            fault = (error as? any ExplainedError)?.explanation ?? .unexpected(error)
        }
        return FolderFacts(
            path: path, exists: exists, fault: fault,
            owner: Self.name(of: status.st_uid), mode: status.st_mode & 0o7777, isListable: isListable,
            fileSystem: UInt64(status.st_dev), kind: Self.kind(of: nearest, mounts),
            freeBytes: access.probe.look(at: path).freeBytes)
    }

    private struct Mount {
        let point: String
        let kind: String
    }

    /// The file systems of this process; see proc_pid_mountinfo(5).
    private static func mounts() -> [Mount] {
        let text = (try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)) ?? ""
        return text.pieces(separatedBy: "\n").compactMap { line in
            let words = line.pieces(separatedBy: " ")
            guard words.count > 4, let dash = words.firstIndex(where: { $0.utf8.elementsEqual("-".utf8) }),
                dash + 1 < words.count
            else {
                return nil
            }
            return Mount(point: String(words[4]), kind: String(words[dash + 1]))
        }
    }

    /// The kind of the file system that a path lies on: that of the longest mount point above it, the last of equals.
    private static func kind(of path: String, _ mounts: [Mount]) -> String {
        let above = mounts.filter {
            path == $0.point || path.begins(with: $0.point == "/" ? "/" : $0.point + "/")
        }
        let longest = above.map(\.point.utf8.count).max()
        return above.last { $0.point.utf8.count == longest }?.kind ?? "unknown"
    }

    private static func name(of user: uid_t) -> String {
        if user == 0 { return "root" }
        return Account.user(user).map { String(decoding: $0.name, as: UTF8.self) } ?? String(user)
    }
}
