# shellcheck shell=bash
# SPDX-License-Identifier: GPL-2.0-or-later
# Shared by the scripts and the tests: where things are, how progress looks, how
# to wait, and how a command gets into a root without leaving a mount on the host.

REPO=$(cd "${BASH_SOURCE[0]%/*}/.." && pwd -P)
BUILD=$REPO/.build
# The lab that is meant; another LAB_NAME is another world, beside it.
LAB=$BUILD/${LAB_NAME:-lab}

die() {
	printf '%s: %s\n' "${0##*/}" "$*" >&2
	exit 1
}

need_root() {
	[ "$EUID" = 0 ] || die "must be run as root (namespaces, chroot, packages)"
}

# Asked here, once: inside $(...) standard output is never a terminal.
COLOURED=
if [ -t 1 ]; then COLOURED=1; fi

# paint COLOUR TEXT: coloured on a terminal only.
paint() {
	if [ -n "$COLOURED" ]; then printf '\033[%sm%s\033[0m' "$1" "$2"; else printf '%s' "$2"; fi
}
green() { paint 32 "$1"; }
red() { paint 31 "$1"; }

# wait_until SECONDS COMMAND...: whether COMMAND, its output unseen, succeeds in
# time.
wait_until() {
	local deadline=$((${EPOCHREALTIME/./} + $1 * 1000000))
	shift
	until "$@" >/dev/null 2>&1; do
		((${EPOCHREALTIME/./} < deadline)) || return 1
		sleep 0.05
	done
}

# host_release: the host's Debian code name, empty if it is not Debian.
host_release() {
	(. /etc/os-release && [ "$ID" = debian ] && echo "$VERSION_CODENAME") || true
}

# platform_root [5.6]: the directory that is / for the platform; empty means
# that the host itself is the platform.
platform_root() {
	if [ "${1:-}" = 5.6 ]; then
		echo "$BUILD/root-5.6"
	elif [ "$(host_release)" != trixie ]; then
		echo "$BUILD/root"
	fi
}

# enter_root ROOT CMD...: becomes CMD inside ROOT. The mounts live in a mount
# namespace of their own, so none is ever seen on the host and deleting ROOT
# is always safe. An empty ROOT is the host itself.
enter_root() {
	local root=$1
	shift
	if [ -z "$root" ]; then
		exec "$@"
	fi
	exec unshare --mount --propagation private \
		bash -c '. "$1"; shift; mount_and_chroot "$@"' - \
		"$REPO/scripts/lib.sh" "$root" "$@"
}

# mount_root ROOT: to be called in a private mount namespace only.
mount_root() {
	local dir
	for dir in /proc /sys /dev /tmp; do
		mount --rbind "$dir" "$1$dir"
	done
	mkdir -p "$1$REPO"
	mount --bind "$REPO" "$1$REPO"
	[ ! -e /etc/resolv.conf ] || mount --bind /etc/resolv.conf "$1/etc/resolv.conf"
}

mount_and_chroot() {
	set -euo pipefail
	local root=$1
	shift
	mount_root "$root"
	exec "${SANE_ENV[@]}" chroot "$root" "${IN_SAME_FOLDER[@]}" "$PWD" "$REPO" "$@"
}

# What of the host's environment must not leak into a root.
SANE_ENV=(env -u LC_ALL -u LANGUAGE -u TMPDIR HOME=/root LANG=C.UTF-8
	PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)

# FOLDER REPOSITORY CMD...: CMD in FOLDER, or in the repository if a root does
# not have FOLDER.
IN_SAME_FOLDER=(/bin/bash -c
	'cd "$1" 2>/dev/null || cd "$2"; shift 2; exec "$@"' -)
