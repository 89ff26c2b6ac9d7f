# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# From the tables of one release to those of another, forward and back. For
# scripts/siptrunkdb, which has die() and schema_text().
#
# A release is a number and its tables: releases/N.sql, the newest schema.sql. A step
# makes the tables of the other release anew and puts the rows back, those columns that
# both have. So tables that were brought here are those that are made here. What a
# step has to say about rows is in N.up.sql (from N-1 to N) and N.down.sql (back): SQL
# for all databases, after the tables are made and before the rows are put back, in
# which old_TABLE is what was there. A line "-- lost: TEXT | SELECT count(*) ..."
# in N.down.sql tells what going back loses, beside tables and columns, which are seen.

RELEASES=$here/db/releases

# ---- The database --------------------------------------------------------------

# open_database sqlite FILE | postgres://... | mysql://...: into DIALECT and CLIENT.
open_database() {
	case $1 in
		sqlite)
			[ -f "$2" ] || die "expected a SQLite database, found no file $2"
			DIALECT=sqlite CLIENT=(sqlite3 -batch -bail -noheader -separator $'\t' -cmd '.timeout 5000' "$2")
			;;
		postgres://*)
			no_password "$1"
			DIALECT=postgres CLIENT=(psql -X -q -A -t -F $'\t' -w -v ON_ERROR_STOP=1 -d "$1")
			;;
		mysql://*)
			no_password "$1"
			DIALECT=mysql
			mysql_client "$1"
			;;
		*) die "expected sqlite FILE, postgres://... or mysql://..., found '$1'" 2 ;;
	esac
	command -v "${CLIENT[0]}" >/dev/null || die "expected the program ${CLIENT[0]}, found none"
}

# no_password URL: every process list shows what is on a command line.
no_password() {
	[[ ! $1 =~ ://[^/@]*:[^/@]*@ ]] \
		|| die "expected an address without a password, which every process list would show: put it into ~/.pgpass or PGPASSWORD, ~/.my.cnf or MYSQL_PWD" 2
}

# mysql_client mysql://[USER@]HOST[:PORT]/NAME
mysql_client() {
	local program=mariadb
	[[ $1 =~ ^mysql://(([^@/]*)@)?([^:/]+)(:([0-9]+))?/([A-Za-z0-9_]+)$ ]] \
		|| die "expected mysql://USER@HOST/NAME, found '$1'" 2
	command -v "$program" >/dev/null || program=mysql
	CLIENT=("$program" --batch --skip-column-names --host="${BASH_REMATCH[3]}")
	[ -z "${BASH_REMATCH[2]}" ] || CLIENT+=(--user="${BASH_REMATCH[2]}")
	[ -z "${BASH_REMATCH[5]}" ] || CLIENT+=(--port="${BASH_REMATCH[5]}")
	CLIENT+=("${BASH_REMATCH[6]}")
}

# run: the statements on standard input; rows with tabs.
run() { if [ "$DIALECT" = postgres ]; then quoted | "${CLIENT[@]}"; else "${CLIENT[@]}"; fi; }

ask() { run <<<"$1" || die "the database did not answer"; }

# own_schema: where our tables are, as the servers say it.
own_schema() { if [ "$DIALECT" = mysql ]; then echo 'DATABASE()'; else echo 'current_schema()'; fi; }

# Of all of ours, as "TABLE<tab>COLUMN".
catalogue() {
	if [ "$DIALECT" = sqlite ]; then
		ask "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c
			WHERE m.type IN ('table', 'view') AND substr(m.name, 1, 9) = 'siptrunk_'"
	else
		ask "SELECT table_name, column_name FROM information_schema.columns
			WHERE table_schema = $(own_schema) AND substr(table_name, 1, 9) = 'siptrunk_'"
	fi | LC_ALL=C sort
}

versions() {
	ask "SELECT table_name, table_version FROM version WHERE substr(table_name, 1, 9) = 'siptrunk_'" | LC_ALL=C sort
}

# ---- Releases ------------------------------------------------------------------

# newest: what schema.sql says.
newest() { sed -n "s/.*('siptrunk_schema', \([0-9]*\)).*/\1/p" "$here/db/schema.sql"; }

# release_sql N: as it is for all databases.
release_sql() {
	if [ "$1" = "$(newest)" ]; then cat "$here/db/schema.sql"; else cat "$RELEASES/$1.sql"; fi
}

# know_releases: into COLUMNS and VERSIONS, by number, from their tables made in memory:
# "TABLE<tab>COLUMN<tab>DEFAULT" and "TABLE<tab>VERSION", a line each; and into TABLES
# and VIEWS, in the order in which they are made.
know_releases() {
	local release all
	for ((release = $(newest); release > 0; release--)); do
		all=$({
			echo "CREATE TABLE version (table_name, table_version);"
			release_sql "$release" | dialect sqlite
			echo "SELECT 'column', m.name, c.name, c.dflt_value FROM sqlite_master m, pragma_table_info(m.name) c
				WHERE m.type IN ('table', 'view') AND substr(m.name, 1, 9) = 'siptrunk_'
				UNION ALL SELECT 'version', table_name, table_version, '' FROM version;"
		} | sqlite3 -batch -bail -noheader -separator $'\t' :memory: | LC_ALL=C sort)
		COLUMNS[release]=$(sed -n 's/^column\t//p' <<<"$all")
		VERSIONS[release]=$(sed -En 's/^version\t(.*)\t$/\1/p' <<<"$all")
		TABLES[release]=$(release_sql "$release" | sed -En 's/^CREATE TABLE ([a-z_]+).*/\1/p')
		VIEWS[release]=$(release_sql "$release" | sed -En 's/^CREATE VIEW ([a-z_]+).*/\1/p')
	done
}
declare -a COLUMNS VERSIONS TABLES VIEWS

# columns_of N: "TABLE<tab>COLUMN".
columns_of() { cut -f 1,2 <<<"${COLUMNS[$1]}"; }

# find_release: into RELEASE, whose version rows the database has. Dies where it has no
# release's.
find_release() {
	local found
	found=$(versions) || exit 1
	[ -n "$found" ] || die "expected rows of siptrunk_ tables in table version, found none; scripts/siptrunkdb schema $DIALECT prints what makes them"
	for ((RELEASE = $(newest); RELEASE > 0; RELEASE--)); do
		[ "$found" != "${VERSIONS[RELEASE]}" ] || return 0
	done
	die "the versions of these tables are no release's that this siptrunk knows (1 to $(newest)). They differ from $(newest)'s in (<: expected, >: found)
$(diff <(echo "${VERSIONS[$(newest)]}") - <<<"$found" | grep '^[<>]')"
}

# differences: of the database from RELEASE; none is good.
differences() { diff <(columns_of "$RELEASE") <(catalogue) | grep '^[<>]' || true; }

as_its_release() {
	local differences
	differences=$(differences)
	[ -z "$differences" ] || die "the tables are not those of release $RELEASE, which table version tells of; nothing is changed. TABLE COLUMN (<: expected, >: found)
$differences"
}

# ---- What is lost ----------------------------------------------------------------

# losses A B: a line for each thing that is in the database and has no place in B.
losses() {
	local table column default step text count
	comm -23 <(sort <<<"${TABLES[$1]}") <(sort <<<"${TABLES[$2]}") | while read -r table; do
		count=$(ask "SELECT count(*) FROM $table")
		[ "$count" = 0 ] || echo "table $table: rows $count"
	done
	comm -23 <(columns_of "$1") <(columns_of "$2") \
		| { grep -wFf <(echo "${TABLES[$2]}") || true; } | while IFS=$'\t' read -r table column; do
		default=$(awk -F '\t' -v table="$table" -v column="$column" '$1 == table && $2 == column { print $3 }' <<<"${COLUMNS[$1]}")
		count=$(ask "SELECT count(*) FROM $table WHERE $column IS NOT NULL${default:+ AND $column <> $default}")
		[ "$count" = 0 ] || echo "column $table.$column: rows $count"
	done
	for ((step = $1; step > $2; step--)); do
		[ -f "$RELEASES/$step.down.sql" ] || continue
		sed -n 's/^-- lost: //p' "$RELEASES/$step.down.sql" | while IFS='|' read -r text count; do
			# Of a table that is lost, or was not there yet, it has nothing to say.
			count=$(run 2>/dev/null <<<"$count") || continue
			[ "$count" = 0 ] || echo "${text% }: $count"
		done
	done
}

# ---- A step ------------------------------------------------------------------------

# rows_of_step A B: what the step has to say about rows.
rows_of_step() {
	local file=$RELEASES/$2.up.sql
	[ "$2" -gt "$1" ] || file=$RELEASES/$1.down.sql
	[ ! -f "$file" ] || cat "$file"
}

# put_back A B: the rows, in the columns that both have.
put_back() {
	comm -12 <(columns_of "$1") <(columns_of "$2") \
		| awk -F '\t' -v tables="$(xargs <<<"${TABLES[$2]}")" '
			{ columns[$1] = columns[$1] (columns[$1] ? ", " : "") $2 }
			END {
				count = split(tables, table, " ")
				for(i = 1; i <= count; i++)
					if(table[i] in columns)
						printf "INSERT INTO %s (%s) SELECT %s FROM old_%s ORDER BY id;\n",
							table[i], columns[table[i]], columns[table[i]], table[i]
			}'
}

# still_release N: the statements that fail, and so end the transaction, where another
# siptrunkdb has changed the tables since their release was read.
still_release() {
	local rows count
	rows=$(sed "s/\t/ /; s/.*/'&'/" <<<"${VERSIONS[$1]}" | paste -sd ,)
	count=$(wc -l <<<"${VERSIONS[$1]}")
	cat <<SQL
CREATE TEMPORARY TABLE still (
    versions INTEGER NOT NULL CONSTRAINT "expected the tables of release $1 still" CHECK (versions = $count));
INSERT INTO still SELECT sum(CASE WHEN table_name || ' ' || table_version IN ($rows) THEN 1 ELSE -1 END)
    FROM version WHERE substr(table_name, 1, 9) = 'siptrunk_';
SQL
}

# In one transaction: all of it, or nothing.
step_sql() {
	local table
	case $DIALECT in
		sqlite) echo "BEGIN EXCLUSIVE;" ;;
		postgres) postgres_begin ;;
	esac
	still_release "$1"
	for table in ${VIEWS[$1]}; do echo "DROP VIEW $table;"; done
	[ "$DIALECT" != postgres ] || postgres_lock "$1"
	for table in ${TABLES[$1]}; do echo "CREATE TEMPORARY TABLE old_$table AS SELECT * FROM $table;"; done
	for table in $(tac <<<"${TABLES[$1]}"); do echo "DROP TABLE $table;"; done
	echo "DELETE FROM version WHERE substr(table_name, 1, 9) = 'siptrunk_';"
	release_sql "$2" | dialect "$DIALECT"
	rows_of_step "$1" "$2"
	put_back "$1" "$2"
	[ "$DIALECT" != postgres ] || postgres_end "$2"
	echo "COMMIT;"
}

# The tables stay their owner's, and whom he has let in remains so.
postgres_begin() {
	cat <<'SQL'
BEGIN ISOLATION LEVEL READ COMMITTED;
LOCK TABLE version IN EXCLUSIVE MODE;
SELECT format('SET LOCAL ROLE %I', tableowner) FROM pg_tables
	WHERE schemaname = current_schema() AND tablename = 'siptrunk_trunk' \gexec
CREATE TEMPORARY TABLE old_grants AS SELECT table_name, privilege_type,
	CASE grantee WHEN 'PUBLIC' THEN 'PUBLIC' ELSE quote_ident(grantee) END AS grantee
	FROM information_schema.table_privileges WHERE table_schema = current_schema()
	AND substr(table_name, 1, 9) = 'siptrunk_' AND grantee <> current_user;
SQL
}

# postgres_lock RELEASE: what is written from now on waits, and goes into the new tables;
# a table's rows are read when all that was written before is there. In the order of
# those who write: a row first, then what it refers to.
postgres_lock() { echo "LOCK TABLE $(tac <<<"${TABLES[$1]}" | paste -sd ,) IN ACCESS EXCLUSIVE MODE;"; }

postgres_end() {
	local table
	for table in ${TABLES[$1]}; do
		echo "SELECT setval(pg_get_serial_sequence('$table', 'id'), max(id)) FROM $table HAVING max(id) IS NOT NULL \\g /dev/null"
	done
	cat <<'SQL'
SELECT format('GRANT %s ON %I TO %s', privilege_type, table_name, grantee)
	FROM old_grants WHERE to_regclass(quote_ident(table_name)) IS NOT NULL \gexec
SELECT format('GRANT USAGE ON SEQUENCE %s TO %s', pg_get_serial_sequence(quote_ident(table_name), 'id'), grantee)
	FROM old_grants JOIN pg_tables ON schemaname = current_schema() AND tablename = table_name
	WHERE privilege_type = 'INSERT' \gexec
SQL
}

# ---- A step in MySQL, which commits at each CREATE, DROP and RENAME ------------------
#
# The new tables are made beside the old ones, which are put aside (gone_) before their
# rows are read, and come back if anything fails: who writes meanwhile finds no table,
# and tries again. All new ones get their names in one RENAME. What was killed
# before that is put right by mysql_recover, which every command that changes tables
# begins with, and none else: what looks broken off may be another's step.

# renames PREFIX TABLE...: to that prefix; -PREFIX takes it away.
renames() {
	local prefix=$1 table clauses=
	shift
	for table; do
		if [[ $prefix = -* ]]; then
			clauses+=", ${prefix#-}$table TO $table"
		else
			clauses+=", $table TO $prefix$table"
		fi
	done
	echo "RENAME TABLE ${clauses#, };"
}

# beside: the statements, for the tables that are made beside.
beside() {
	sed -E '/^CREATE VIEW/,/;$/d
		s/(CREATE TABLE|REFERENCES|ON|INSERT INTO|UPDATE|FROM) (siptrunk_|version)/\1 new_\2/g'
}

mysql_prepare() {
	echo "CREATE TABLE new_version LIKE version;"
	echo "INSERT INTO new_version SELECT * FROM version WHERE substr(table_name, 1, 9) <> 'siptrunk_';"
	release_sql "$2" | dialect mysql | beside
	# shellcheck disable=SC2086 # names of tables
	renames gone_ ${TABLES[$1]}
}

mysql_fill() {
	local table
	for table in ${TABLES[$1]}; do echo "CREATE TABLE old_$table AS SELECT * FROM gone_$table;"; done
	rows_of_step "$1" "$2" | beside
	put_back "$1" "$2" | beside
	echo "RENAME TABLE $(renames -new_ ${TABLES[$2]} | sed 's/^RENAME TABLE //; s/;$//'), version TO gone_version, new_version TO version;"
}

# mysql_tables PREFIX: those that are there.
mysql_tables() {
	ask "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()
		AND (table_name LIKE '$1siptrunk\\_%' OR table_name = '$1version')"
}

mysql_remove() {
	local table
	echo "SET foreign_key_checks = 0;"
	for table; do echo "DROP TABLE $table;"; done
	echo "SET foreign_key_checks = 1;"
}

# mysql_alone: until this program ends, no other changes these tables.
mysql_alone() {
	local answer
	ask "SELECT 1" >/dev/null
	coproc LOCK { "${CLIENT[@]}" --unbuffered; }
	echo "SELECT GET_LOCK(LEFT(CONCAT('siptrunk.', DATABASE()), 64), 0);" >&"${LOCK[1]}"
	read -r answer <&"${LOCK[0]}" && [ "$answer" = 1 ] || die "another siptrunkdb is changing these tables"
}

# mysql_recover: the tables have their names again, and nothing is left over.
mysql_recover() {
	local gone RELEASE
	gone=$(mysql_tables gone_) || exit 1
	if [ -n "$gone" ] && ! mysql_has siptrunk_trunk; then
		# shellcheck disable=SC2046 # names of tables
		renames -gone_ $(sed 's/^gone_//' <<<"$gone") | run || die "the tables gone_siptrunk_... could not get their names back"
		gone=
	fi
	[ -n "$gone$(mysql_tables old_)$(mysql_tables new_)" ] || return 0
	find_release
	# shellcheck disable=SC2086 # names of tables
	mysql_finish $gone | run || die "the tables old_, new_ and gone_ could not be removed"
}

mysql_has() { [ -n "$(ask "SELECT 1 FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = '$1'")" ]; }

# mysql_finish GONE...: these are those that others have taken the place of; asked anew,
# they might be the only ones.
mysql_finish() {
	local view
	for view in $(sort -u <<<"${VIEWS[*]}"); do echo "DROP VIEW IF EXISTS $view;"; done
	release_sql "$RELEASE" | sed -n '/^CREATE VIEW/,/;$/p'
	# shellcheck disable=SC2046 # names of tables
	mysql_remove "$@" $(mysql_tables old_) $(mysql_tables new_)
}

mysql_step_sql() {
	mysql_prepare "$1" "$2"
	mysql_fill "$1" "$2"
}

# step A B: its statements are made first, and in no condition, which would run on where
# a file cannot be read.
step() {
	local sql status=0
	if [ "$DIALECT" = mysql ]; then sql=$(mysql_step_sql "$1" "$2"); else sql=$(step_sql "$1" "$2"); fi
	run <<<"$sql" || status=1
	[ "$DIALECT" != mysql ] || mysql_recover
	[ "$status" = 0 ] || die "release $1 could not be brought to $2, see above; this step changed nothing"
	echo "release $1 -> $2"
}

# ---- Commands ------------------------------------------------------------------------

# keep_copy FILE: of a SQLite database, beside it.
keep_copy() {
	local copy
	copy=$1.release-$RELEASE.$(date -u +%Y%m%dT%H%M%S.%NZ)
	(umask 077 && sqlite3 -batch -bail -cmd '.timeout 5000' "$1" ".backup '$copy'") || die "could not keep a copy of $1"
	chown --reference "$1" "$copy" && chmod --reference "$1" "$copy"
	echo "kept as it was: $copy"
}

# inspect DATABASE...: into RELEASE.
inspect() {
	open_database "$@"
	know_releases
	find_release
}

# inspect_alone DATABASE...: to change it.
inspect_alone() {
	inspect "$@"
	[ "$DIALECT" = mysql ] || return 0
	mysql_alone
	mysql_recover
	find_release
}

status() {
	inspect "$@"
	[ "$DIALECT" != mysql ] || [ -z "$(mysql_tables gone_)" ] \
		|| die "release $RELEASE, in the middle of a step: one is under way, or was broken off, which siptrunkdb migrate puts right"
	as_its_release
	echo "release $RELEASE, this siptrunk's is $(newest)"
	[ "$RELEASE" = "$(newest)" ]
}

# move TO FORCE DATABASE...
move() {
	local to=$1 force=$2 losses
	shift 2
	as_its_release
	[ "$RELEASE" != "$to" ] || { echo "release $to already"; return; }
	losses=$(losses "$RELEASE" "$to") || exit 1
	if [ -n "$losses" ]; then
		[ "$force" = yes ] || die "nothing is changed: release $to has no place for what follows; with --force it is lost
$losses"
		printf 'lost:\n%s\n' "$losses"
	fi
	[ "$DIALECT" != sqlite ] || keep_copy "$2"
	while [ "$RELEASE" -lt "$to" ]; do
		step "$RELEASE" "$((RELEASE + 1))"
		RELEASE=$((RELEASE + 1))
	done
	while [ "$RELEASE" -gt "$to" ]; do
		step "$RELEASE" "$((RELEASE - 1))"
		RELEASE=$((RELEASE - 1))
	done
	as_its_release
}
