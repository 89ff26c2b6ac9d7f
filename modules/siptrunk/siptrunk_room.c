/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The part of shared memory that is kept for emergency calls.
 *
 * Any process; a word of shared memory.
 */
#include "siptrunk_room.h"

#include "core/dprint.h"
#include "core/globals.h"
#include "core/mem/shm_mem.h"

static size_t kept; /**< bytes; set before the first fork */
static int *full;	/**< 0 or 1, atomic; shared */

int siptrunk_room_init(int percent)
{
	kept = shm_mem_size / 100 * (size_t)percent;
	full = shm_malloc(sizeof(*full));
	if(full == NULL) {
		SHM_MEM_ERROR;
		return -1;
	}
	*full = 0;
	return 0;
}

void siptrunk_room_fini(void)
{
	if(full != NULL)
		shm_free(full);
	full = NULL;
}

size_t siptrunk_room_free(void)
{
	size_t available = shm_available();

	return available > kept ? available - kept : 0;
}

static void log_change(int now_full)
{
	if(now_full)
		LM_ERR("shared memory: the last %zu kB are kept for emergency calls, "
			   "ordinary ones are refused; raise -m\n",
				kept / 1024);
	else
		LM_WARN("shared memory: there is room for ordinary calls again\n");
}

bool siptrunk_room_for_call(void)
{
	int was_full = __atomic_load_n(full, __ATOMIC_RELAXED);
	int now_full = siptrunk_room_free() <= (was_full ? kept / 8 : 0);

	if(now_full != was_full
			&& __atomic_compare_exchange_n(full, &was_full, now_full, false,
					__ATOMIC_RELAXED, __ATOMIC_RELAXED))
		log_change(now_full);
	return !now_full;
}
