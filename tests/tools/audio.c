/* SPDX-License-Identifier: GPL-2.0-or-later */
/** Audio in files: see audio.h. */
#include "audio.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define ULAW_RATE 8000

void audio_fail(const char *what, const char *name)
{
	fprintf(stderr, "%s: %s: %s%s%s\n", program_invocation_short_name, name,
			what, errno ? ": " : "", errno ? strerror(errno) : "");
	exit(2);
}

void *audio_allocate(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size);

	if(!memory)
		audio_fail("no memory", "allocation");
	return memory;
}

/* ---- G.711 mu-law -------------------------------------------------- */

static int16_t ulaw_decode(uint8_t code)
{
	int bits = ~code & 0xff;
	int magnitude = (((bits & 0x0f) << 3) + 0x84) << ((bits >> 4) & 7);

	return bits & 0x80 ? 0x84 - magnitude : magnitude - 0x84;
}

static uint8_t ulaw_encode(int16_t sample)
{
	int magnitude = sample < 0 ? -(int)sample : sample;
	int segment = 0;

	magnitude = (magnitude > 32635 ? 32635 : magnitude) + 0x84;
	while(magnitude >> (segment + 8))
		segment++;
	return ~((sample < 0 ? 0x80 : 0) | segment << 4
			 | ((magnitude >> (segment + 3)) & 0x0f));
}

int16_t audio_ulaw_round_trip(int16_t sample)
{
	return ulaw_decode(ulaw_encode(sample));
}

/* ---- reading -------------------------------------------------------- */

static uint32_t little(const uint8_t *bytes, int count)
{
	uint32_t value = 0;

	while(count--)
		value = value << 8 | bytes[count];
	return value;
}

static uint8_t *file_read(const char *name, size_t *size)
{
	FILE *file = fopen(name, "rb");
	uint8_t *bytes;
	long length;

	if(!file || fseek(file, 0, SEEK_END) || (length = ftell(file)) < 0)
		audio_fail("cannot read", name);
	rewind(file);
	bytes = audio_allocate(length, 1);
	*size = fread(bytes, 1, length, file);
	fclose(file);
	return bytes;
}

static audio_t new_audio(size_t count, int rate)
{
	audio_t audio = {audio_allocate(count, sizeof(*audio.samples)), count,
			rate};

	return audio;
}

static audio_t from_ulaw(const uint8_t *bytes, size_t size)
{
	audio_t audio = new_audio(size, ULAW_RATE);

	for(size_t i = 0; i < size; i++)
		audio.samples[i] = ulaw_decode(bytes[i]);
	return audio;
}

static audio_t from_pcm(const uint8_t *bytes, size_t size, int rate)
{
	audio_t audio = new_audio(size / 2, rate);

	for(size_t i = 0; i < audio.count; i++)
		audio.samples[i] = (int16_t)little(bytes + 2 * i, 2);
	return audio;
}

/* A recorder that was ended early leaves a data chunk of length 0 or one
 * longer than the file: then the rest of the file is the audio. */
static audio_t from_wav(const char *name, const uint8_t *bytes, size_t size)
{
	size_t at = 12;
	int rate = ULAW_RATE;

	if(size < 12 || memcmp(bytes, "RIFF", 4) || memcmp(bytes + 8, "WAVE", 4))
		audio_fail("not a WAV file", name);
	for(size_t length; at + 8 <= size; at += 8 + length + (length & 1)) {
		length = little(bytes + at + 4, 4);
		if(!memcmp(bytes + at, "fmt ", 4)) {
			if(length < 16 || at + 24 > size
					|| little(bytes + at + 10, 2) != 1
					|| little(bytes + at + 22, 2) != 16)
				audio_fail("not 16 bit, mono", name);
			rate = little(bytes + at + 12, 4);
		}
		if(memcmp(bytes + at, "data", 4))
			continue;
		at += 8;
		if(length == 0 || length > size - at)
			length = size - at;
		return from_pcm(bytes + at, length, rate);
	}
	return from_pcm(bytes, 0, rate);
}

static int is_ulaw(const char *name)
{
	const char *suffix = strrchr(name, '.');

	return suffix && !strcmp(suffix, ".ulaw");
}

audio_t audio_read(const char *name)
{
	size_t size;
	uint8_t *bytes = file_read(name, &size);
	audio_t audio = is_ulaw(name) ? from_ulaw(bytes, size)
								  : from_wav(name, bytes, size);

	free(bytes);
	return audio;
}

/* ---- writing -------------------------------------------------------- */

static void put_little(FILE *file, uint32_t value, int count)
{
	for(; count--; value >>= 8)
		fputc(value & 0xff, file);
}

static void put_ulaw(FILE *file, const audio_t *audio)
{
	for(size_t i = 0; i < audio->count; i++)
		fputc(ulaw_encode(audio->samples[i]), file);
}

static void put_wav(FILE *file, const audio_t *audio)
{
	uint32_t bytes = audio->count * 2;

	fputs("RIFF", file);
	put_little(file, 36 + bytes, 4);
	fputs("WAVEfmt ", file);
	put_little(file, 16, 4);
	put_little(file, 1, 2); /* PCM */
	put_little(file, 1, 2); /* mono */
	put_little(file, audio->rate, 4);
	put_little(file, audio->rate * 2, 4);
	put_little(file, 2, 2);
	put_little(file, 16, 2);
	fputs("data", file);
	put_little(file, bytes, 4);
	for(size_t i = 0; i < audio->count; i++)
		put_little(file, (uint16_t)audio->samples[i], 2);
}

void audio_write(const char *name, const audio_t *audio)
{
	FILE *file = fopen(name, "wb");

	if(!file)
		audio_fail("cannot write", name);
	if(is_ulaw(name))
		put_ulaw(file, audio);
	else
		put_wav(file, audio);
	if(ferror(file) | fclose(file))
		audio_fail("cannot write", name);
}
