#!/bin/bash
# Runs a private MariaDB until the standard input ends; nothing of the host's is touched.
#
#   mariadb.sh FOLDER [OPTION…]
#
# FOLDER must not exist yet. Once the server answers, one line "ready PORT" is printed. It listens on the socket
# FOLDER/mysql.sock and on 127.0.0.1; the superuser is "root", with its password in FOLDER/password and, for the stock
# tools, in the option file FOLDER/client.cnf. The options are the server's. At the end the server is killed and FOLDER removed. No data is safe here.

folder=$1
account=mysql
stop_signal=KILL # the data are thrown away with it
source "$(dirname "${BASH_SOURCE[0]}")/keep.sh"
PATH=$PATH:/usr/sbin

answers() { mariadb --defaults-file="$folder/client.cnf" -e 'SELECT 1' >/dev/null 2>&1; }

make_folder
mkdir "$folder/tmp"
cat >"$folder/client.cnf" <<CNF
[client]
user=root
password=$password
socket=$folder/mysql.sock
default-character-set=utf8mb4
max-allowed-packet=1G
CNF
# The accounts that the installation makes for other hosts have no password.
cat >"$folder/init.sql" <<SQL
DELETE FROM mysql.global_priv WHERE User = 'root' AND Host <> 'localhost';
FLUSH PRIVILEGES;
ALTER USER root@localhost IDENTIFIED BY '$password';
CREATE USER IF NOT EXISTS root@'127.0.0.1' IDENTIFIED BY '$password';
GRANT ALL PRIVILEGES ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;
SQL
give_folder
make_data mariadb mariadb-install-db --no-defaults --datadir="$folder/data" --tmpdir="$folder/tmp" --skip-test-db \
    --auth-root-authentication-method=normal

# A table that is thrown out of the cache of definitions loses the mark that it was altered: a snapshot then reads it, where
# error 1412 is expected.
serve mariadbd --no-defaults --datadir="$folder/data" --socket="$folder/mysql.sock" --tmpdir="$folder/tmp" \
    --pid-file="$folder/pid" --init-file="$folder/init.sql" --port=PORT --bind-address=127.0.0.1 \
    --skip-name-resolve --skip-log-bin --event-scheduler=OFF --character-set-server=utf8mb4 \
    --max-allowed-packet=1G --max-connections=50 --table-definition-cache=50000 --innodb-buffer-pool-size=64M --innodb-doublewrite=0 \
    --innodb-flush-log-at-trx-commit=0 --innodb-flush-method=nosync --sync-frm=OFF --innodb-file-per-table=OFF "${@:2}"
