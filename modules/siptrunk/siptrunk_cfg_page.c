/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The config function that serves the parts of the status page.
 *
 * SIP workers; the files are in shared memory, never written after the start.
 */
#include "siptrunk_cfg_page.h"

#include "siptrunk_cfg_io.h"
#include "siptrunk_compat.h"
#include "siptrunk_params.h"
#include "siptrunk_spool.h"
#include "siptrunk_page.h"

#include "core/dprint.h"
#include "core/mem/shm_mem.h"

#include <string.h>

/** In bytes. */
#define FILE_MAX 32768

static struct
{
	const char *name;
	siptrunk_text_t text; /**< empty: not read */
} files[] = {
		{"status.html", {NULL, 0}},
		{"status.css", {NULL, 0}},
		{"status.js", {NULL, 0}},
};

#define FILES (sizeof(files) / sizeof(files[0]))

static siptrunk_text_t keep(const char *text, size_t len)
{
	char *kept = shm_malloc(len);

	if(kept == NULL) {
		SHM_MEM_ERROR;
		return (siptrunk_text_t){NULL, 0};
	}
	memcpy(kept, text, len);
	return (siptrunk_text_t){kept, len};
}

void siptrunk_cfg_page_init(void)
{
	static char text[FILE_MAX];
	siptrunk_error_t error;
	size_t i;
	long len;

	for(i = 0; siptrunk_page_dir.len > 0 && i < FILES; i++) {
		len = siptrunk_spool_read(siptrunk_page_dir.s, files[i].name, text,
				sizeof(text), &error);
		if(len > 0)
			files[i].text = keep(text, (size_t)len);
		else
			LM_ERR("the status page lacks %s: modparam page_dir: %s\n",
					files[i].name, len < 0 ? error.text : "it is empty");
	}
}

static siptrunk_text_t text_of(siptrunk_text_t part)
{
	size_t i;

	if(siptrunk_text_equal(part, SIPTRUNK_TEXT("status.json")))
		return siptrunk_page_write();
	for(i = 0; i < FILES; i++) {
		if(siptrunk_text_equal(part, siptrunk_text(files[i].name)))
			return files[i].text;
	}
	return (siptrunk_text_t){NULL, 0};
}

int ki_siptrunk_page(sip_msg_t *msg, str *part)
{
	siptrunk_text_t text = text_of(siptrunk_text_of(part));

	if(text.len == 0)
		return -1;
	return siptrunk_cfg_body(msg, text) ? 1 : SIPTRUNK_CFG_ERROR;
}

int w_siptrunk_page(sip_msg_t *msg, char *part, char *p2)
{
	return siptrunk_cfg_with_value(msg, part, ki_siptrunk_page);
}
