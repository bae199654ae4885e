# make demo      shows a whole night on private servers, with nothing of the host's touched
# make test      builds and runs all tests, and says which cost most
# make controls  takes one safety out at a time, and demands that its tests go red; as root
# make build     builds the release binary, .build/release/vya-backup
# make install   installs it, with completions and systemd units, below PREFIX
# make deb       makes the Debian package of the release binary, below .build/deb
# make adversity runs the sweeps, those of Tests/Adversity and others, in their long form, which the tests run in a short one
# make bench     compares it with other tools on this machine, and writes Benchmarks/RESULTS.md
# make pictures  makes the README's pictures anew
# make lint      checks the format; make format mends it
# make clean     removes what was built
#
# Every target first makes sure of what it needs: as root on Debian it installs the packages that are missing, otherwise
# it prints the command that does.

PREFIX ?= /usr/local
DESTDIR ?=
# The size of the dumps that `make bench` compares; only the full size is written down.
MEGABYTES ?= 640

BINARY := .build/release/vya-backup
UNPROVEN := .build-unproven/release/vya-backup
SWIFT_FILES := Sources Tests Plugins-config Package.swift
# A module imports only the modules that Package.swift names for it.
STRICT := --explicit-target-dependency-import-check error
# Applies a control as it is, or fails.
PATCH := patch -p1 --force --fuzz=0 --silent --no-backup-if-mismatch

# The units fit any configuration; on a host, `vya-backup schedule systemd --install` enables and times them.
SCHEDULE = --generic --install --force --quiet --program "$(PREFIX)/bin/vya-backup"

.PHONY: demo test adversity controls build install deb bench pictures lint messages format clean

demo:
	@.ci/prepare demo
	@swift build --product vya-backup
	@Fixtures/demo/demo.sh "$$(swift build --show-bin-path)/vya-backup"

test:
	@.ci/prepare test
	swift build --build-tests $(STRICT)
	Tests/run.sh

adversity:
	@.ci/prepare test
	swift build --build-tests $(STRICT)
	VYA_ADVERSITY=full swift test --skip-build --filter AdversityTests --filter VerifyTests/hurt \
		--filter UpkeepTests/uploaderLoop --filter HostileArchiveTests/race \
		--filter PostgreSQLPayloadTests/agreement --filter PostgreSQLRestoreTests --filter MariaDBRestoreTests \
		--filter RoundTripTests

controls:
	@.ci/prepare test
	swift build --build-tests $(STRICT)
	Tests/controls.sh

build:
	@.ci/prepare build
	swift build --configuration release --static-swift-stdlib -Xlinker -s --product vya-backup

# Takes the binary that is there: so `make build && sudo make install` needs no toolchain for root.
install:
	@test -x $(BINARY) || $(MAKE) build
	install -D -m 755 $(BINARY) "$(DESTDIR)$(PREFIX)/bin/vya-backup"
	install -d "$(DESTDIR)$(PREFIX)/share/doc/vya-backup" "$(DESTDIR)$(PREFIX)/lib/systemd/system" \
		"$(DESTDIR)$(PREFIX)/share/bash-completion/completions" "$(DESTDIR)$(PREFIX)/share/zsh/site-functions" \
		"$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d"
	install -m 644 README.md README.pt-BR.md CHANGELOG.md LICENSE "$(DESTDIR)$(PREFIX)/share/doc/vya-backup"
	root=$$(cd "$(DESTDIR)/" && pwd) && \
	$(BINARY) schedule systemd $(SCHEDULE) --root "$$root" --folder "$(PREFIX)/lib/systemd/system" && \
	$(BINARY) schedule cron $(SCHEDULE) --root "$$root" --folder "$(PREFIX)/share/doc/vya-backup"
	$(BINARY) completions bash >"$(DESTDIR)$(PREFIX)/share/bash-completion/completions/vya-backup"
	$(BINARY) completions zsh >"$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_vya-backup"
	$(BINARY) completions fish >"$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/vya-backup.fish"

deb:
	@.ci/prepare deb
	@$(MAKE) --no-print-directory build
	@rm -rf .build/deb && mkdir -p .build/deb
	@Packaging/deb.sh $(BINARY) .build/deb
	@lintian --fail-on error .build/deb/*.deb

bench:
	@.ci/prepare bench
	@$(MAKE) --no-print-directory build unproven
	@VYA_UNPROVEN=$(UNPROVEN) Benchmarks/bench.sh $(BINARY) --megabytes $(MEGABYTES)

# The program without scanner, checksum and proof, for the benchmark that shows what these cost, and without what would miss
# them: of a copy of the tree, with these safeties taken out as Tests/controls.sh does it. Files that have not changed keep
# their time, so that they are not compiled again.
unproven:
	@.ci/prepare build
	@rm -rf .build-unproven/tree && mkdir -p .build-unproven/tree
	@git ls-files -z | xargs -0 cp --parents --preserve=mode,timestamps --target-directory .build-unproven/tree
	@! test -e Package.resolved || cp --preserve=timestamps Package.resolved .build-unproven/tree
	@for name in proof checksum scanner marker catalog-comparison; do \
		$(PATCH) --directory .build-unproven/tree <Tests/Controls/$$name.patch || exit 1; \
	done
	swift build --package-path "$(CURDIR)/.build-unproven/tree" --scratch-path "$(CURDIR)/.build-unproven" \
		--configuration release --static-swift-stdlib --product vya-backup

pictures:
	@.ci/prepare test
	@swift build --product vya-backup
	@Documentation/pictures.sh "$$(swift build --show-bin-path)/vya-backup"

lint:
	@.ci/prepare build
	swift format lint --strict --recursive $(SWIFT_FILES)
	Tests/layout.py
	Tests/faults.py --check
	Tests/references.py --self-test && Tests/references.py
	Tests/texts.py --self-test && Tests/texts.py
	@for control in Tests/Controls/*.patch; do \
		$(PATCH) --dry-run <$$control || { echo "$$control does not apply any more" >&2; exit 1; }; \
	done

# After a build: every sentence has its Portuguese, and Documentation/errors.md is what the code says.
messages:
	Tests/messages.py

format:
	@.ci/prepare build
	swift format --in-place --recursive $(SWIFT_FILES)

clean:
	rm -rf .build .build-unproven
