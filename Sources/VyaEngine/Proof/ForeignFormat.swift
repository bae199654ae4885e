import VyaCore

/// Tells a file of another program by its first bytes, and the program that reads it.
///
/// The signs are those of `file(1)`; PostgreSQL's are in `pg_backup_archiver.c` and `pg_dumpall.c`.
enum ForeignFormat {
    /// What a file is, and how it is read or made a dump; nil for what may be a dump.
    ///
    /// `beginning` is of the stream, behind the compression that this program reads.
    static func explanation(_ beginning: [UInt8], of path: String) -> Explanation? {
        let file = ShellWord.quoted(path)
        func isSign(_ bytes: [UInt8]) -> Bool { beginning.starts(with: bytes) }
        func unpacked(_ what: String, by tool: String) -> Explanation {
            Explanation(
                "restore.foreign-format", "\(path.printable) is \(what), which is not read",
                hints: [
                    "make a dump of it that can be restored: (umask 077; \(tool) \(file) | gzip >\(ShellWord.quoted(path + ".sql.gz")))"
                ])
        }
        func read(_ what: String, by command: String) -> Explanation {
            Explanation(
                "restore.foreign-format", "\(path.printable) is \(what), which another program reads",
                hints: ["restore it into a new database: \(command)"])
        }
        if isSign(Array("PGDMP".utf8)) {
            return read(
                "a dump in pg_dump's custom format",
                by: "createdb NAME && pg_restore --exit-on-error -d NAME \(file)")
        }
        if isSign(Array("toc.dat\0".utf8)) {
            return read(
                "a dump in pg_dump's tar format",
                by: "createdb NAME && pg_restore --exit-on-error -d NAME \(file)")
        }
        if isSign(Array("SQLite format 3\0".utf8)) {
            return Explanation(
                "restore.foreign-format", "\(path.printable) is a database of SQLite, and no dump of one",
                hints: ["copy it to its place while no program has that open"])
        }
        if isSign(Array("BZh".utf8)) { return unpacked("compressed by bzip2", by: "bzcat") }
        if isSign([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]) { return unpacked("compressed by xz", by: "xzcat") }
        if isSign([0x04, 0x22, 0x4D, 0x18]) { return unpacked("compressed by lz4", by: "lz4cat") }
        if isSign([0x1F, 0x8B]) { return unpacked("compressed twice", by: "zcat \(file) | zcat <") }
        if isSign([0x28, 0xB5, 0x2F, 0xFD]) {
            return unpacked("compressed twice", by: "zcat \(file) | zstdcat <")
        }
        if isSign([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) {
            return unpacked("an archive of 7z", by: "7z x -so")
        }
        return nil
    }

    /// What a dump of a whole server is, which no restore of one database takes; nil for any other.
    static func explanation(ofServer beginning: [UInt8], of path: String) -> Explanation? {
        let sign = Array("PostgreSQL database cluster dump".utf8)
        let head = beginning.drop { "- \r\n".utf8.contains($0) }
        guard head.starts(with: sign) else { return nil }
        return Explanation(
            "restore.foreign-format",
            "\(path.printable) is a dump of a whole server by pg_dumpall, which psql alone reads: all of its databases and roles",
            hints: [
                "look at what is in it, and run on a new server: zcat -f \(ShellWord.quoted(path)) | psql -X -d postgres"
            ])
    }

    /// What an archive is that GNU tar alone reads, by the kind of its first member (`tar.h`); nil for any other.
    static func explanation(ofArchive beginning: [UInt8], of path: String) -> Explanation? {
        let kinds: [UInt8: String] = [
            UInt8(ascii: "D"): "an incremental archive (tar --listed-incremental)",
            UInt8(ascii: "M"): "a later volume of an archive of several",
        ]
        guard beginning.count > 156, let what = kinds[beginning[156]] else { return nil }
        return Explanation(
            "restore.foreign-format", "\(path.printable) is \(what), which GNU tar reads",
            hints: [
                "bring it back into an empty folder: tar --extract --listed-incremental=/dev/null --file \(ShellWord.quoted(path)) "
                    + "--directory FOLDER"
            ])
    }
}
