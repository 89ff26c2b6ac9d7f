/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What the fuzzers share: a property that must hold, and what every error
 * text must look like.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include "siptrunk_text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define REQUIRE(property)                                                      \
	do {                                                                       \
		if(!(property)) {                                                      \
			fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__,  \
					#property);                                                \
			abort();                                                           \
		}                                                                      \
	} while(0)

/** A message for a log: not empty, on one line, in printable ASCII. */
static inline void require_log_line(const char *text)
{
	REQUIRE(text[0] != '\0');
	for(; *text != '\0'; text++)
		REQUIRE(*text >= 0x20 && *text < 0x7f);
}

/** The input of a fuzzer; never NULL. */
static inline siptrunk_text_t fuzz_text(const uint8_t *data, size_t size)
{
	return size > 0 ? (siptrunk_text_t){(const char *)data, size}
					: SIPTRUNK_TEXT("");
}

#endif
