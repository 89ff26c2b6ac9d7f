/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What stands between this module and Kamailio: every version guard, and the
 * crossing between Kamailio's str and siptrunk_text_t.
 *
 * Any process; no memory.
 */
#ifndef SIPTRUNK_COMPAT_H
#define SIPTRUNK_COMPAT_H

#include "siptrunk_text.h"

#include "core/str.h"

/* Before 5.7 tls does not shield the core from OpenSSL 3's threads: 40 TLS
 * clients end the whole server within seconds. */
#if VERSIONVAL < 5007000
#define SIPTRUNK_TLS_UNSAFE 1
#else
#define SIPTRUNK_TLS_UNSAFE 0
#endif

static inline siptrunk_text_t siptrunk_text_of(const str *value)
{
	return (siptrunk_text_t){value->s, value->len < 0 ? 0 : (size_t)value->len};
}

/** Kamailio's str has no const: who gets it must not write through it. */
static inline str siptrunk_str_of(siptrunk_text_t text)
{
	return (str){text.s != NULL ? (char *)text.s : "", (int)text.len};
}

#endif
