# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# How tests/database/run sees a SQLite file.

prepare() { DATABASE=(sqlite "$OUT/siptrunk.db"); }
empty() { rm -f "$OUT"/siptrunk.db*; }
load() { sqlite3 -batch -bail "$OUT/siptrunk.db"; }
count() { load <<<"SELECT count(*) FROM $1${2:+ WHERE $2}"; }

# dump: tables and rows; dump_tables: the former alone.
dump() { sqlite3 "$OUT/siptrunk.db" '.dump siptrunk_%' 'SELECT table_name, table_version FROM version ORDER BY 1'; }
dump_tables() { sqlite3 "$OUT/siptrunk.db" "SELECT type, name, sql FROM sqlite_master WHERE name LIKE 'siptrunk%' OR tbl_name LIKE 'siptrunk%' ORDER BY 1, 2"; }

# waits: a step has read what it is to change.
waits() { grep -q '^kept as it was' "$OUT/step"; }

own_checks() {
	check "a copy of the file is kept" a_copy_is_kept
	check "an empty file has no tables" an_empty_file_has_no_tables
}

# db_sqlite leaves one where it finds none.
an_empty_file_has_no_tables() {
	local way
	for way in create "migrate --create"; do
		empty
		touch "$OUT/siptrunk.db"
		# shellcheck disable=SC2086 # words
		siptrunkdb $way
		siptrunkdb status
	done
}

a_copy_is_kept() {
	local copy
	release 2
	dump >"$OUT/release-2"
	siptrunkdb migrate
	copy=$(echo "$OUT"/siptrunk.db.release-2.*)
	cp "$copy" "$OUT/siptrunk.db"
	same "$OUT/release-2"
}
