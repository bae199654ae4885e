import Foundation
import VyaTestSupport

/// A stock program that extracts archives.
enum Reader: CaseIterable {
    case gnuTar
    case bsdtar
    case python

    /// Extracts an archive into an empty folder, as root does by default: owners, modes, attributes.
    func extract(_ archive: String, into folder: String, locale: String = "C.UTF-8") throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        var command: Command
        switch self {
        case .gnuTar:
            command = Command(
                "tar", "--xattrs", "--xattrs-include=*", "--acls", "--numeric-owner", "-xpf", archive, "-C",
                folder)
        case .bsdtar: command = Command("bsdtar", "--numeric-owner", "-xpf", archive, "-C", folder)
        case .python: command = Command(Python.program, "-c", Python.extract, archive, folder)
        }
        command.environment["LC_ALL"] = locale
        try command.check()
    }
}

/// What Python is asked to do: it keeps names as bytes, which Foundation does not.
enum Python {
    static let program =
        FileManager.default.isExecutableFile(atPath: "/usr/bin/python3") ? "/usr/bin/python3" : "python3"

    static let extract = """
        import sys, tarfile
        with tarfile.open(sys.argv[1]) as archive:
            archive.extractall(sys.argv[2], numeric_owner=True)
        """

    /// Writes a line for each file below a folder: all that an archive keeps of it.
    static let describe = """
        import hashlib, os, stat, sys
        root, wanted, first = os.fsencode(sys.argv[1]), set(sys.argv[2:]), {}
        def show(path, name):
            s = os.lstat(path)
            fields = [name.hex(), oct(s.st_mode), s.st_uid, s.st_gid]
            if stat.S_ISREG(s.st_mode):
                digest = hashlib.sha256()
                with open(path, 'rb') as file:
                    while block := file.read(1 << 20): digest.update(block)
                fields += [s.st_size, digest.hexdigest(), first.setdefault((s.st_dev, s.st_ino), name).hex()]
                if 'holes' in wanted: fields.append(s.st_blocks)
            if stat.S_ISLNK(s.st_mode): fields.append(os.readlink(path).hex())
            if stat.S_ISCHR(s.st_mode) or stat.S_ISBLK(s.st_mode): fields.append(s.st_rdev)
            if 'nanoseconds' in wanted: fields.append(s.st_mtime_ns)
            elif not stat.S_ISLNK(s.st_mode): fields.append(s.st_mtime_ns // 10 ** 9)
            if 'attributes' in wanted:
                names = sorted(os.listxattr(path, follow_symlinks=False))
                fields += [(n, os.getxattr(path, n, follow_symlinks=False).hex()) for n in names]
            print(*fields)
            if stat.S_ISDIR(s.st_mode):
                for child in sorted(os.listdir(path)):
                    if not stat.S_ISSOCK(os.lstat(path + b'/' + child).st_mode):
                        show(path + b'/' + child, name + b'/' + child)
        show(root, b'')
        """

    /// Writes a line for each member of an archive: its name in hexadecimal, its type and its size.
    static let list = """
        import os, sys, tarfile
        with tarfile.open(sys.argv[1]) as archive:
            for member in archive:
                print(os.fsencode(member.name).hex(), member.type.decode(), member.size)
        """

    /// Runs a script and returns the lines that it prints.
    @discardableResult
    static func run(_ script: String, _ arguments: String...) throws -> [String] {
        var command = Command(program, ["-c", script] + arguments)
        command.environment["PYTHONUTF8"] = "1"
        return try command.check().text.split(separator: "\n").map(String.init)
    }
}
