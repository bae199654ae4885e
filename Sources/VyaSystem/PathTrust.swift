package import Glibc
package import VyaCore

/// Says whether somebody else could change what a path leads to, or what is held open (E12, E13, L3).
///
/// The one rule of trust: what is used belongs to root or to the user of this process, and nobody else may write to it,
/// by its mode or by its access control list; the same holds for every folder on the way and for every symbolic link,
/// whose own folder is judged in its turn. A folder with the sticky bit may be written to by everybody as long as it is
/// only on the way: what is ours in it stays ours. A second name of a file or link in such a folder may be somebody
/// else's.
package enum PathTrust {
    /// What a rule leaves open.
    package struct Options: OptionSet, Sendable {
        package let rawValue: Int

        package init(rawValue: Int) { self.rawValue = rawValue }

        /// A symbolic link on the way is no objection by itself.
        package static let links = Options(rawValue: 1)
        /// A group may write whose members are root and this user alone, as that of `/usr/local` is on older Debian.
        package static let idleGroups = Options(rawValue: 2)
        /// The last folder may be sticky and everybody's, as one on the way may be.
        package static let sharedFolder = Options(rawValue: 4)
    }

    /// Explains who could change what a path leads to: the first component, from `/` on and through every symbolic link,
    /// that does not hold to the rule; nil if nobody could.
    ///
    /// What is open at the same path is the very file that was judged, because nobody else could have put another there.
    /// A path that is not absolute begins in the current folder.
    package static func objection(to path: String, _ options: Options = .links) -> TrustObjection? {
        var pending = Array(components(of: path).reversed())
        if path.utf8.first != UInt8(ascii: "/") { pending += components(of: currentFolder()).reversed() }
        // The components that stand, whose last one is a folder.
        var current: [String] = []
        var links = 0
        // True while the folder that is looked into can be written to by others.
        var isShared: [Bool] = [false]
        if let objection = look(at: "/", isWay: true, options).objection { return objection }
        while let component = pending.popLast() {
            if component == "." { continue }
            if component == ".." {
                if !current.isEmpty {
                    current.removeLast()
                    isShared.removeLast()
                }
                continue
            }
            let next = "/" + (current + [component]).joined(separator: "/")
            let target = linkTarget(of: next)
            let isWay = target != nil || !pending.isEmpty || options.contains(.sharedFolder)
            let (objection, status) = look(at: next, isWay: isWay, options)
            if let objection { return objection }
            if isShared.last == true, status.st_mode & S_IFMT != S_IFDIR, status.st_nlink > 1 {
                return TrustObjection(next, .secondName)
            }
            guard let target else {
                current.append(component)
                isShared.append(
                    status.st_mode & S_IFMT == S_IFDIR && status.st_mode & (S_IWOTH | S_IWGRP) != 0)
                continue
            }
            guard options.contains(.links) else { return TrustObjection(next, .link) }
            links += 1
            if links > 40 { return TrustObjection(path, .tooManyLinks) }
            if target.utf8.first == UInt8(ascii: "/") { (current, isShared) = ([], [false]) }
            pending += components(of: target).reversed()
        }
        // What `.` or `..` ended at was judged as a way only.
        let last = "/" + current.joined(separator: "/")
        return look(at: last, isWay: options.contains(.sharedFolder), options).objection
    }

    /// Judges one file, folder or link by what was seen of it; nil if nobody else could change it.
    ///
    /// `path` is for the words; `isWay` says that it is a folder on the way to something else. The access control list is
    /// asked for only where the mode lets a group write: with a list, those bits are its mask, so that without them no
    /// entry of it counts (acl(5)).
    package static func objection(
        to status: stat, at path: String, isWay: Bool, _ options: Options = .links, user: UInt32 = geteuid(),
        list: () -> AccessControlList.Reading
    ) -> TrustObjection? {
        guard status.st_uid == 0 || status.st_uid == user else {
            return TrustObjection(path, .owner(status.st_uid))
        }
        let kind = status.st_mode & S_IFMT
        // A link has no mode of its own, only an owner and the folder that it is in.
        if kind == S_IFLNK || (kind == S_IFDIR && isWay && status.st_mode & S_ISVTX != 0) { return nil }
        if status.st_mode & S_IWOTH != 0 { return TrustObjection(path, .everybody) }
        guard status.st_mode & S_IWGRP != 0 else { return nil }
        switch list() {
        case .none:
            return isIdle(status.st_gid, user, options) ? nil : TrustObjection(path, .group(status.st_gid))
        case .unreadable(let failure): return TrustObjection(path, .failure(failure))
        case .list(let entries):
            for writer in entries.writers {
                switch writer {
                case .user(let id) where id != 0 && id != user: return TrustObjection(path, .listedUser(id))
                case .user: continue
                case .owningGroup:
                    if !isIdle(status.st_gid, user, options) {
                        return TrustObjection(path, .group(status.st_gid))
                    }
                case .group(let id):
                    if !isIdle(id, user, options) { return TrustObjection(path, .listedGroup(id)) }
                }
            }
            return nil
        }
    }

    private static func isIdle(_ group: UInt32, _ user: UInt32, _ options: Options) -> Bool {
        options.contains(.idleGroups) && (group == 0 || Account.membersOf(group: group, areAmong: [0, user]))
    }

    private static func look(
        at path: String, isWay: Bool, _ options: Options
    ) -> (objection: TrustObjection?, status: stat) {
        var info = stat()
        guard lstat(path, &info) == 0 else { return (TrustObjection(path, .failure(SystemFailure())), info) }
        let objection = objection(to: info, at: path, isWay: isWay, options) { AccessControlList.read(path) }
        return (objection, info)
    }

    private static func components(of path: String) -> [String] {
        path.utf8.split(separator: UInt8(ascii: "/")).map { String(Substring($0)) }
    }

    private static func currentFolder() -> String {
        guard let path = getcwd(nil, 0) else { return "/" }
        defer { free(path) }
        return String(cString: path)
    }

    private static func linkTarget(of path: String) -> String? {
        var target = [UInt8](repeating: 0, count: Int(PATH_MAX))
        let length = target.withUnsafeMutableBytes { buffer in
            buffer.withMemoryRebound(to: CChar.self) { chars in
                chars.baseAddress.map { readlink(path, $0, chars.count) } ?? -1
            }
        }
        return length < 0 ? nil : String(decoding: target[..<length], as: UTF8.self)
    }
}

/// Who else could change something, and what to do about it.
package struct TrustObjection: Error, Equatable, CustomStringConvertible {
    /// What is wrong.
    package enum Reason: Equatable, Sendable {
        case owner(UInt32)
        case everybody
        case group(UInt32)
        case listedUser(UInt32)
        case listedGroup(UInt32)
        case link
        case secondName
        case tooManyLinks
        /// It could not be looked at.
        case failure(SystemFailure)
    }

    /// The file, folder or link itself, not the path that led to it.
    package let path: String
    /// What is wrong with it.
    package let reason: Reason

    /// Makes an objection to what lies at a path.
    package init(_ path: String, _ reason: Reason) {
        (self.path, self.reason) = (path, reason)
    }

    /// The objection in one sentence, which begins with the path.
    package var words: Message {
        let shown = path.printable
        return switch reason {
        case .owner(let id): "\(shown) belongs to another user (\(Account.title(of: id)))"
        case .everybody: "\(shown) can be written to by everybody"
        case .group(let id): "\(shown) can be written to by its group (\(id))"
        case .listedUser(let id):
            "\(shown) can be written to by another user (\(Account.title(of: id))), as its access control list says"
        case .listedGroup(let id):
            "\(shown) can be written to by a group (\(id)), as its access control list says"
        case .link: "\(shown) is a symbolic link"
        case .secondName: "\(shown) has a second name, and lies where everybody could have given it one"
        case .tooManyLinks: "\(shown) has too many symbolic links"
        case .failure(let failure): "\(shown): \(failure.words)"
        }
    }

    /// The same in English.
    package var description: String { words.description }

    /// The command that mends it, or what else to do.
    package var hint: Message {
        let quoted = ShellWord.quoted(path)
        return switch reason {
        case .owner: "if it is yours to trust: chown -h root \(quoted)"
        case .everybody, .group: "run: chmod go-w \(quoted)"
        case .listedUser, .listedGroup: "run: setfacl -b \(quoted)"
        case .link: "name what \(quoted) leads to instead"
        case .secondName: "copy \(quoted) to a folder that only its owner can write to"
        case .tooManyLinks, .failure: "look at it: ls -ld \(quoted)"
        }
    }
}
