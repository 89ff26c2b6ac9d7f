/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * Audio that proves itself: makes a file in which no 20 ms are like any
 * other, and tells how much of a recording is, sample for sample, that file.
 *
 *   wav make SEED SECONDS FILE
 *   wav match SENT RECEIVED [PERCENT]
 *
 * Files are 8 kHz 16 bit mono WAV; a name ending in .ulaw is raw G.711 mu-law
 * (RTP payloads taken from a capture). Both sides are compared after mu-law,
 * which is what crossed the wire; what "make" writes is made of mu-law's own
 * values, so that any encoder carries it without loss.
 */
#include "audio.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define RATE 8000
#define FRAME 160 /* 20 ms */
#define MIN_FRAMES 50
#define DEFAULT_PERCENT 80
#define HASH_BASE 0x100000001b3ULL

/** Where windows of the sent audio are found by their hash. */
typedef struct index
{
	uint32_t *slots; /**< position + 1, or 0 */
	size_t mask;
} window_index_t;

typedef struct match
{
	size_t frames, matched, longest;
	long delay; /**< samples; received minus sent, at the first match */
} match_t;

/* ---- make ----------------------------------------------------------- */

static uint64_t random_next(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/** -1 .. 1 */
static double random_unit(uint64_t *state)
{
	return (double)(random_next(state) >> 11) / (1ULL << 52) - 1.0;
}

/* A voice: a pitch that wanders, its harmonics, syllables four times a
 * second, and breath. The breath makes each frame unlike any other; nothing
 * falls silent, or silence suppression and concealment would cut it. */
static void speak(uint64_t seed, audio_t *audio)
{
	uint64_t state = (seed + 1) * 0x9e3779b97f4a7c15ULL;
	double pitch = 120, phase = 0;

	for(size_t i = 0; i < audio->count; i++) {
		double loudness = 4000 + 2500 * sin(2 * M_PI * 4 * i / RATE);
		double voice = 0;

		pitch += random_unit(&state);
		pitch = fmin(fmax(pitch, 90), 220);
		phase += 2 * M_PI * pitch / RATE;
		for(int harmonic = 1; harmonic <= 8; harmonic++)
			voice += sin(phase * harmonic) / harmonic;
		audio->samples[i] = audio_ulaw_round_trip((int16_t)(
				loudness * (voice + 0.5 * random_unit(&state))));
	}
}

static int make(const char *seed, const char *seconds, const char *name)
{
	char *end;
	double length = strtod(seconds, &end);
	audio_t audio = {NULL, 0, RATE};

	if(*end || !(length > 0 && length <= 3600)) {
		errno = 0;
		audio_fail("expected SECONDS of 0 to 3600", seconds);
	}
	audio.count = (size_t)(length * RATE);
	audio.samples = audio_allocate(audio.count, sizeof(*audio.samples));
	speak(strtoull(seed, NULL, 10), &audio);
	audio_write(name, &audio);
	free(audio.samples);
	return 0;
}

/* ---- match ---------------------------------------------------------- */

static uint64_t hash_window(const int16_t *samples)
{
	uint64_t hash = 0;

	for(int i = 0; i < FRAME; i++)
		hash = hash * HASH_BASE + (uint16_t)samples[i];
	return hash;
}

/** Moves the window's hash on by one sample. */
static uint64_t hash_roll(uint64_t hash, const int16_t *samples, uint64_t top)
{
	return (hash - (uint16_t)samples[0] * top) * HASH_BASE
		   + (uint16_t)samples[FRAME];
}

static uint64_t hash_top(void)
{
	uint64_t top = 1;

	for(int i = 1; i < FRAME; i++)
		top *= HASH_BASE;
	return top;
}

static size_t slot_of(const window_index_t *index, uint64_t hash)
{
	return (hash ^ hash >> 29) & index->mask;
}

static window_index_t index_build(const audio_t *sent)
{
	uint64_t top = hash_top(), hash;
	window_index_t index = {NULL, 1};

	while(index.mask < sent->count * 2)
		index.mask <<= 1;
	index.slots = audio_allocate(index.mask--, sizeof(*index.slots));
	if(sent->count < FRAME)
		return index;
	hash = hash_window(sent->samples);
	for(size_t at = 0;; at++) {
		size_t slot = slot_of(&index, hash);

		while(index.slots[slot])
			slot = (slot + 1) & index.mask;
		index.slots[slot] = at + 1;
		if(at + FRAME >= sent->count)
			return index;
		hash = hash_roll(hash, sent->samples + at, top);
	}
}

/** Where in sent this window is, or -1. */
static long index_find(const window_index_t *index, const audio_t *sent,
		const int16_t *window, uint64_t hash)
{
	for(size_t slot = slot_of(index, hash); index->slots[slot];
			slot = (slot + 1) & index->mask) {
		size_t at = index->slots[slot] - 1;

		if(!memcmp(sent->samples + at, window, FRAME * sizeof(*window)))
			return at;
	}
	return -1;
}

/** A call starts and ends with silence that nobody sent: not counted. */
static audio_t without_silent_ends(audio_t audio)
{
	while(audio.count && abs(audio.samples[0]) <= 8)
		audio.samples++, audio.count--;
	while(audio.count && abs(audio.samples[audio.count - 1]) <= 8)
		audio.count--;
	return audio;
}

/* Walks the recording: a frame that is found steps over it, one that is not
 * steps one sample on, so that a gap of any length is got over. */
static match_t compare(const audio_t *sent, audio_t received)
{
	window_index_t index = index_build(sent);
	audio_t heard = without_silent_ends(received);
	match_t match = {heard.count / FRAME, 0, 0, 0};
	uint64_t top = hash_top(), hash = 0;
	size_t run = 0, at = 0;
	long delay = 0;
	bool rolled = false;

	while(at + FRAME <= heard.count) {
		const int16_t *window = heard.samples + at;
		long found;

		if(!rolled)
			hash = hash_window(window);
		found = index_find(&index, sent, window, hash);
		if((rolled = found < 0)) {
			run = 0;
			if(++at + FRAME <= heard.count)
				hash = hash_roll(hash, window, top);
			continue;
		}
		if(run && (long)at - found != delay)
			run = 0;
		delay = (long)at - found;
		if(!match.matched++)
			match.delay = window - received.samples - found;
		if(++run > match.longest)
			match.longest = run;
		at += FRAME;
	}
	free(index.slots);
	return match;
}

static int report(const match_t *match, double wanted)
{
	double share =
			match->frames ? 100.0 * match->matched / match->frames : 0.0;

	printf("matched %zu of %zu frames (%.1f %%), longest run %zu, delay ",
			match->matched, match->frames, share, match->longest);
	if(match->matched)
		printf("%.1f ms\n", match->delay * 1000.0 / RATE);
	else
		printf("unknown\n");
	return match->matched >= MIN_FRAMES && share >= wanted ? 0 : 1;
}

/** As mu-law carries it. */
static audio_t read_8_khz(const char *name)
{
	audio_t audio = audio_read(name);

	if(audio.rate != RATE) {
		errno = 0;
		audio_fail("not 8 kHz", name);
	}
	for(size_t i = 0; i < audio.count; i++)
		audio.samples[i] = audio_ulaw_round_trip(audio.samples[i]);
	return audio;
}

static int match(const char *sent_name, const char *received_name,
		const char *percent)
{
	audio_t sent = read_8_khz(sent_name);
	audio_t received = read_8_khz(received_name);
	match_t result = compare(&sent, received);

	free(sent.samples);
	free(received.samples);
	return report(&result, percent ? strtod(percent, NULL) : DEFAULT_PERCENT);
}

static int usage(FILE *out)
{
	fputs("wav make SEED SECONDS FILE\n"
		  "    writes 8 kHz mono audio in which no 20 ms are like any other\n"
		  "wav match SENT RECEIVED [PERCENT]\n"
		  "    prints how much of RECEIVED is SENT, frame by frame; exits 0\n"
		  "    when that is PERCENT (default 80) of at least 50 frames, 1 when\n"
		  "    not, 2 when a file cannot be read. FILE.ulaw is raw mu-law.\n",
			out);
	return out == stdout ? 0 : 2;
}

int main(int argc, char **argv)
{
	if(argc == 5 && !strcmp(argv[1], "make"))
		return make(argv[2], argv[3], argv[4]);
	if((argc == 4 || argc == 5) && !strcmp(argv[1], "match"))
		return match(argv[2], argv[3], argc == 5 ? argv[4] : NULL);
	if(argc == 2 && !strcmp(argv[1], "--help"))
		return usage(stdout);
	return usage(stderr);
}
