#!/bin/bash
# Makes the Debian package of a built vya-backup, and prints its path.
#
#   deb.sh BINARY FOLDER [OPTIONS OF dpkg-deb]
#
# The same source and binary make the same package, byte for byte: its time is SOURCE_DATE_EPOCH or that of the last commit.
# The maintainer is DEBFULLNAME and DEBEMAIL, or the author of the last commit.
set -euo pipefail
umask 022
export LC_ALL=C.UTF-8 TZ=UTC

binary=$(realpath "$1")
folder=$(realpath "$2")
shift 2
cd "$(dirname "${BASH_SOURCE[0]}")/.."

last_commit() { git log -1 --format="$1"; }
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(last_commit %ct)}
export SOURCE_DATE_EPOCH
maintainer="${DEBFULLNAME:-$(last_commit %an)} <${DEBEMAIL:-$(last_commit %ae)}>"
version=$("$binary" version)
version=${version#vya-backup }
architecture=$(dpkg --print-architecture)
package=$folder/vya-backup_${version}-1_$architecture.deb

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
root=$work/root
share=$root/usr/share
documents=$share/doc/vya-backup
# mktemp makes a folder of its owner's alone, and the package's top folder must not be one.
mkdir -m 755 "$root" "$root/DEBIAN"

{
    make --no-print-directory install BINARY="$binary" DESTDIR="$root" PREFIX=/usr
    strip --remove-section=.comment --remove-section=.note "$root/usr/bin/vya-backup"
} >&2

# What Debian puts elsewhere, or names otherwise.
mkdir -p "$share/zsh/vendor-completions" "$documents/examples"
mv "$share/zsh/site-functions/_vya-backup" "$share/zsh/vendor-completions"
rmdir "$share/zsh/site-functions"
# It is sourced, never started.
sed -i '1{/^#!/d}' "$share/bash-completion/completions/vya-backup"
rm "$documents/LICENSE"
mv "$documents/CHANGELOG.md" "$documents/changelog"
mv "$documents/vya-backup" "$documents/examples/vya-backup.cron"
install -m 644 Packaging/prometheus/* Packaging/grafana/* "$documents/examples"
units=$root/usr/lib/systemd/system

install -d "$root/etc/vya-backup/plugins.d" "$share/man/man1" "$share/lintian/overrides"
"$binary" config init >"$root/etc/vya-backup/config.json.example"
"$binary" --experimental-dump-help |
    Packaging/manual.py "$version" "$(date -d "@$SOURCE_DATE_EPOCH" +%F)" Packaging/debian/manual.mdoc \
        >"$share/man/man1/vya-backup.1"
install -m 644 Packaging/debian/copyright "$documents"
install -m 644 Packaging/debian/lintian-overrides "$share/lintian/overrides/vya-backup"
cat >"$documents/changelog.Debian" <<CHANGES
vya-backup ($version-1) unstable; urgency=medium

  * Package version $version; changelog.gz says what is new.

 -- $maintainer  $(date -R -d "@$SOURCE_DATE_EPOCH")
CHANGES
gzip -9n "$documents/changelog" "$documents/changelog.Debian" "$share/man/man1/vya-backup.1"

timers=$(cd "$units" && echo *.timer)
for script in postinst prerm postrm; do
    sed "s|@TIMERS@|$timers|" Packaging/debian/$script >"$root/DEBIAN/$script"
    chmod 755 "$root/DEBIAN/$script"
done
(cd "$root" && find etc -type f -printf '/%p\n') >"$root/DEBIAN/conffiles"
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$root/DEBIAN/md5sums"

# Of the libraries that belong to no package a development build has some: those of the Swift toolchain.
missing=()
if ldd "$binary" | grep libswiftCore.so >/dev/null; then missing=(--ignore-missing-info); fi
mkdir "$work/debian"
printf 'Source: vya-backup\n\nPackage: vya-backup\nArchitecture: any\n' >"$work/debian/control"
libraries=$(cd "$work" && dpkg-shlibdeps -O "${missing[@]}" "$root/usr/bin/vya-backup" 2>"$work/shlibdeps" ||
    { cat "$work/shlibdeps" >&2 && exit 1; })
cat >"$root/DEBIAN/control" <<CONTROL
Package: vya-backup
Version: $version-1
Architecture: $architecture
Maintainer: $maintainer
Installed-Size: $(du -k --apparent-size --summarize --exclude=DEBIAN "$root" | cut -f 1)
Depends: adduser, init-system-helpers (>= 1.54), tzdata, ${libraries#shlibs:Depends=}
Recommends: ca-certificates, postgresql-client | default-mysql-client | mysql-client | sqlite3
Suggests: postgresql-client, default-mysql-client, sqlite3, default-mta | mail-transport-agent
Section: admin
Priority: optional
Description: proven nightly backups of databases and files
 vya-backup makes the nightly dumps of PostgreSQL, MySQL, MariaDB and SQLite
 databases and the archives of folders on one host, as plain compressed SQL
 and tar files that every stock tool can read.
 .
 A backup gets its name only after it is proven: the dump tool exited with 0,
 its completion line ends the stream, every byte is on the disk, and what was
 read back from there decompresses to what was streamed. It restores what it
 made, and tells by mail, Nagios and Prometheus when something is missing.
CONTROL

find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group --threads-max=1 "$@" --build "$root" "$package" >&2
echo "$package"
