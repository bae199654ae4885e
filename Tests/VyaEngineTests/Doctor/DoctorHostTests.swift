import Testing
import VyaCore
import VyaTestSupport

@testable import VyaEngine

@Suite("What doctor says of folders, space, uploader and clock", .ownThread)
struct DoctorHostTests {
    private func codes(_ findings: [DoctorFinding]) -> [String] {
        findings.filter { $0.severity != .ok }.map(\.code.rawValue)
    }

    private func judge(
        _ facts: FolderFacts, _ temporary: String = "", services: [String] = []
    ) -> [DoctorFinding] {
        PlacesDiagnosis(
            folders: [facts],
            temporary: TmpfilesRules([(path: "/usr/lib/tmpfiles.d/tmp.conf", text: temporary)]),
            privateServices: services, uploader: nil
        ).judge().filter { $0.code != "doctor.uploader-unknown" }
    }

    @Test("a folder of one's own is well")
    func well() {
        let findings = judge(FolderFacts(path: "/var/backups/vya"))
        #expect(codes(findings) == [] && findings.first?.message == "owner root, mode 0700, ext4")
    }

    @Test("E9 a folder that others can list is a warning with the chmod that mends it")
    func listable() {
        let findings = judge(FolderFacts(path: "/b/a b", mode: 0o755, isListable: true))
        #expect(codes(findings) == ["doctor.folder-mode"])
        #expect(findings.first?.remedies == ["chmod 700 '/b/a b'"])
    }

    @Test("B10 E1 a folder that no run would take is critical, with the hints of what refuses it")
    func fault() {
        let fault = Explanation("folder.owner", "/b belongs to nobody", hints: ["chown root /b"])
        let findings = judge(FolderFacts(path: "/b", fault: fault))
        #expect(findings.first?.severity == .critical)
        #expect(findings.first?.remedies == ["chown root /b"])
    }

    @Test(
        "E14 what empties a folder is named with its line",
        arguments: [
            ("# x\nD /tmp 1777 root root -", "doctor.folder-boot"),
            ("D! /tmp 1777 root root 10d", "doctor.folder-boot"),
            ("q /tmp 1777 root root 10d", "doctor.folder-age"), ("q /tmp 1777 root root -", nil),
            ("d /tmp/bkpsql 0700 root root 1d", "doctor.folder-age"), ("D /tmp/other - - - -", nil),
            ("R /tmp/bkpsql", "doctor.folder-boot"), ("D /tm 1777 root root -", nil),
        ])
    func boot(line: String, code: String?) {
        let findings = judge(FolderFacts(path: "/tmp/bkpsql"), line)
        #expect(codes(findings) == [code].compactMap(\.self))
        if let code, code == "doctor.folder-boot", line.hasPrefix("#") {
            #expect(findings.first?.message.hasSuffix("/usr/lib/tmpfiles.d/tmp.conf:2 says") == true)
        }
    }

    @Test("E14 a folder in memory is a warning")
    func memory() {
        #expect(codes(judge(FolderFacts(path: "/b", kind: "tmpfs"))) == ["doctor.folder-memory"])
    }

    @Test("a service with a /tmp of its own cannot share one with the uploader")
    func privateTmp() {
        let unit = HostUnits.File(
            path: "/etc/systemd/system/nightly.service",
            text: "[Service]\nPrivateTmp=true\nExecStart=/usr/bin/vya-backup run --all\n")
        let services = HostUnits([unit], wanted: []).privateTemporary { $0.contains("vya-backup run") }
        #expect(services == ["nightly.service"])
        let findings = judge(FolderFacts(path: "/tmp/bkpzip"), services: services)
        #expect(codes(findings) == ["doctor.folder-private-tmp"] && findings.first?.severity == .critical)
        #expect(codes(judge(FolderFacts(path: "/backups"), services: services)) == [])
    }

    private func uploader(
        _ watched: [String]?, folder: String = "/tmp/bkpsql", temporary: String = ""
    ) -> [DoctorFinding] {
        PlacesDiagnosis(
            folders: [FolderFacts(path: folder)],
            temporary: TmpfilesRules([(path: "/usr/lib/tmpfiles.d/tmp.conf", text: temporary)]),
            destinations: [
                PlacesDiagnosis.Destination(
                    entry: EntryID(1), dbms: "postgresql", folder: folder, key: "path_pgsql")
            ],
            uploader: watched.map {
                PlacesDiagnosis.Uploader(
                    watched: $0, evidence: "/opt/IDriveForLinux", existing: ["/tmp/bkpzip"])
            }
        ).judge()
    }

    @Test(
        "an entry whose folder the uploader does not watch is critical, and moves into the one that it does")
    func hole() throws {
        let finding = try #require(uploader(["/tmp/bkpzip"]).first)
        #expect(finding.code == "doctor.uploader-hole" && finding.severity == .critical)
        #expect(finding.remedies == [#"in the configuration: "bkp_system": { "path_pgsql": "/tmp/bkpzip" }"#])
    }

    @Test("Q2 folders that do not last and are not watched have one way out, which lacks nothing itself")
    func oneWay() throws {
        let rules = TmpfilesRules([(path: "/usr/lib/tmpfiles.d/tmp.conf", text: "D /tmp 1777 root root -")])
        func judge(_ folders: [FolderFacts], _ watched: [String]?) -> [DoctorFinding] {
            // Two dbms share the first folder, as in production.
            let keys = [["path_pgsql", "path_mysql"], ["path_files"]]
            return PlacesDiagnosis(
                folders: folders, temporary: rules,
                destinations: zip(folders, keys).flatMap { folder, keys in
                    keys.map { key in
                        PlacesDiagnosis.Destination(
                            entry: EntryID(1), dbms: "x", folder: folder.path, key: key, neighbours: ["/srv"])
                    }
                },
                uploader: watched.map {
                    PlacesDiagnosis.Uploader(watched: $0, evidence: "/opt/IDrive", existing: [])
                }
            ).judge().filter { $0.severity != .ok }
        }
        let production = [
            FolderFacts(path: "/tmp/bkpsql", kind: "tmpfs"),
            FolderFacts(path: "/tmp/bkpzip", kind: "tmpfs"),
        ]
        for watched in [["/tmp/bkpzip"], nil] {
            let findings = judge(production, watched)
            #expect(findings.count == 1, "\(findings)")
            let finding = try #require(findings.first)
            #expect(finding.code == (watched == nil ? "doctor.folder-memory" : "doctor.uploader-hole"))
            #expect(finding.subject == "/tmp/bkpsql, /tmp/bkpzip")
            #expect(
                finding.remedies == [
                    "install -d -m 700 /var/backups/vya-backup",
                    "in the uploader's own settings, have it look into /var/backups/vya-backup",
                    #"in the configuration: "bkp_system": { "path_pgsql": "/var/backups/vya-backup/pgsql", "path_mysql": "/var/backups/vya-backup/mysql", "path_files": "/var/backups/vya-backup/files" }, "uploader": { "watches": ["/var/backups/vya-backup"] }"#,
                ])
        }
        // What it says was done.
        let mended = ["pgsql", "files"].map {
            FolderFacts(path: "/var/backups/vya-backup/" + $0)
        }
        #expect(judge(mended, ["/var/backups/vya-backup"]).map(\.code) == ["doctor.uploader-folder"])
        // A watched folder that lasts is the way out; one that is in memory is none.
        let lasting = judge([production[0]], ["/tmp/bkpzip", "/backup"])
        #expect(
            lasting.first?.remedies == [
                #"in the configuration: "bkp_system": { "path_pgsql": "/backup", "path_mysql": "/backup" }"#
            ])
    }

    @Test("backups beside what they are made of are told where no uploader is known")
    func sameFileSystem() throws {
        func judge(_ watched: [String]?, _ neighbours: [String]) -> [DoctorFinding] {
            PlacesDiagnosis(
                folders: [FolderFacts(path: "/backups")], temporary: TmpfilesRules([]),
                destinations: [
                    PlacesDiagnosis.Destination(
                        entry: EntryID(1), dbms: "postgresql", folder: "/backups", key: "path_pgsql",
                        neighbours: neighbours)
                ],
                uploader: watched.map {
                    PlacesDiagnosis.Uploader(watched: $0, evidence: nil, existing: ["/backups"])
                }
            ).judge()
        }
        #expect(codes(judge(nil, [])) == [])
        #expect(codes(judge(["/backups"], ["/var/lib/postgresql"])) == [])
        let finding = try #require(judge(nil, ["/var/lib/postgresql"]).last)
        #expect(finding.code == "doctor.same-file-system" && finding.severity == .warning)
        #expect(finding.message.contains("/var/lib/postgresql"))
        #expect(
            finding.remedies.last?.hasSuffix(#""bkp_system": { "path_pgsql": "/mnt/backups/pgsql" }"#) == true
        )
    }

    @Test("a folder is watched as itself and below a watched one, and not by a name that begins alike")
    func watched() {
        #expect(codes(uploader(["/tmp/bkpzip"], folder: "/tmp/bkpzip")) == [])
        #expect(codes(uploader(["/tmp/bkpzip/"], folder: "/tmp/bkpzip/sql")) == ["doctor.uploader-folder"])
        #expect(codes(uploader(["/tmp/bkpzip"], folder: "/tmp/bkpzip2")) == ["doctor.uploader-hole"])
        #expect(codes(uploader(["/missing"], folder: "/missing")) == ["doctor.uploader-folder"])
        #expect(codes(uploader(nil)) == [])
    }

    private func space(
        _ needs: [(folder: String, last: Int?, source: Int?)], free: Int, other: UInt64 = 1
    ) -> [DoctorFinding] {
        SpaceDiagnosis(
            needs: needs.map {
                SpaceDiagnosis.Need(folder: $0.folder, lastBytes: $0.last, sourceBytes: $0.source)
            },
            folders: [
                FolderFacts(path: "/a", freeBytes: free),
                FolderFacts(path: "/b", fileSystem: other, freeBytes: free),
            ]
        ).judge()
    }

    @Test("B14 tonight's need is the last sizes and a fifth more, of all folders on one file system together")
    func forecast() {
        let needs: [(folder: String, last: Int?, source: Int?)] = [("/a", 1000, 9000), ("/b", 1000, 9000)]
        #expect(codes(space(needs, free: 2400)) == [])
        #expect(space(needs, free: 2399).map(\.severity) == [.warning])
        #expect(space(needs, free: 1999).map(\.severity) == [.critical])
        #expect(space(needs, free: 1200, other: 2).map(\.severity) == [.ok, .ok])
    }

    @Test("B14 what was never backed up counts with its size before compression, as a warning at most")
    func first() {
        #expect(space([("/a", nil, 5000)], free: 4999).map(\.severity) == [.warning])
        #expect(space([("/a", nil, 5000)], free: 5000).map(\.severity) == [.ok])
    }

    private func clock(
        now: Int = UpkeepSamples.now, synchronized: Bool? = true, newest: Int? = nil, offset: Int = 0
    ) -> [String] {
        codes(
            ClockDiagnosis(
                now: now, isSynchronized: synchronized, newestBackup: newest,
                servers: [(subject: "entry 1 postgresql", offset: offset)]
            ).judge())
    }

    @Test("I9 C9 a clock that is wrong is told by the calendar, by the newest backup and by a server's clock")
    func clock() {
        #expect(clock() == [] && clock(synchronized: nil) == [])
        #expect(clock(now: 0) == ["doctor.clock-past"])
        #expect(clock(newest: UpkeepSamples.now + 301) == ["doctor.clock-back"])
        #expect(clock(newest: UpkeepSamples.now + 300) == [])
        #expect(clock(offset: 61) == ["doctor.clock-server"] && clock(offset: -61) == ["doctor.clock-server"])
        #expect(clock(offset: 60) == [])
        #expect(clock(synchronized: false) == ["doctor.clock-free"])
    }
}
