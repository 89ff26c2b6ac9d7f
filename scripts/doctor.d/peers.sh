# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Who the edge talks to: names, certificates, gateways, registrations.

# ---- DNS ------------------------------------------------------------------------------

check_dns() {
	local name known kind count=0
	runs || return
	while IFS='|' read -r kind name known; do
		one_name "$kind" "$name" "$known"
		count=$((count + 1))
	done < <(names_in_use)
	[ "$count" -gt 0 ] || ok "no name is in use: gateways are addresses"
	listed_names
}

# Names on access lists (and of gateways), as the edge asks for them.
listed_names() {
	local name state error
	while IFS='|' read -r name state error; do
		[ "$state" = fresh ] || expected "$name, asked for by Kamailio" "an answer of DNS" "$state: ${error/#-/none}" \
			"the addresses of before are kept (kamcmd siptrunk.hosts); is the name right, does that server answer?"
	done < <(rpc siptrunk.hosts | table name state error)
}

# names_in_use: "WHAT|NAME|ADDRESSES that the edge has"; of an API it has none of its own.
names_in_use() {
	rpc siptrunk.gateways | table trunk host address | awk -F '|' '$2 ~ /[a-zA-Z]/ && $2 !~ /:/ {
		key = "gateway of trunk " $1 "|" $2; has[key] = has[key] ($3 == "-" ? "" : " " $3) }
		END { for(key in has) print key "|" has[key] }'
	rpc siptrunk.registrations | table trunk host | sed 's/^\([^|]*\)|\(.*\)$/API of trunk \1|\2|/; s/:[0-9]*|$/|/'
	[[ ! $(setting EDGE_HOST) =~ [a-zA-Z] ]] || echo "EDGE_HOST|$(setting EDGE_HOST)|$(setting EDGE_PUBLIC)"
}

# addresses_of NAME: A and AAAA, sorted, in one line.
addresses_of() { timeout 5 getent ahosts "$1" 2>/dev/null | awk '{ print $1 }' | sort -u | paste -sd ' '; }

# one_name WHAT NAME KNOWN
one_name() {
	local now address
	now=$(addresses_of "$2")
	if [ -z "$now" ]; then
		expected "$2, $1" "an address" "none (DNS servers: $(sed -n 's/^nameserver //p' /etc/resolv.conf | paste -sd ' '))" \
			"is the name right? does getent ahosts $2 answer, and UDP and TCP 53 reach that server?"
		return
	fi
	for address in $3; do
		[[ " $now " == *" $address "* ]] && continue
		expected "$2, $1" "what the edge has, $address, among what DNS says" "$now" \
			"wait a minute (kamcmd siptrunk.hosts: next_query); is the answer another one from each server?"
		return
	done
	if [[ $1 == gateway* && -z $3 ]]; then
		expected "$2, $1" "the edge to have an address of it, as DNS has ($now)" "none" "kamcmd siptrunk.hosts has the error"
	else
		ok "$2: $now"
	fi
}

# ---- Certificates ------------------------------------------------------------------------

DAYS_LEAST=14

check_certificates() {
	have openssl || return
	own_certificate
	if [ -n "$RUNS" ]; then
		stale_certificate
		gateway_alerts
	fi
}

# tls_setting SECTION NAME [SERVER_ID]: of TLS_CONFIG.
tls_setting() {
	awk -v section="[$1]" -v name="$2" -v id="${3:-}" '
		function flush() { if(inside && (id == "" || is == id) && value != "") { print value; exit } }
		/^\[/ { flush(); inside = $0 ~ "^\\" section; is = value = "" }
		{ key = $1; text = $0; sub(/^[^=]*= */, "", text); if(key == "server_id") is = text; if(key == name) value = text }
		END { if(inside && (id == "" || is == id)) print value }' "$(setting TLS_CONFIG)" 2>/dev/null | head -n 1
}

own_certificate() {
	local file key
	file=$(tls_setting server:default certificate) key=$(tls_setting server:default private_key)
	if ! openssl x509 -in "${file:-/none}" -noout 2>/dev/null; then
		expected "TLS_CONFIG, [server:default]" "a certificate" "${file:-no setting} that cannot be read" "scripts/etc/siptrunk-tls.cfg shows how"
		return
	fi
	certificate_days "$file"
	certificate_name "$file" "$(setting EDGE_HOST)"
	certificate_key "$file" "$key"
	certificate_chain "$file"
}

# certificate_days FILE
certificate_days() {
	local end days
	end=$(openssl x509 -in "$1" -noout -enddate | sed 's/.*=//')
	days=$((($(date -d "$end" +%s) - EPOCHSECONDS) / 86400))
	if [ "$days" -lt "$DAYS_LEAST" ]; then
		expected "$1" "$DAYS_LEAST days or more left" "$days, until $end" "renew it, then kamcmd tls.reload"
	else
		ok "$1: $days days left"
	fi
}

# certificate_name FILE NAME
certificate_name() {
	local kind=-checkhost
	[[ $2 =~ [a-zA-Z] && $2 != *:* ]] || kind=-checkip
	openssl x509 -in "$1" -noout "$kind" "$2" | grep -q 'does match' \
		|| expected "$1" "EDGE_HOST, $2, among its names" "$(certificate_names "$1")" "a certificate for that name, or another EDGE_HOST"
}

certificate_names() { openssl x509 -in "$1" -noout -ext subjectAltName 2>/dev/null | sed -n '2s/^ *//p' | grep . || openssl x509 -in "$1" -noout -subject; }

# certificate_key FILE KEY
certificate_key() {
	[ "$(openssl x509 -in "$1" -noout -pubkey 2>/dev/null)" = "$(openssl pkey -in "${2:-/none}" -pubout -passin pass: 2>/dev/null)" ] \
		|| expected "${2:-private_key}" "the key of $1" "another one, or none that can be read" "certificate and private_key of TLS_CONFIG must be a pair"
}

# A public authority names in its certificates where its own certificate is; who shows a
# certificate of one must send those between, too. A private authority's peers know it.
certificate_chain() {
	local issuer
	openssl verify -untrusted "$1" "$1" >/dev/null 2>&1 && return
	issuer=$(openssl x509 -in "$1" -noout -issuer | sed 's/^issuer= *//')
	if openssl x509 -in "$1" -noout -ext authorityInfoAccess 2>/dev/null | grep -q 'CA Issuers' \
		&& [ "$(grep -c 'BEGIN CERTIFICATE' "$1")" = 1 ]; then
		expected "$1" "a complete chain" "one certificate alone, issued by $issuer" \
			"append the certificates between it and the root (fullchain.pem), then kamcmd tls.reload"
	else
		note "$1" "issued by $issuer, which this host's authorities do not know: peers must know it"
	fi
}

# What Kamailio shows is what it has read at its start or at tls.reload.
stale_certificate() {
	local shown on_disk
	shown=$(rpc siptrunk.certificates | awk '/own:/ { own = 1 } /gateways:/ { own = 0 } own' | table profile not_after \
		| sed -n 's/^server default|//p' | head -n 1)
	on_disk=$(date -u -d "$(openssl x509 -in "$(tls_setting server:default certificate)" -noout -enddate 2>/dev/null | sed 's/.*=//')" +%FT%TZ 2>/dev/null)
	[ -z "$shown" ] || [ "$shown" = "$on_disk" ] || expected "Kamailio" "the certificate of $(tls_setting server:default certificate), until $on_disk" \
		"another, until $shown" "kamcmd tls.reload"
}

gateway_alerts() {
	local trunk gateway alert by
	while IFS='|' read -r trunk gateway by alert; do
		note "gateway $gateway of trunk $trunk" "the last alert, sent by $by: $alert" "the log says what to do about it"
	done < <(rpc siptrunk.certificates | sed -n '/alerts:/,$p' | table trunk gateway sent_by alert)
}

# ---- Gateways ------------------------------------------------------------------------------

check_gateways() {
	runs || return
	gateways_of
	trunks_without_gateways
}

# gateways_of [TRUNK]: of one, or of all.
gateways_of() {
	local gateway
	while read -r gateway; do
		IFS='|' read -r TRUNK NAME HOST PORT TRANSPORT ADDRESS STATE CODE PROBED <<<"$gateway"
		GATEWAY="gateway $NAME of trunk $TRUNK ($TRANSPORT $(place "$HOST" "$ADDRESS") port $PORT)"
		one_gateway
	done < <(rpc siptrunk.gateways "$@" | table trunk gateway host port transport address state code probed)
}

# place HOST ADDRESS: both where they differ.
place() {
	case $2 in
	"$1" | -) echo "$1" ;;
	*) echo "$1 $2" ;;
	esac
}

trunks_without_gateways() {
	local name state status
	while IFS='|' read -r name state status; do
		[ "$state" = in_service ] || note "trunk $name" "out of service: ordinary calls hear 503" "kamcmd siptrunk.set_state $name in_service"
		[ "$status" != down ] || expected "trunk $name" "a gateway that is up" "none: its calls hear 503 (or go to the next trunk)" \
			"see its gateways above; kamcmd siptrunk.show $name"
	done < <(rpc siptrunk.list | table name state status)
}

# one_gateway: of the variables above. What Kamailio believes, and an OPTIONS of our own:
# ANSWER is its first line, FAULT what is wrong with the certificate, SILENCE why there is
# no answer, DAYS how long the certificate lasts.
one_gateway() {
	ANSWER='' FAULT='' SILENCE='none to three of them' DAYS=''
	if [ "$STATE" = unresolved ]; then
		expected "$GATEWAY" "an address" "none: calls pass it over" "see dns"
		return
	fi
	"options_by_$TRANSPORT"
	if [ -n "$FAULT" ]; then
		expected "$GATEWAY" "a certificate that $CA vouches for, of $NAME" "$FAULT" "$(certificate_fix)"
	elif [[ $ANSWER != SIP/2.0* ]]; then
		expected "$GATEWAY" "an answer to OPTIONS" "$SILENCE" "$(silence_fix)"
	elif [ "$STATE" = down ]; then
		expected "$GATEWAY" "Kamailio to believe it up" "down, after ${CODE/#0/silence}; our OPTIONS is answered ${ANSWER#SIP/2.0 }" \
			"it is tried again by calls, and OPTIONS where it is probed; kamcmd siptrunk.probe asks now"
	else
		ok "$GATEWAY: ${STATE/unknown/no call yet}; answers ${ANSWER#SIP/2.0 }${DAYS:+; certificate for $DAYS days}"
		[ -z "$DAYS" ] || [ "$DAYS" -ge "$DAYS_LEAST" ] \
			|| expected "$GATEWAY" "$DAYS_LEAST days or more of its certificate" "$DAYS" "tell them; what has expired is refused, or used with an alarm for 911 alone"
	fi
}

silence_fix() {
	if [ "$STATE" = up ]; then
		echo "Kamailio hears it: a loss? try again; do they answer $(setting EDGE_PUBLIC) from its SIP ports alone?"
	else
		echo "is it there? does a firewall let $TRANSPORT port $PORT out and in again (docs/firewall.md)? do they let $(setting EDGE_PUBLIC) in?"
	fi
}

certificate_fix() {
	case $FAULT in
	*expired* | *'not yet valid'*) echo "they must renew it; is this host's clock right? (clock)" ;;
	*mismatch*) echo "name= in dispatcher.attrs must be what they have; or their certificate is wrong, or it is not them" ;;
	*) echo "$CA must hold their authority's root; they must send the certificates in between; then kamcmd tls.reload" ;;
	esac
}

# options TRANSPORT: a request; who gets it knows no call by it.
options() {
	printf '%s\r\n' "OPTIONS sip:$NAME SIP/2.0" "Via: SIP/2.0/${1^^} $(setting EDGE_ADDRESS);rport;branch=z9hG4bK$$-$RANDOM$RANDOM" \
		"Max-Forwards: 70" "From: <sip:doctor@$(setting EDGE_HOST)>;tag=$$" "To: <sip:$NAME>" \
		"Call-ID: doctor-$$-$RANDOM$RANDOM" "CSeq: 1 OPTIONS" "Content-Length: 0" ""
}

options_by_udp() {
	local try
	for try in 1 2 3; do
		ANSWER=$(options "$TRANSPORT" | timeout 1 bash -c 'exec 3<>"/dev/$1/$2/$3" && cat >&3 && dd bs=65536 count=1 status=none <&3' \
			- "$TRANSPORT" "$ADDRESS" "$PORT" 2>/dev/null | head -n 1 | tr -d '\r')
		[ -z "$ANSWER" ] || break
	done
}

options_by_tcp() { options_by_udp; }

# ask_and_wait FILE: an OPTIONS, and no end of it before FILE has an answer or an error:
# openssl hangs up then.
ask_and_wait() {
	local try
	options tls
	for try in {1..80}; do
		! grep -aqE '^SIP/2.0|errno|:error:' "$1" || return
		sleep 0.05
	done
}

# A handshake as Kamailio would do it.
options_by_tls() {
	local certificate key session end said
	local -a ours=()
	said=$(mktemp)
	CA=$(tls_setting client:any ca_list "$TRUNK")
	certificate=$(tls_setting client:any certificate "$TRUNK") key=$(tls_setting client:any private_key "$TRUNK")
	[ ! -r "$certificate" ] || [ ! -r "$key" ] || ours=(-cert "$certificate" -key "$key")
	ask_and_wait "$said" | timeout 5 openssl s_client -connect "$ADDRESS:$PORT" -servername "$NAME" \
		-verify_hostname "$NAME" -CAfile "${CA:-/none}" "${ours[@]}" >"$said" 2>&1
	session=$(<"$said")
	rm -f "$said"
	ANSWER=$(grep -a -m 1 -o '^SIP/2.0 [^[:cntrl:]]*' <<<"$session")
	FAULT=$(sed -n 's/^Verification error: //p' <<<"$session" | head -n 1)
	[ -z "$FAULT" ] || FAULT+=" ($(grep -a -m 1 '^subject=' <<<"$session"), $(grep -a -m 1 '^issuer=' <<<"$session"))"
	end=$(openssl x509 -noout -enddate 2>/dev/null <<<"$session" | sed 's/.*=//')
	[ -z "$end" ] || DAYS=$((($(date -d "$end" +%s) - EPOCHSECONDS) / 86400))
	[ -n "$end" ] || SILENCE="no TLS: $(grep -aE -m 1 'errno|error:|refused|timed out' <<<"$session" || echo 'nothing within 5 s')"
}

# ---- Registrations ---------------------------------------------------------------------------

check_registrations() {
	local trunk code over any=
	runs || return
	while IFS='|' read -r trunk code; do
		any=1
		case $code in
		2*) ok "the edge is registered with trunk $trunk" ;;
		401 | 403 | 407) expected "the edge's registration with trunk $trunk" "200" "$code" "user name and password: siptrunk_credential (outbound), siptrunk_registration; then kamcmd siptrunk.reload" ;;
		*) expected "the edge's registration with trunk $trunk" "200" "$code" "see gateways; 503: their Max Registration Rate, or nobody answers" ;;
		esac
	done < <(rpc htable.dump registrations | table name value)
	over=$(rpc stats.get_statistics registrations_over_rate | sed -n 's/.*= *//p')
	[ "${over:-0}" = 0 ] || note "registration_rate" "$over REGISTERs of peers were refused with 503 since the start" "$(rate_fix)"
	api_state
	[ -n "$any" ] || ok "the edge registers with nobody$(own_registrations)"
}

own_registrations() {
	local rows
	rows=$(rpc uac.reg_dump | grep -c 'l_uuid:')
	[ "$rows" = 0 ] || echo ", so far, of $rows rows"
}

rate_fix() {
	local name rate
	while IFS='|' read -r name rate; do
		[ "$rate" = 0 ] || printf 'trunk %s has %s a second; ' "$name" "$rate"
	done < <(rpc siptrunk.list | table name registrar registration_rate | sed -n 's/|yes|/|/p')
	echo "raise registration_rate, or have them register less often (expires)"
}

# A call's registration with the agent's API.
api_state() {
	local trunk host breaker cause error
	while IFS='|' read -r trunk host breaker cause error; do
		[ "$breaker" = closed ] && ok "the API of trunk $trunk, $host, is asked" && continue
		expected "the API of trunk $trunk, $host" "calls to be registered" "breaker $breaker after: $cause, $error" \
			"calls take their agent's fallback meanwhile; kamcmd siptrunk.registrations"
	done < <(rpc siptrunk.registrations | table trunk host breaker last_cause last_error)
}
