#!/bin/bash
# Makes the pictures anew: report.png, report-phone.png, mail.png, mail-phone.png, run.svg and run.pt-BR.svg.
#
#   pictures.sh PATH-OF-VYA-BACKUP      (`make pictures` builds it and calls this)
#
# The first four are Chromium's views of a page and a mail that the tests hold, of a host that does not exist, in light and on a
# phone in the dark. The others are what real runs on two private servers print in both languages; only the temporary folder that
# all of it lies in is shown as /srv.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(dirname "$here")

"$top/Fixtures/browser/look.py" "$top/Tests/VyaNotifyTests/Golden/overview.en.html" \
    --shot "report=1128:light:940=$here/report.png" >/dev/null
"$top/Fixtures/browser/look.py" "$top/Tests/VyaNotifyTests/Golden/overview.pt-BR.html" \
    --shot "report=375:dark:1500=$here/report-phone.png" >/dev/null
"$top/Fixtures/browser/look.py" "$top/Tests/VyaNotifyTests/Golden/eventful.en.html" \
    --shot "mail=760:light:1100=$here/mail.png" >/dev/null
"$top/Fixtures/browser/look.py" "$top/Tests/VyaNotifyTests/Golden/eventful.pt-BR.html" \
    --shot "mail=375:dark:1500=$here/mail-phone.png" >/dev/null

welcome() { :; }
farewell() { if (($1 != 0)); then echo "The pictures were not made." >&2; fi; }
source "$top/Fixtures/demo/servers.sh"

psql -d postgres -c 'CREATE DATABASE shop' -c 'CREATE DATABASE crm'
for name in shop crm; do psql -d "$name" -f "$fixtures/sql/postgresql/shop.sql"; done
mariadb -e 'CREATE DATABASE dns_db CHARACTER SET utf8mb4'
mariadb dns_db <"$fixtures/sql/mariadb/shop.sql"
mkdir -p "$work/www" "$work/state" "$work/runtime"
printf '<h1>Welcome</h1>\n' >"$work/www/index.html"
cat >"$work/config.json" <<JSON
{
  "db_config": [
    { "id_dbms": 1, "dbms": "postgresql", "host": "127.0.0.1", "port": $PGPORT, "username": "postgres",
      "password": { "file": "$work/postgresql.password" }, "db_list": ["shop", "crm", "chatwoot"] },
    { "id_dbms": 2, "dbms": "mysql", "host": "$work/mariadb/mysql.sock", "username": "root",
      "password": { "file": "$work/mariadb.password" } },
    { "id_dbms": 3, "dbms": "files", "db_list": ["$work/www"] }
  ],
  "bkp_system": { "path_pgsql": "$work/backup", "path_mysql": "$work/backup", "path_files": "$work/backup" },
  "log_settings": { "log_dir": "$work/logs" }
}
JSON
export STATE_DIRECTORY=$work/state RUNTIME_DIRECTORY=$work/runtime

cat >"$work/picture.py" <<'PYTHON'
import pathlib
import sys
from xml.sax.saxutils import escape

# The first word of a line, or the whole line when it is for people, in the colours of a terminal.
WORDS = {"$": "#79c0ff", "ok": "#7ee787", "FAILED": "#ff7b72", "FALHA": "#ff7b72"}
LINES = ("entry ", "hint: ", "entrada ", "dica: ")
lines = pathlib.Path(sys.argv[1]).read_text().splitlines()
width = 40 + round(max(map(len, lines)) * 7.25)
height = 62 + 19 * len(lines)
print(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
      ' role="img" aria-label="A run of vya-backup in a terminal">')
print(f'<rect width="{width}" height="{height}" rx="8" fill="#1b1f27"/>')
for at, color in zip((20, 38, 56), ("#ff5f57", "#febc2e", "#28c840")):
    print(f'<circle cx="{at}" cy="18" r="6" fill="{color}"/>')
print('<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="12" fill="#d6dbe5"'
      ' xml:space="preserve">')
for number, line in enumerate(lines):
    first, space, rest = line.partition(" ")
    if line.startswith(LINES):
        shown = f'<tspan fill="#e3b341">{escape(line)}</tspan>'
    elif first in WORDS:
        shown = f'<tspan fill="{WORDS[first]}">{first}</tspan>{space}{escape(rest)}'
    else:
        shown = escape(line)
    print(f'<text x="20" y="{52 + 19 * number}">{shown}</text>')
print("</g>\n</svg>")
PYTHON

# The pictures show how one database fails while the others are backed up, which is exit status 1.
picture() {
    local file=$1 status=0 slug=${work#/}
    env LC_ALL="$2" "$program" run --all --config "$work/config.json" >"$work/printed" 2>&1 || status=$?
    ((status == 1)) || { cat "$work/printed" >&2; exit 1; }
    {
        echo '$ vya-backup run --all'
        sed -e "s|$work|/srv|g" -e "s|${slug//\//_}_www|srv_www|g" "$work/printed"
    } >"$work/terminal"
    python3 "$work/picture.py" "$work/terminal" >"$work/$file"
    mv "$work/$file" "$here/$file"
    chmod 644 "$here/$file"
}
picture run.svg C
picture run.pt-BR.svg pt_BR.UTF-8
chmod 644 "$here"/*.png
