/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * Audio in files, for the tools of the tests: 16 bit mono WAV, and raw G.711
 * mu-law in a file whose name ends in .ulaw. Whatever is wrong ends the
 * program with status 2 and says what.
 */
#ifndef AUDIO_H
#define AUDIO_H

#include <stdint.h>
#include <stdlib.h>

typedef struct audio
{
	int16_t *samples; /**< to be freed */
	size_t count;
	int rate; /**< samples a second */
} audio_t;

_Noreturn void audio_fail(const char *what, const char *name);
/** Zeroed; never NULL. */
void *audio_allocate(size_t count, size_t size);

/** The nearest value that mu-law has. */
int16_t audio_ulaw_round_trip(int16_t sample);

audio_t audio_read(const char *name);
void audio_write(const char *name, const audio_t *audio);

#endif
