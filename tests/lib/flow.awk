# SPDX-License-Identifier: GPL-2.0-or-later
# Lines "time, source, destination, transport, request line, status line,
# method" to arrows between the lab's hosts.
BEGIN {
	name["203.0.113.10"] = "edge"
	name["192.0.2.10"] = "pbx"
	name["18.98.16.121"] = name["143.223.88.9"] = "retell"
	name["198.51.100.11"] = "redsky1"
	name["198.51.100.12"] = "redsky2"
	name["192.0.2.50"] = "carrier"
	name["203.0.113.66"] = "stranger"
}

function host(address) { return address in name ? name[address] : address }

{
	if(!start)
		start = $1
	what = $5
	sub(/ SIP\/2\.0$/, "", what)
	if(what == "") {
		what = $6
		sub(/^SIP\/2\.0 /, "", what)
		what = what " (" $7 ")"
	}
	printf "  %7.3f s  %-8s --%s--> %-8s %s\n", $1 - start, host($2), $4, host($3), substr(what, 1, 56)
}
