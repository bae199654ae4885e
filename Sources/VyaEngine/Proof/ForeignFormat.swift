import VyaArchive
import VyaCore

/// Tells a file of another program by its first bytes or its shape, and the program that reads it.
///
/// The signs are those of `file(1)`; PostgreSQL's are in `pg_backup_archiver.c` and `pg_dumpall.c`.
enum ForeignFormat {
    /// What is done with a file of another program.
    private enum Way {
        /// This command writes what it holds, and `<` or the file's name follows.
        case unpack(String)
        /// The first command writes what it holds, the second unpacks it into a folder.
        case archive(String, String)
        /// This command makes a database of it, and the file's name follows.
        case load(String)
        /// This command unpacks it into a folder, and the file's name follows.
        case extract(String)
        /// There is no one command.
        case advice(Message)
    }

    private static func text(_ sign: String) -> [UInt8] { Array(sign.utf8) }

    private static let signs: [(sign: [UInt8], what: Message, way: Way)] =
        [
            (text("PGDMP"), "a dump in pg_dump's custom format", .load("pg_restore --exit-on-error -d NAME")),
            (
                text("toc.dat\0"), "a dump in pg_dump's tar format",
                .load("pg_restore --exit-on-error -d NAME")
            ),
            (
                text("SQLite format 3\0"), "a database of SQLite, and no dump of one",
                .advice("copy it to its place while no program has that open")
            ),
            (text("BZh"), "compressed by bzip2", .unpack("bzcat")),
            ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "compressed by xz", .unpack("xzcat")),
            ([0x5D, 0, 0], "compressed by lzma", .unpack("xz --format=lzma -dc")),
            (text("LZIP"), "compressed by lzip", .unpack("lzip -dc")),
            ([0x89, 0x4C, 0x5A, 0x4F], "compressed by lzop", .unpack("lzop -dc")),
            ([0x04, 0x22, 0x4D, 0x18], "compressed by lz4", .unpack("lz4cat")),
            ([0x1F, 0x9D], "compressed by compress", .unpack("gzip -dc")),
            ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "an archive of 7z", .archive("7z x -so", "7z x")),
            ([0x50, 0x4B, 3, 4], "a zip file", .archive("unzip -p", "unzip")),
            (text("Rar!"), "an archive of rar", .archive("unrar p -inul", "unrar x")),
            (text("070701"), "an archive of cpio", .extract("cpio -idm --no-absolute-filenames <")),
            (text("070702"), "an archive of cpio", .extract("cpio -idm --no-absolute-filenames <")),
            (text("070707"), "an archive of cpio", .extract("cpio -idm --no-absolute-filenames <")),
            ([0xC7, 0x71], "an archive of cpio", .extract("cpio -idm --no-absolute-filenames <")),
            (text("!<arch>"), "an archive of ar", .extract("ar x")),
            (text("xar!"), "an archive of xar", .extract("bsdtar -xf")),
            (
                text("XBSTCK"), "a stream of mariabackup or xtrabackup",
                .extract("mbstream -x <")
            ),
            (
                text("Salted__"), "encrypted by openssl",
                .advice("decrypt it by openssl enc -d, with the options it was made with")
            ),
            (text("-----BEGIN PGP MESSAGE"), "encrypted by GnuPG", .unpack("gpg -d")),
            (text("age-encryption.org/"), "encrypted by age", .advice("decrypt it by age -d -i KEY")),
            (
                text("<?xml"), "XML (mysqldump --xml)",
                .advice("its rows are loaded table by table, by LOAD XML; no client restores it as a whole")
            ),
            (
                [0xFF, 0xFE], "text in UTF-16, as PowerShell writes what it is given",
                .unpack("iconv -f UTF-16 -t UTF-8")
            ),
            (
                [0xFE, 0xFF], "text in UTF-16, as PowerShell writes what it is given",
                .unpack("iconv -f UTF-16 -t UTF-8")
            ),
            // What a shell's 2>&1 has put above the dump.
        ]
        + ["mysqldump", "mariadb-dump", "pg_dump"].map { tool in
            (
                text(tool + ": "), "a dump below messages of \(tool)",
                .unpack("sed -e '1,/^--/{/^\(tool): /d}'")
            )
        } + [
            ([0x1F, 0x8B], "compressed twice", .unpack("zcat")),
            ([0x28, 0xB5, 0x2F, 0xFD], "compressed twice", .unpack("zstdcat")),
        ]

    /// What a file is, and how it is read or made a dump; nil for what may be a dump or a tar archive.
    ///
    /// `beginning` is of the stream, behind the compression that this program reads with `tool`, if there was any.
    static func explanation(
        _ beginning: [UInt8], of path: String, unpackedBy tool: String?
    ) -> Explanation? {
        guard let found = signs.first(where: { beginning.starts(with: $0.sign) }) else { return nil }
        let file = ShellWord.quoted(path)
        let isOfFiles = [".tar", ".tgz", ".tbz", ".txz", ".tlz"].contains { path.holds($0) }
        let made = ShellWord.quoted(path + (isOfFiles ? ".tar.gz" : ".sql.gz"))
        func command(_ words: String) -> String {
            guard let tool else { return "\(words) \(file)" }
            return "\(tool) \(file) | \(words.dropping(suffix: " <") ?? words[...])"
        }
        func making(_ words: String) -> Message {
            "make a backup of it that can be restored: (umask 077; \(command(words)) | gzip >\(made))"
        }
        let shown = path.printable
        let (what, hints): (Message, [Message]) =
            switch found.way {
            case .unpack(let words): ("\(shown) is \(found.what), which is not read", [making(words)])
            case .archive(let printing, let extracting):
                (
                    "\(shown) is \(found.what), which is not read",
                    [
                        making(printing),
                        "where it holds several files, unpack it in an empty folder: \(command(extracting))",
                    ]
                )
            case .load(let words):
                (
                    "\(shown) is \(found.what), which another program reads",
                    ["restore it into a new database: createdb NAME && \(command(words))"]
                )
            case .extract(let words):
                (
                    "\(shown) is \(found.what), which another program reads",
                    ["bring it back in an empty folder: \(command(words))"]
                )
            case .advice(let words): ("\(shown) is \(found.what)", [words])
            }
        return Explanation("restore.foreign-format", what, hints: hints)
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
        let kinds: [UInt8: Message] = [
            UInt8(ascii: "D"): "an incremental archive (tar --listed-incremental)",
            UInt8(ascii: "M"): "a later volume of an archive of several",
        ]
        guard beginning.count > 156, let what = kinds[beginning[156]] else { return nil }
        return Explanation(
            "restore.foreign-format", "\(path.printable) is \(what), which GNU tar reads",
            hints: [byTar("--listed-incremental=/dev/null", path)])
    }

    /// What an archive is that is whole to GNU tar, and not to this program; nil for one that is damaged.
    static func explanation(of fault: TarFault, of path: String) -> Explanation? {
        switch fault.kind {
        case .damage: nil
        case .appended:
            Explanation(
                "restore.foreign-format",
                "\(path.printable) is several archives, one behind the other, which GNU tar reads",
                hints: [byTar("--ignore-zeros", path)])
        case .endless:
            Explanation(
                "restore.foreign-format",
                """
                \(path.printable) lacks the two empty blocks that end an archive: it was cut off behind a \
                member, or its program writes none, so that nothing says whether it is whole
                """,
                hints: ["look at what is in it with tar --list; \(byTar("", path))"])
        }
    }

    private static func byTar(_ option: String, _ path: String) -> Message {
        """
        bring it back into an empty folder: tar --extract \(option)\(option.isEmpty ? "" : " ")--file \
        \(ShellWord.quoted(path)) --directory FOLDER
        """
    }

    /// What a dump is that cannot come back as a database of its own: rows alone, or several dumps in one file; nil for any other.
    static func explanation(ofShape read: BackupProver.Examination, of path: String) -> Explanation? {
        guard read.kind == .dump, let traits = read.traits else { return nil }
        let file = ShellWord.quoted(path)
        // What is hostile is told as such, but the line that begins another dump is none of it.
        let isHarmless = traits.commands.allSatisfy { command in
            command.text.begins(with: "rows that do not follow")
                || traits.beginnings.contains { ($0..<$0 + 40).contains(command.offset) }
        }
        guard isHarmless else { return nil }
        if let last = traits.beginnings.last, traits.beginnings.count > 1 {
            return Explanation(
                "restore.several-dumps",
                "the file holds \(traits.beginnings.count) dumps, one behind the other",
                hints: [
                    """
                    take the last one out of it, and restore that: zcat -f \(file) | tail -c +\(last + 1) | \
                    gzip >\(ShellWord.quoted(path + ".last.sql.gz"))
                    """
                ])
        }
        let makesTables = traits.makesTables || (read.summary.objects["tables"] ?? 0) > 0
        guard !makesTables, !read.summary.tables.isEmpty else { return nil }
        return Explanation(
            "restore.rows-only",
            """
            the dump holds rows of \(Quantity.tables(read.summary.tables.count)) and makes none of them (--data-only, \
            --no-create-info), so it can only be loaded into tables that are there
            """,
            hints: [
                """
                restore a dump of the structure first; then look at what is in this one, and load it with \
                the server's client: zcat -f \(file) | psql -X -d NAME, mariadb NAME or sqlite3 PATH
                """
            ])
    }
}
