import Testing
import VyaCore
import VyaTestSupport

@Suite("Slugs of patterns", .ownThread)
struct PatternSlugsTests {
    private func slug(_ pattern: ExactName, beside others: ExactName...) -> String {
        PatternSlugs([pattern] + others)[pattern]
    }

    @Test(
        "Q16 what can be read in a pattern is its slug",
        arguments: [
            ("/docker/volumes/**/*", "docker_volumes"), ("/docker/volumes", "docker_volumes"),
            ("/opt/app/config/*.{yaml,json}", "opt_app_config_yaml_json"),
            ("/etc/nginx/nginx.conf", "etc_nginx_nginx.conf"), ("/srv/.env", "srv_env"),
            ("/srv/-a-/b..c/--", "srv_a_b..c"), ("/srv/a_b c", "srv_a_b_c"),
            ("/srv/[!a-c]*", "srv_not_a-c"), ("/srv/[^x]", "srv_not_x"),
            ("/srv/!(tmp|cache)", "srv_not_tmp_cache"),
            ("/srv/wow!/x", "srv_wow_x"), ("/srv/[[]2020] Fotos", "srv_2020_Fotos"),
            ("/home/João/Relatórios/Ærø", "home_Joao_Relatorios_AEro"),
            ("/srv/Relato\u{301}rio", "srv_Relatorio"), ("/srv/a~2", "srv_a_2"),
            ("/srv/globals", "srv_globals"), ("/20240131_003000_files_9_x", "20240131_003000_files_9_x"),
        ])
    func readable(pattern: String, slug: String) {
        #expect(self.slug(ExactName(pattern)) == slug)
    }

    @Test(
        "Q16 what a slug does not tell of a pattern is marked, whatever stands beside it",
        arguments: [
            ("/srv/日本", "srv"), ("/srv/\u{FFFD}", "srv"), ("/srv/a\u{A0}b", "srv_a_b"), ("/**/*", "pattern"),
            ("/", "pattern"), ("", "pattern"), ("/😀", "pattern"), ("/srv/x-0a1B2c3d", "srv_x-0a1B2c3d"),
            ("/" + String(repeating: "x", count: 300), String(repeating: "x", count: 100)),
            ("/" + String(repeating: "x", count: 99) + "/y", String(repeating: "x", count: 99)),
        ])
    func marked(pattern: String, words: String) throws {
        let slug = slug(ExactName(pattern))
        #expect(slug.hasPrefix(words + "-"))
        #expect(try slug.dropFirst(words.count).wholeMatch(of: Regex("-[0-9a-f]{8}")) != nil, "\(slug)")
        #expect(PatternSlugs.all(of: ExactName(pattern)) == [slug])
    }

    @Test("Q16 patterns that read alike are all marked, and nothing else changes the slug of one")
    func alike() {
        let alike: [ExactName] = [
            "/a/b", "/a/b/*", "/a/b/**", "/A/b", "/a/\u{E9}b", "/a/e\u{301}b", "/a/eb", "/a_b", "//a//b",
        ]
        let slugs = PatternSlugs(alike)
        #expect(Set(alike.map { slugs[$0].lowercased() }).count == alike.count)
        for pattern in alike {
            #expect(slugs[pattern].contains("-"))
            #expect(PatternSlugs(alike.reversed() + ["/c", pattern])[pattern] == slugs[pattern])
            #expect(PatternSlugs.all(of: pattern).last == slugs[pattern])
        }
        #expect(slug("/a/b", beside: "/c", "/a/bb", "/a/b/c") == "a_b")
        #expect(slug("/a/b", beside: "/a/b") == "a_b")
        // The slug that a mark makes belongs to nobody else.
        let marked = slug("/a/b", beside: "/a/b/*")
        #expect(slug(ExactName("/" + marked), beside: "/a/b", "/a/b/*").hasPrefix(marked + "-"))
    }

    @Test("Q16 a slug leads back to its pattern, also when others do not read like it any more")
    func back() {
        let two = PatternSlugs(["/a/b/*", "/a/b/**", "/c"])
        for pattern: ExactName in ["/a/b/*", "/a/b/**", "/c"] {
            #expect(two.pattern(of: ExactName(two[pattern])) == pattern)
        }
        #expect(two.pattern(of: "a_b") == nil)
        let one = PatternSlugs(["/a/b/*"])
        #expect(one.pattern(of: ExactName(two["/a/b/*"])) == "/a/b/*")
        #expect(one.pattern(of: ExactName(two["/a/b/**"])) == nil)
        #expect(one.pattern(of: "a_b") == "/a/b/*")
        #expect(one.pattern(of: "/a/b/*") == nil)
    }

    @Test("Q16 whatever a pattern holds, its slug is a word for shells, file systems and clouds")
    func safe() {
        for value in 0..<0x3000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            for pattern in ["/\(scalar)", "/x\(scalar)y/\(scalar)"] {
                let slug = slug(ExactName(pattern))
                #expect(
                    slug.wholeMatch(of: /[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?/) != nil,
                    "\(value): \(slug)")
            }
        }
    }
}
