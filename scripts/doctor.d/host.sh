# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# The host: ports, firewall, clock, disks and who may read what.

# ---- Ports --------------------------------------------------------------------------

check_ports() {
	listeners
	listening_ports
	inner_ports
	media_ports
	waiting_packets
}

# sip_sockets: "udp|tcp ADDRESS PORT" of each that Kamailio is to listen on.
sip_sockets() {
	if [ -n "$RUNS" ]; then
		rpc core.sockets_list | table proto ipaddress port | sed 's/^tls/tcp/; s/|/ /g'
	else
		printf '%s\n' "udp 5060" "tcp 5060" "tcp 5061" "udp 8060" "tcp 8060" "tcp 8061" \
			| sed "s/ / $(setting EDGE_ADDRESS) /"
	fi
}

# holder PROTOCOL ADDRESS PORT: the program that listens there; on every address counts.
holder() {
	awk -v protocol="$1" -v address="$2" -v port="$3" '
		$1 == protocol {
			at = $3; of = $3; sub(/:[0-9]+$/, "", at); sub(/.*:/, "", of)
			if(of == port && (at == address || at == "0.0.0.0" || at == "*" || at == "[::]" || at == "[" address "]")) { print $4; exit }
		}' <<<"$LISTENERS"
}

listening_ports() {
	local protocol address port who count=0
	while read -r protocol address port; do
		who=$(holder "$protocol" "$address" "$port")
		case $who in
		kamailio) count=$((count + 1)) ;;
		'') [ -z "$RUNS" ] || expected "$protocol $address port $port" "Kamailio to listen" "nobody" "kamcmd core.sockets_list; restart Kamailio" ;;
		*) expected "$protocol $address port $port" "Kamailio to listen" "$who" "stop that program, or have it listen elsewhere; then start Kamailio" ;;
		esac
	done < <(sip_sockets | sort -u)
	[ "$count" = 0 ] || ok "Kamailio listens on $count sockets"
}

# Whoever reaches these hears and redirects every call.
inner_ports() {
	local name at ports='990[01]'
	for name in RTPENGINE_AGENT RTPENGINE_EMERGENCY; do ports+="|$(setting "$name" | sed 's/.*://')"; done
	while read -r at; do
		expected "RTPengine's $at" "127.0.0.1" "an address that others reach" "listen-ng and listen-cli = 127.0.0.1:..., docs/firewall.md"
	done < <(awk -v ports=":($ports)\$" '$4 == "rtpengine" && $3 ~ ports && $3 !~ /^(127\.|\[::1\])/ { print $3 }' <<<"$LISTENERS" | sort -u)
}

# A program in the ranges takes a port that a call needs.
media_ports() {
	local taken
	taken=$(awk '$1 == "udp" && $4 != "rtpengine" { port = $3; sub(/.*:/, "", port)
		if(port >= 16384 && port <= 32766) print $3, $4 }' <<<"$LISTENERS" | sort -u | head -n 3 | paste -sd ';')
	[ -z "$taken" ] || note "UDP 16384-32766" "not RTPengine's: $taken" "have that program use other ports"
}

# Packets that wait while all workers are busy.
waiting_packets() {
	local at waiting
	while read -r waiting at; do
		[ "$waiting" -lt 100000 ] || expected "UDP $at" "workers that keep up" "$waiting bytes that wait" \
			"who floods? kamcmd siptrunk.stats: access_flood; more children (kamailio.cfg)"
	done < <(awk '$1 == "udp" && $4 == "kamailio" { print $2, $3 }' <<<"$LISTENERS")
}

# ---- Firewall -------------------------------------------------------------------------

# What of docs/firewall.md a firewall of this host would drop. One before it is not seen.
check_firewall() {
	local rules dropped=0 protocol first last what verdict
	rules=$(firewall_rules)
	if [ "$EUID" != 0 ]; then
		note "" "not looked at: only root may read the rules"
		return
	fi
	while read -r protocol first last what; do
		verdict=$(firewall_verdict "$protocol" "$first" "$last" <<<"$rules")
		[ -z "$verdict" ] && continue
		dropped=1
		expected "$protocol $first-$last, $what" "no rule that drops it" "$verdict" \
			"before it: iptables -I INPUT -p $protocol --dport $first:$last -j ACCEPT (nft: $protocol dport $first-$last accept), docs/firewall.md"
	done < <(wanted_ports)
	[ "$dropped" = 1 ] || ok "$(grep -c . <<<"$rules") rules on this host, none drops what docs/firewall.md lists; one before it is not seen here"
}

wanted_ports() {
	echo "udp 16384 29998 media of ordinary calls"
	echo "udp 30000 32766 media of emergency calls"
	sip_sockets | awk '$2 !~ /^(127\.|::1)/ { print $1, $3, $3, "SIP" }' | sort -u
}

# firewall_rules: of what comes in, in order: CHAIN ACTION PROTOCOL FIRST LAST FROM TEXT,
# "any" for every protocol and source. From iptables, and from tables of nft's own.
firewall_rules() {
	local program
	for program in iptables iptables-legacy; do
		! command -v "$program" >/dev/null || "$program" -S INPUT 2>/dev/null | iptables_rules "$program"
	done
	! command -v nft >/dev/null || nft list ruleset 2>/dev/null | nft_rules
}

iptables_rules() {
	awk -v chain="$1" '
		/^-P/ { policy = $3; next }
		/-i lo( |$)/ || /RELATED|ESTABLISHED|INVALID/ { next }
		/^-A/ {
			action = ""; protocol = "any"; ports = "0:65535"; from = "any"
			for(i = 1; i <= NF; i++) {
				if($i == "-j") action = $(i + 1)
				if($i == "-p") protocol = $(i + 1)
				if($i == "--dport" || $i == "--dports") ports = $(i + 1)
				if($i == "-s" || $i == "-i") from = ($(i - 1) == "!" ? "not_" : "") $(i + 1)
			}
			if(action ~ /^(ACCEPT|DROP|REJECT)$/) rule(action, protocol, ports, from, $0)
		}
		END { if(policy == "DROP") rule("DROP", "any", "0:65535", "any", "policy DROP") }
		function rule(action, protocol, ports, from, text,  n, part, i, range) {
			n = split(ports, part, ",")
			for(i = 1; i <= n; i++) {
				if(split(part[i], range, ":") == 1) range[2] = range[1]
				print chain, action, protocol, range[1], range[2], from, text
			}
		}'
}

# Base chains of hook input alone; what jumps elsewhere is not followed.
nft_rules() {
	awk '
		/managed by iptables-nft/ { foreign = 1; next }
		/^table / { table = $2 " " $3; skip = foreign; foreign = 0; next }
		/^\tchain / { chain = "nft:" $2; input = 0; next }
		/type filter hook input/ { input = !skip; policy = /policy drop/; next }
		/^\t}/ { if(input && policy) print chain, "DROP any 0 65535 any policy drop of table", table; input = 0; next }
		!input || /iif(name)? "lo"/ || /ct state/ { next }
		/ (accept|drop|reject)|^\t\t(accept|drop|reject)/ {
			action = /accept/ ? "ACCEPT" : "DROP"
			protocol = /udp dport/ ? "udp" : /tcp dport/ ? "tcp" : "any"
			from = /ip6? saddr|iif/ ? "some" : "any"
			if(protocol == "any" && /icmp|ip protocol|meta l4proto/) next
			ports = "0-65535"
			if(protocol != "any") {
				ports = $0; sub(/.*dport /, "", ports)
				if(ports ~ /^\{/) { sub(/^\{ */, "", ports); sub(/ *\}.*/, "", ports) } else sub(/ .*/, "", ports)
			}
			text = $0; sub(/^[ \t]+/, "", text)
			n = split(ports, part, /, */)
			for(i = 1; i <= n; i++) {
				if(split(part[i], range, "-") == 1) range[2] = range[1]
				print chain, action, protocol, range[1], range[2], from, text
			}
		}'
}

# firewall_verdict PROTOCOL FIRST LAST: of the rules on standard input the first that drops
# some of that and is not behind one of its chain that accepts all of it, from somebody.
firewall_verdict() {
	awk -v protocol="$1" -v first="$2" -v last="$3" '
		accepted[$1] || ($3 != "any" && $3 != protocol) || $5 + 0 < first + 0 || $4 + 0 > last + 0 { next }
		$2 == "ACCEPT" { if($4 + 0 <= first + 0 && $5 + 0 >= last + 0) accepted[$1] = 1; next }
		{ chain = $1; $1 = $2 = $3 = $4 = $5 = $6 = ""; sub(/^ +/, ""); print chain ": " $0; exit }'
}

# ---- Clock ------------------------------------------------------------------------------

# Certificates, nonces of digest, signatures of webhooks and records need the right time.
check_clock() {
	local synchronised
	synchronised=$(clock_synchronised)
	case $synchronised in
	yes*) ok "synchronised${synchronised#yes}" ;;
	no*) expected "the host's clock" "one that is synchronised" "${synchronised#no }" \
		"apt-get install chrony (or systemctl enable --now systemd-timesyncd); UDP 123 out" ;;
	*) note "" "whether it is synchronised is not known: neither timedatectl nor chronyc is here" ;;
	esac
	api_clocks
}

clock_synchronised() {
	local answer
	if answer=$(chronyc -n tracking 2>/dev/null); then
		[[ $answer != *"Not synchronised"* ]] && echo "yes, by chrony:$(sed -n 's/^System time *: / /p' <<<"$answer")" || echo "no chrony: not synchronised"
	elif answer=$(timedatectl show -p NTPSynchronized --value 2>/dev/null); then
		[ "$answer" = yes ] && echo "yes, says timedatectl" || echo "no timedatectl: not synchronised"
	fi
}

# What the agents' APIs say the time is: nothing but the header Date is asked for.
api_clocks() {
	local host theirs ours skew
	runs && have curl || return 0
	while read -r host; do
		theirs=$(curl -sk -o /dev/null -D - --max-time 3 "https://$host/" 2>/dev/null | tr -d '\r' | sed -n 's/^[Dd]ate: //p' | head -n 1)
		ours=$EPOCHSECONDS
		theirs=$(date -d "$theirs" +%s 2>/dev/null) && [ -n "$theirs" ] || { note "https://$host/" "did not tell what time it is"; continue; }
		skew=$((ours - theirs))
		if ((skew > 5 || skew < -5)); then
			expected "the host's clock" "the time of $host, within 5 s" "${skew#-} s $([ "$skew" -gt 0 ] && echo ahead || echo behind)" \
				"set it (chronyc makestep): nonces, webhooks' signatures (300 s) and certificates fail"
		else
			ok "within ${skew#-} s of $host"
		fi
	done < <(rpc siptrunk.registrations | table trunk host | sed 's/.*|//' | sort -u)
}

# ---- Disks and who may read what ----------------------------------------------------------

check_storage() {
	local user folder file
	user=$(kamailio_user)
	for folder in SPOOL_DIR CAPTURE_DIR; do
		storage_folder "$folder" "$(setting "$folder")" "$user"
	done
	while read -r file; do
		secret_file "$file" "$user"
	done < <(secret_files | sort -u)
}

# may USER r|w PATH
may() {
	[ "$EUID" = 0 ] && [ "$1" != root ] || { [ "-$2" = -r ] && [ -r "$3" ] || [ -w "$3" ]; return; }
	setpriv --reuid="$1" --regid="$(id -g "$1" 2>/dev/null || echo 65534)" --clear-groups test "-$2" "$3" 2>/dev/null
}

# storage_folder NAME PATH USER
storage_folder() {
	local free inodes
	if [ ! -d "$2" ]; then
		expected "$1" "the folder $2" "none" "install -d -o $3 -m 750 $2"
		return
	fi
	read -r free inodes < <(df --output=avail,iavail "$2" | tail -n 1)
	if ! may "$3" w "$2"; then
		expected "$1, $2" "a folder that $3 may write" "$(stat -c '%U:%G %A' "$2")" "chown $3 $2"
	elif [ "$free" -lt 204800 ]; then
		expected "$1, $2" "200 MB free" "$((free / 1024)) MB" "make room: du -xh $(df -P "$2" | awk 'END { print $6 }') | sort -h | tail; 911s and notifications are kept there"
	elif [ "${inodes:--}" != - ] && [ "$inodes" -lt 1000 ]; then
		expected "$1, $2" "1,000 inodes free" "$inodes" "remove small files on that disk"
	else
		ok "$2: $((free / 1024)) MB free, $3 may write"
	fi
}

# secret_files: keys, and files with passwords or their hashes in them.
secret_files() {
	local url path
	sed -nE 's/^ *private_key *= *//p' "$(setting TLS_CONFIG)" 2>/dev/null
	url=$(setting DB_URL)
	[[ $url != sqlite://* ]] || echo "${url#sqlite:///}"
	! grep -qsE '^#!(try)?def.*(OPERATOR_HA1 ".|DB_URL ".*:.*@)' "$LOCAL" || echo "$LOCAL"
	[[ $url == sqlite://* ]] && command -v sqlite3 >/dev/null || return 0
	path=${url#sqlite:///}
	sqlite3 -readonly -cmd '.timeout 2000' "$path" "SELECT substr(api_key, 6) FROM siptrunk_api WHERE api_key LIKE 'file:%'
		UNION SELECT key_file FROM siptrunk_notification WHERE key_file <> ''" 2>/dev/null
}

# secret_file PATH USER
secret_file() {
	if [ ! -e "$1" ]; then
		expected "$1" "a file" "none" "the setting that names it, or the file, is missing"
	elif may nobody r "$1"; then
		expected "$1" "a secret that few may read" "$(stat -c '%U:%G %A' "$1")" "chown $2 $1; chmod 600 $1"
	elif ! may "$2" r "$1"; then
		expected "$1" "a file that Kamailio's user $2 may read" "$(stat -c '%U:%G %A' "$1")" "chown $2 $1"
	fi
}
