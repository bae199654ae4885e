import Testing
import VyaCore
import VyaTestSupport

@Suite("Names of artifacts", .ownThread)
struct ArtifactNameTests {
    private let moment = Moment(unixSeconds: 1_795_401_000, utcOffset: -10_800)

    private func name(_ database: String, kind: ArtifactKind = .dump, attempt: Int = 1) -> String {
        let job = Job(
            entry: EntryID(2), dbms: "mysql", kind: kind, database: ExactName(database),
            source: .files(pattern: "", ignored: []))
        return ArtifactName.compose(job: job, at: moment, codecExtension: "gz", attempt: attempt)
    }

    @Test("bytes outside the safe set are percent-encoded")
    func encoding() {
        #expect(name("dns_db") == "20261122_233000_mysql_2_dns_db.sql.gz")
        #expect(name("a b/%é") == "20261122_233000_mysql_2_a%20b%2F%25%C3%A9.sql.gz")
        #expect(name("anything", kind: .globals) == "20261122_233000_mysql_2_globals.sql.gz")
    }

    @Test("B19 names in two normal forms and in two cases are different names")
    func normalForms() {
        #expect(name("\u{E9}") != name("e\u{301}"))
        #expect(name("a") != name("A"))
        #expect(ExactName("\u{E9}") != ExactName("e\u{301}"))
        #expect(Set<ExactName>(["\u{E9}", "e\u{301}"]).count == 2)
    }

    @Test("C10 a taken name is followed by one that no database can have")
    func attempts() {
        #expect(name("x", attempt: 2) == "20261122_233000_mysql_2_x~2.sql.gz")
        #expect(name("x~2").contains("%7E"))
    }

    @Test("a name too long for the file system is cut, and stays unique")
    func length() {
        let long = String(repeating: "é", count: 64)
        let (one, two) = (name(long + "1"), name(long + "2"))
        #expect(one.utf8.count + ArtifactName.manifestSuffix.utf8.count <= ArtifactName.maximumLength)
        #expect(one != two)
        #expect(one.hasSuffix(".sql.gz"))
    }
}
