#!/bin/bash
# Runs a private MySQL until the standard input ends; nothing of the host's is touched.
#
#   mysql.sh FOLDER
#
# FOLDER must not exist yet. Once the server answers, one line "ready PORT" is printed. It listens on the socket
# FOLDER/mysql.sock, on 127.0.0.1 and 127.0.0.2; the superuser is "root", with its password in FOLDER/password and, for the stock
# tools, in the option file FOLDER/client.cnf. At the end the server is killed and FOLDER removed. No data is safe here.

folder=$1
account=mysql
stop_signal=KILL # the data are thrown away with it
source "$(dirname "${BASH_SOURCE[0]}")/keep.sh"
PATH=$PATH:/usr/sbin

answers() { mysql --defaults-file="$folder/client.cnf" -e 'SELECT 1' >/dev/null 2>&1; }

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
cat >"$folder/init.sql" <<SQL
ALTER USER root@localhost IDENTIFIED BY '$password';
CREATE USER root@'127.0.0.1' IDENTIFIED BY '$password';
GRANT ALL PRIVILEGES ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;
SQL
give_folder
make_data mysql mysqld --no-defaults --initialize-insecure --datadir="$folder/data" --tmpdir="$folder/tmp"

# Functions of the tests' data are made without a binary log, which would want them declared.
serve mysqld --no-defaults --datadir="$folder/data" --socket="$folder/mysql.sock" --tmpdir="$folder/tmp" \
    --pid-file="$folder/pid" --init-file="$folder/init.sql" --port=PORT --bind-address=127.0.0.1,127.0.0.2 --mysqlx=OFF \
    --secure-file-priv=NULL --skip-name-resolve --skip-log-bin --event-scheduler=OFF --max-allowed-packet=1G --max-connections=50 \
    --innodb-buffer-pool-size=64M --innodb-doublewrite=0 --innodb-flush-log-at-trx-commit=0 \
    --innodb-flush-method=nosync "${@:2}"
