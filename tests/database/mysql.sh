# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# How tests/database/run sees a MySQL database. mysql://USER@HOST/NAME

# prepare URL
prepare() {
	DATABASE=("$1")
	[[ $1 =~ ^mysql://(.*)@(.*)/(.*)$ ]]
	LOGIN=(--user="${BASH_REMATCH[1]}" --host="${BASH_REMATCH[2]}")
	NAME=${BASH_REMATCH[3]}
}
empty() { mariadb "${LOGIN[@]}" <<<"DROP DATABASE IF EXISTS $NAME; CREATE DATABASE $NAME;"; }
load() { mariadb --batch --skip-column-names "${LOGIN[@]}" "$NAME"; }
count() { load <<<"SELECT count(*) FROM $1${2:+ WHERE $2}"; }

# dump: tables and rows; dump_tables: the former alone.
dump() {
	mariadb-dump --skip-comments --skip-extended-insert "${LOGIN[@]}" "$NAME" --ignore-table="$NAME.version" \
		| sed -E 's/ AUTO_INCREMENT=[0-9]+//'
	load <<<"SELECT table_name, table_version FROM version ORDER BY 1"
}
dump_tables() {
	mariadb-dump --skip-comments --no-data "${LOGIN[@]}" "$NAME" --ignore-table="$NAME.version" --ignore-table="$NAME.dispatcher" \
		| sed -E 's/ AUTO_INCREMENT=[0-9]+//'
}

own_checks() { check "what was killed in the middle is put right" what_was_killed_is_put_right; }

what_was_killed_is_put_right() {
	local pid
	release "$(newest)"
	dump >"$OUT/before"
	next_release
	echo "SELECT SLEEP(600);" >"$SCRIPTS/db/releases/$NEXT.up.sql"
	setsid timeout 60 "$SCRIPTS/siptrunkdb" migrate "${DATABASE[@]}" &
	pid=$!
	until load <<<"SHOW PROCESSLIST" | grep -q 'SLEEP(600)'; do kill -0 "$pid"; done
	[ -z "$(load <<<"SHOW TABLES LIKE 'siptrunk_trunk'")" ]
	# Who comes now touches nothing.
	! siptrunkdb status 2>"$OUT/said"
	grep 'in the middle of a step' "$OUT/said"
	! siptrunkdb migrate 2>"$OUT/said"
	grep 'another siptrunkdb' "$OUT/said"
	[ -z "$(load <<<"SHOW TABLES LIKE 'siptrunk_trunk'")" ]
	kill -KILL -- "-$pid"
	load <<<"SELECT CONCAT('KILL ', id, ';') FROM information_schema.processlist WHERE info LIKE '%SLEEP(600)%' AND info NOT LIKE '%CONCAT%'" | load
	rm "$SCRIPTS/db/releases/$NEXT.up.sql"
	"$REPO/scripts/siptrunkdb" migrate "${DATABASE[@]}"
	same "$OUT/before"
	siptrunkdb migrate
}
