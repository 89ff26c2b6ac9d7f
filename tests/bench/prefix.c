/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** The longest-prefix table by itself; tests/bench/prefix --help says more. */
#include "prefix_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
		"usage: prefix_bench generate FAMILY COUNT\n"
		"       prefix_bench addresses FAMILY COUNT hit|miss NUMBER\n"
		"\n"
		"generate   COUNT different prefixes, one a line, the same every time\n"
		"addresses  NUMBER random addresses that this set has or lacks\n"
		"\n"
		"FAMILY is 4 or 6.\n";

static void print_prefix(const siptrunk_prefix_t *prefix)
{
	char text[SIPTRUNK_PREFIX_TEXT_MAX];

	siptrunk_prefix_format(prefix, text);
	puts(text);
}

static int generate(const prefix_set_t *set)
{
	size_t i;

	for(i = 0; i < set->count; i++)
		print_prefix(&set->prefixes[i]);
	return 0;
}

static int addresses(const prefix_set_t *set, bool hit, unsigned long number)
{
	unit_random_t random = {UINT64_C(0xadd2e55e5add2e55)};

	while(number-- > 0) {
		siptrunk_prefix_t host = {prefix_set_address(set, hit, &random), 0};
		char text[SIPTRUNK_PREFIX_TEXT_MAX];

		siptrunk_prefix_format(&host, text);
		*strchr(text, '/') = '\0';
		puts(text);
	}
	return 0;
}

static int run(int argc, char **argv, const prefix_set_t *set)
{
	if(argc == 4 && strcmp(argv[1], "generate") == 0)
		return generate(set);
	if(argc == 6 && strcmp(argv[1], "addresses") == 0)
		return addresses(set, strcmp(argv[4], "hit") == 0,
				strtoul(argv[5], NULL, 10));
	fputs(usage, stderr);
	return 2;
}

int main(int argc, char **argv)
{
	prefix_set_t set;
	int status;

	if(argc < 4) {
		fputs(usage, argc == 2 ? stdout : stderr);
		return argc == 2 ? 0 : 2;
	}
	prefix_set_make(&set,
			strcmp(argv[2], "6") == 0 ? SIPTRUNK_IPV6 : SIPTRUNK_IPV4,
			strtoul(argv[3], NULL, 10));
	status = run(argc, argv, &set);
	prefix_set_free(&set);
	return status;
}
