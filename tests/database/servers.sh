# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# A PostgreSQL and a MariaDB of their own on the lab's edge, with a database and a user
# kamailio. After tests/lib/lab.sh.

SERVERS=/dev/shm/siptrunk-databases.$LAB_NAME # where each user may look, and nothing waits for a disk
export PGPASSWORD=secret MYSQL_PWD=secret     # the test's own
declare -A SERVER_URL=([postgres]=postgres://kamailio@127.0.0.1/kamailio [mysql]=mysql://kamailio@127.0.0.1/kamailio)

# server_make postgres|mysql: its files and its first start.
server_make() {
	local data=$SERVERS/$1
	mkdir -p "$SERVERS"
	on edge install -d -m 700 -o "$1" "$data"
	"$1_make" "$data"
	server_start "$1"
	"$1_accounts"
}

# server_start postgres|mysql: until server_stop.
server_start() {
	there edge
	"$1_command" "$SERVERS/$1"
	("${THERE[@]}" "${COMMAND[@]}" >>"$SERVERS/$1.log" 2>&1 </dev/null & echo $! >"$SERVERS/$1.pid")
	wait_until 60 "$1_answers" || fail "$1 does not start: $(tail -n 3 "$SERVERS/$1.log")"
}

# server_stop postgres|mysql: its connections, too.
server_stop() {
	local pid
	read -r pid 2>/dev/null <"$SERVERS/$1.pid" || return 0
	kill -QUIT "$pid" 2>/dev/null || return 0
	wait_until 5 ended "$pid" || kill -KILL "$pid"
	wait_until 20 ended "$pid"
}

servers_gone() {
	server_stop postgres
	server_stop mysql
	rm -rf "$SERVERS"
}

# rows postgres|mysql QUERY: as the user kamailio.
rows() { "$1_rows" "$2"; }

# ---- PostgreSQL ---------------------------------------------------------------

_postgres() { on edge setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }

postgres_make() {
	_postgres "$(_postgres_bin)/initdb" -D "$1" -U postgres --auth-local=trust --auth-host=scram-sha-256 >"$SERVERS/postgres.log"
}

_postgres_bin() { on edge bash -c 'echo /usr/lib/postgresql/*/bin'; }

postgres_command() {
	COMMAND=(setpriv --reuid=postgres --regid=postgres --clear-groups "$(_postgres_bin)/postgres" -D "$1"
		-c listen_addresses=127.0.0.1 -c unix_socket_directories="$1" -c fsync=off)
}

postgres_answers() { on edge pg_isready -q -h 127.0.0.1; }

postgres_accounts() {
	on edge psql -q -h "$SERVERS/postgres" -U postgres -c "CREATE ROLE kamailio LOGIN CREATEROLE PASSWORD '$PGPASSWORD'" \
		-c "CREATE DATABASE kamailio OWNER kamailio"
}

postgres_rows() { on edge psql -X -q -A -t -d "${SERVER_URL[postgres]}" -c "$1"; }

# ---- MariaDB ------------------------------------------------------------------

mysql_make() {
	on edge mariadb-install-db --no-defaults --user=mysql --datadir="$1" --auth-root-authentication-method=normal \
		--skip-test-db >"$SERVERS/mysql.log" 2>&1
}

mysql_command() {
	COMMAND=(mariadbd --no-defaults --user=mysql --datadir="$1" --socket="$1/socket" --bind-address=127.0.0.1
		--innodb-buffer-pool-size=32M --innodb-flush-log-at-trx-commit=0)
}

mysql_answers() { on edge mariadb-admin --no-defaults --user=root --password= --socket="$SERVERS/mysql/socket" ping; }

mysql_accounts() {
	on edge mariadb --no-defaults --user=root --password= --socket="$SERVERS/mysql/socket" -e \
		"CREATE USER kamailio@localhost IDENTIFIED BY '$MYSQL_PWD'; CREATE DATABASE kamailio;
		GRANT ALL ON kamailio.* TO kamailio@localhost; GRANT PROCESS, CONNECTION ADMIN ON *.* TO kamailio@localhost"
}

mysql_rows() { on edge mariadb --no-defaults -BN -h 127.0.0.1 -u kamailio kamailio -e "$1"; }
