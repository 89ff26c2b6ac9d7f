/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Keeps the certificates that siptrunk_tls_peers remembers: SPOOL_DIR/tls/
 * intermediates.pem, a line "trunk NAME" before each.
 *
 * Main process at start, then the ledger's; the disk.
 */
#include "siptrunk_tls_spool.h"

#include "siptrunk_backoff.h"
#include "siptrunk_clock.h"
#include "siptrunk_params.h"
#include "siptrunk_spool.h"
#include "siptrunk_tls_peers.h"

#include "core/dprint.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <stdio.h>
#include <string.h>

#define FILE_NAME "intermediates.pem"
#define TRUNK "trunk "
/** PEM makes 4 bytes of 3, and adds its lines. */
#define ROOM_MAX \
	(SIPTRUNK_TLS_REMEMBERED_MAX * (SIPTRUNK_TLS_DER_MAX * 3 / 2 + 256))

/** Seconds between tries, when the disk takes nothing. */
#define RETRY_MIN_S 1
#define RETRY_MAX_S 60

/** The ring's number up to which all is on the disk. */
static unsigned kept;

static const char *folder(void)
{
	static char path[SIPTRUNK_SPOOL_DIR_MAX + sizeof("/tls")];

	snprintf(path, sizeof(path), "%s/tls", siptrunk_spool_dir.s);
	return path;
}

/* --- reading --- */

/** true: there was one. */
static bool read_one(BIO *bio)
{
	char line[sizeof(TRUNK) + sizeof(((siptrunk_tls_remembered_t *)0)->trunk)];
	siptrunk_tls_remembered_t entry = {.len = 0};
	unsigned char *der;
	char *title, *header;
	long len;

	if(BIO_gets(bio, line, sizeof(line)) <= 0
			|| strncmp(line, TRUNK, strlen(TRUNK)) != 0
			|| PEM_read_bio(bio, &title, &header, &der, &len) != 1)
		return false;
	siptrunk_ring_keep(entry.trunk, sizeof(entry.trunk),
			(siptrunk_text_t){line + strlen(TRUNK),
					strcspn(line + strlen(TRUNK), "\n")});
	if(len > 0 && len <= SIPTRUNK_TLS_DER_MAX) {
		entry.len = (int)len;
		memcpy(entry.der, der, (size_t)len);
		siptrunk_tls_peers_remember_one(&entry);
	}
	OPENSSL_free(title);
	OPENSSL_free(header);
	OPENSSL_free(der);
	return true;
}

void siptrunk_tls_spool_read(void)
{
	static char text[ROOM_MAX];
	long len =
			siptrunk_spool_read(folder(), FILE_NAME, text, sizeof(text), NULL);
	BIO *bio = len > 0 ? BIO_new_mem_buf(text, (int)len) : NULL;

	while(bio != NULL && read_one(bio))
		;
	BIO_free(bio);
	ERR_clear_error();
	kept = siptrunk_ring_next(siptrunk_tls_peers_intermediates());
}

/* --- writing --- */

static void write_all(BIO *bio)
{
	siptrunk_ring_t *all = siptrunk_tls_peers_intermediates();
	unsigned next = siptrunk_ring_next(all), i;
	siptrunk_tls_remembered_t entry;

	for(i = 1; siptrunk_ring_read(all, next - i, &entry); i++) {
		BIO_printf(bio, TRUNK "%s\n", entry.trunk);
		PEM_write_bio(bio, PEM_STRING_X509, "", entry.der, entry.len);
	}
}

static bool write_file(siptrunk_error_t *error)
{
	BIO *bio = BIO_new(BIO_s_mem());
	siptrunk_text_t text;
	char *start;
	bool written;

	if(bio == NULL) {
		siptrunk_error_set(error, "out of memory");
		return false;
	}
	write_all(bio);
	text.len = (size_t)BIO_get_mem_data(bio, &start);
	text.s = start;
	written = siptrunk_spool_open(folder(), error)
			  && siptrunk_spool_write(folder(), FILE_NAME, text, error);
	BIO_free(bio);
	return written;
}

void siptrunk_tls_spool_write(void)
{
	static unsigned failures; /* of the only process that writes */
	static int64_t due;
	unsigned next = siptrunk_ring_next(siptrunk_tls_peers_intermediates());
	siptrunk_error_t error;

	if(next == kept || (failures > 0 && siptrunk_clock_steady_s() < due))
		return;
	if(write_file(&error)) {
		kept = next;
		failures = 0;
		return;
	}
	if(failures++ == 0)
		LM_ERR("the certificates between gateways and their authorities are "
			   "not kept over a restart: %s\n",
				error.text);
	due = siptrunk_clock_steady_s()
		  + siptrunk_backoff_pause(RETRY_MIN_S, RETRY_MAX_S, failures);
}
