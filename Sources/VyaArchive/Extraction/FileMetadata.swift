import CLinux
import Glibc
import VyaCore

/// What is said of a file beside its contents, ready to be put on the file that was extracted.
struct FileMetadata {
    /// The permissions; nil for a link, which has none.
    var mode: UInt32?
    let user: UInt32
    let group: UInt32
    let modified: FileTime
    let attributes: [ExtendedAttribute]

    /// How much memory it takes beside the value itself, in bytes.
    var weight: Int { attributes.reduce(0) { $0 + $1.name.count + $1.value.count + 96 } }

    /// Puts everything on what a descriptor is open on, be it only as a place (`O_PATH`).
    ///
    /// It goes through the name in /proc, which leads to the very file that is open and, when that is a link, to
    /// the link itself. The order matters: a new owner takes away setuid bits and capabilities, attributes of a
    /// user may need the right to write, and the mode changes the mask of an access list.
    func apply(to descriptor: Int32, path shown: @autoclosure () -> String, notes: ExtractionNotes) {
        let place = "/proc/self/fd/\(descriptor)"
        let special = UInt32(S_ISUID | S_ISGID)
        var mode = mode
        if geteuid() == 0 {
            if chown(place, user, group) != 0 {
                notes.warn(shown(), "it does not belong to user \(user): \(ArchiveNotes.words(errno))")
                mode = mode.map { $0 & ~special }
            }
        } else if user != geteuid() || group != getegid() {
            notes.warnOnce(
                "only root can restore owners; what was extracted belongs to this account", shown())
            mode = mode.map { $0 & ~special }
        }
        if mode != nil { dropInheritedLists(place) }
        for attribute in attributes where !Self.isList(attribute) {
            put(attribute, on: place, shown(), notes)
        }
        if let mode, chmod(place, mode_t(mode)) != 0 {
            notes.warn(shown(), "its mode is not restored: \(ArchiveNotes.words(errno))")
        }
        for attribute in attributes where Self.isList(attribute) { put(attribute, on: place, shown(), notes) }
        // File systems of FUSE 2 are told of both times or of none (U4).
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        let times = [
            now,
            timespec(tv_sec: modified.seconds, tv_nsec: Int(modified.nanoseconds)),
        ]
        if utimensat(AT_FDCWD, place, times, 0) != 0 {
            notes.warn(shown(), "its time is not restored: \(ArchiveNotes.words(errno))")
        }
    }

    private static func isList(_ attribute: ExtendedAttribute) -> Bool {
        attribute.name.starts(with: "system.posix_acl_".utf8)
    }

    /// Takes away what a new file got from the default access list of the folder that it was made in.
    private func dropInheritedLists(_ place: String) {
        for name in ["system.posix_acl_access", "system.posix_acl_default"]
        where !attributes.contains(where: { $0.name.elementsEqual(name.utf8) }) {
            _ = removexattr(place, name)
        }
    }

    private func put(
        _ attribute: ExtendedAttribute, on place: String, _ shown: String, _ notes: ExtractionNotes
    ) {
        let code = OpenFolder.withCString(attribute.name) { name in
            attribute.value.withUnsafeBytes { setxattr(place, name, $0.baseAddress, $0.count, 0) }
        }
        if code != 0 {
            notes.warn(
                shown,
                "its attribute '\(String.printable(attribute.name))' is not restored: \(ArchiveNotes.words(errno))"
            )
        }
    }
}
