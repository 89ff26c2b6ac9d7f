# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# How tests/database/run sees a PostgreSQL database.

# prepare URL
prepare() { DATABASE=("$1"); }
empty() { load <<<"SET client_min_messages = error; DROP SCHEMA public CASCADE; CREATE SCHEMA public;"; }
load() { psql -X -q -A -t -v ON_ERROR_STOP=1 -d "${DATABASE[0]}"; }
count() { load <<<"SELECT count(*) FROM $1${2:+ WHERE $2}"; }

# dump: tables and rows; dump_tables: the former alone.
dump() {
	pg_dump --inserts -t 'siptrunk_*' -d "${DATABASE[0]}" | grep -vE '^(--|\\)'
	load <<<"SELECT table_name, table_version FROM version ORDER BY 1"
}
dump_tables() { pg_dump --schema-only -t 'siptrunk_*' -d "${DATABASE[0]}" | grep -vE '^(--|\\)'; }

# waits: a step for a lock.
waits() { [ "$(load <<<"SELECT count(*) FROM pg_locks WHERE NOT granted")" != 0 ]; }

own_checks() {
	check "who was let in remains so" who_was_let_in_remains_so
	check "what is written while a step begins is not lost" what_is_written_meanwhile_is_there
}

who_was_let_in_remains_so() {
	release 2
	load <<-'SQL'
		SET client_min_messages = error;
		DROP ROLE IF EXISTS reader;
		CREATE ROLE reader;
		GRANT reader TO kamailio;
		GRANT USAGE ON SCHEMA public TO reader;
		GRANT SELECT, INSERT ON siptrunk_ledger TO reader;
		GRANT SELECT ON siptrunk_site TO PUBLIC;
	SQL
	dump_tables | grep -E '^GRANT' >"$OUT/granted"
	siptrunkdb migrate
	dump_tables | grep -E '^GRANT .* public.siptrunk_(ledger|site) TO' | diff "$OUT/granted" -
	load <<<"SET ROLE reader; INSERT INTO siptrunk_ledger SELECT nextval('siptrunk_ledger_id_seq'), 'u2', 1, '', '', '', '', '', '', '', 0, '', '', '', '', '', '', '', '', '', 0, 0, 0, 0, 0, '', '', '';"
	load <<<"DROP SCHEMA public CASCADE; DROP ROLE reader; CREATE SCHEMA public;"
}

# A row that is not committed yet when the step comes to its table.
what_is_written_meanwhile_is_there() {
	local step
	release "$(($(newest) - 1))"
	coproc WRITER { load; }
	echo "BEGIN; UPDATE siptrunk_ledger SET call_id = 'meanwhile'; SELECT 'written';" >&"${WRITER[1]}"
	read -r <&"${WRITER[0]}"
	timeout 60 "$SCRIPTS/siptrunkdb" migrate "${DATABASE[@]}" &
	step=$!
	until waits; do kill -0 "$step"; done
	echo "COMMIT;" >&"${WRITER[1]}"
	wait "$step"
	[ "$(count siptrunk_ledger "call_id = 'meanwhile'")" != 0 ]
}
