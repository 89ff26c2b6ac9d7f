/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * How much of what was said was heard, whatever codec lay between.
 *
 *   speech score SENT RECEIVED [FROM [TO]]
 *
 * The score is the one of STOI (Taal et al., 2011: short-time objective
 * intelligibility) without its clipping, which flatters noise: how far the
 * levels of third octaves move together, over 384 ms each, from 0 (not at all)
 * to 1. The recording is cut into passages, and each is looked for in all that
 * was said: a hold, a lost packet or a recorder that began late moves the rest,
 * which still counts.
 */
#include "audio.h"

#include <complex.h>
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define HOPS 62.5		 /* a second: 16 ms each */
#define LOWEST 150.0	 /* Hz, middle of the first third octave */
#define MAX_BANDS 17	 /* the last one ends at 6.8 kHz */
#define SEGMENT 24		 /* hops: 384 ms */
#define PASSAGE 64		 /* hops: 1 s */
#define SPEECH_DB 40.0	 /* below the loudest frame there is no speech */
#define AUDIBLE 50.0	 /* of 32768; what is quieter is no speech, either */
#define MISSING_DB 25.0	 /* so much too quiet is not heard */
#define NARROW_END 4000.0 /* Hz: all that 8 kHz carry */
#define TINY 1e-9

/** A file as levels: frames of 32 ms, one every 16 ms. */
typedef struct levels
{
	int bands;
	size_t frames;
	double (*band)[MAX_BANDS]; /**< amplitude */
	double *below, *above;	   /**< energy on either side of NARROW_END */
} levels_t;

typedef struct heard
{
	double score, lost, wide; /**< 0 .. 1; wide < 0: cannot be told */
	double seconds;			  /**< of speech that was found */
} heard_t;

/* ---- levels ---------------------------------------------------------- */

/** In place; count is a power of two. */
static void transform(double complex *x, size_t count)
{
	double complex odd[count / 2];

	if(count == 1)
		return;
	for(size_t i = 0; i < count / 2; i++) {
		odd[i] = x[2 * i + 1];
		x[i] = x[2 * i];
	}
	transform(x, count / 2);
	transform(odd, count / 2);
	for(size_t i = 0; i < count / 2; i++) {
		double complex turned =
				odd[i] * cexp(-2 * M_PI * I * (double)i / (double)count);

		x[i + count / 2] = x[i] - turned;
		x[i] += turned;
	}
}

static size_t hop_of(int rate) { return (size_t)(rate / HOPS); }

static int bands_of(int rate)
{
	int bands = 0;

	while(bands < MAX_BANDS
			&& LOWEST * pow(2, (bands + 0.5) / 3) <= rate * 0.425)
		bands++;
	return bands;
}

/** -1: below the first or above the last. */
static int band_of(double frequency)
{
	int band = (int)floor(3 * log2(frequency / LOWEST) + 0.5);

	return band < MAX_BANDS ? band : -1;
}

static void measure_frame(levels_t *levels, size_t at,
		const int16_t *samples, int rate)
{
	size_t size = 2 * hop_of(rate);
	double complex x[size];

	for(size_t i = 0; i < size; i++)
		x[i] = samples[i] * (0.5 - 0.5 * cos(2 * M_PI * (i + 0.5) / size));
	transform(x, size);
	for(size_t i = 1; i < size / 2; i++) {
		double frequency = (double)i * rate / size;
		double energy = creal(x[i] * conj(x[i]));
		int band = band_of(frequency);

		*(frequency < NARROW_END ? &levels->below[at] : &levels->above[at]) +=
				energy;
		if(band >= 0 && band < levels->bands)
			levels->band[at][band] += energy;
	}
	for(int band = 0; band < levels->bands; band++)
		levels->band[at][band] = sqrt(levels->band[at][band]);
}

static levels_t measure(const int16_t *samples, size_t count, int rate)
{
	size_t hop = hop_of(rate);
	levels_t levels = {.bands = bands_of(rate),
			.frames = count < 2 * hop ? 0 : count / hop - 1};

	levels.band = audio_allocate(levels.frames, sizeof(*levels.band));
	levels.below = audio_allocate(levels.frames, sizeof(double));
	levels.above = audio_allocate(levels.frames, sizeof(double));
	for(size_t at = 0; at < levels.frames; at++)
		measure_frame(&levels, at, samples + at * hop, rate);
	return levels;
}

static void forget(levels_t *levels)
{
	free(levels->band);
	free(levels->below);
	free(levels->above);
}

static double energy_at(const levels_t *levels, size_t at)
{
	return levels->below[at] + levels->above[at];
}

/** What is quieter is no speech. A frame's energy is here that of half its
 * spectrum, through a window that takes 3/8 of it. */
static double threshold_of(const levels_t *levels, int rate)
{
	double size = 2 * hop_of(rate);
	double loudest = 0;

	for(size_t at = 0; at < levels->frames; at++)
		loudest = fmax(loudest, energy_at(levels, at));
	return fmax(loudest * pow(10, -SPEECH_DB / 10),
			AUDIBLE * AUDIBLE * size * size * 3 / 16);
}

static size_t count_speech(
		const levels_t *levels, size_t from, size_t to, double threshold)
{
	size_t count = 0;

	for(size_t at = from; at < to; at++)
		count += energy_at(levels, at) > threshold;
	return count;
}

/* ---- where a passage was said ---------------------------------------- */

/** Levels as the ear has them, less the mean of their band: two places that
 * are not the same then come out at about 0. */
static double (*shape_of(const levels_t *levels))[MAX_BANDS]
{
	double(*shape)[MAX_BANDS] =
			audio_allocate(levels->frames, sizeof(*shape));

	for(int band = 0; band < levels->bands; band++) {
		double loudest = TINY, mean = 0;

		for(size_t at = 0; at < levels->frames; at++)
			loudest = fmax(loudest, levels->band[at][band]);
		for(size_t at = 0; at < levels->frames; at++) {
			shape[at][band] = log(levels->band[at][band] / loudest + 0.01);
			mean += shape[at][band] / levels->frames;
		}
		for(size_t at = 0; at < levels->frames; at++)
			shape[at][band] -= mean;
	}
	return shape;
}

static double product(const double (*x)[MAX_BANDS],
		const double (*y)[MAX_BANDS], int bands)
{
	double sum = 0;

	for(int at = 0; at < PASSAGE; at++)
		for(int band = 0; band < bands; band++)
			sum += x[at][band] * y[at][band];
	return sum;
}

static double fit(const double (*sent)[MAX_BANDS],
		const double (*passage)[MAX_BANDS], int bands)
{
	return product(sent, passage, bands)
		   / sqrt(product(sent, sent, bands) + TINY);
}

/** To 16 ms. Where it goes on as before (expected), unless another place fits
 * much better: speech repeats itself. */
static size_t find_frame(const double (*sent)[MAX_BANDS], size_t frames,
		const double (*passage)[MAX_BANDS], int bands, size_t expected)
{
	double best = -INFINITY;
	size_t found = 0;

	for(size_t at = 0; at + PASSAGE <= frames; at++) {
		double value = fit(sent + at, passage, bands);

		if(value > best) {
			best = value;
			found = at;
		}
	}
	if(expected + PASSAGE <= frames
			&& fit(sent + expected, passage, bands) > 0.8 * best)
		return expected;
	return found;
}

/** To the sample: where around it the waves fit best. */
static size_t find_sample(
		const audio_t *sent, size_t around, const int16_t *passage)
{
	size_t hop = hop_of(sent->rate), length = (PASSAGE + 1) * hop;
	size_t from = around > 2 * hop ? around - 2 * hop : 0, found = around;
	double best = -INFINITY;

	for(size_t at = from; at <= around + 2 * hop; at++) {
		double value = 0;

		if(at + length > sent->count)
			break;
		for(size_t i = 0; i < length; i += 2)
			value += (double)sent->samples[at + i] * passage[i];
		if(value > best) {
			best = value;
			found = at;
		}
	}
	return found;
}

/* ---- how alike they are ----------------------------------------------- */

/** Correlation of one band over a segment. */
static double correlate(
		const levels_t *x, const levels_t *y, size_t from, int band)
{
	double mean_x = 0, mean_y = 0, xy = 0, xx = TINY, yy = TINY;

	for(size_t i = from; i < from + SEGMENT; i++) {
		mean_x += x->band[i][band] / SEGMENT;
		mean_y += y->band[i][band] / SEGMENT;
	}
	for(size_t i = from; i < from + SEGMENT; i++) {
		double a = x->band[i][band] - mean_x, b = y->band[i][band] - mean_y;

		xy += a * b;
		xx += a * a;
		yy += b * b;
	}
	return xy / sqrt(xx * yy);
}

/** Leaves out, in both, the frames in which nothing was said, as STOI does. */
static void keep_speech(levels_t *x, levels_t *y, double threshold)
{
	size_t kept = 0;

	for(size_t at = 0; at < x->frames; at++) {
		if(energy_at(x, at) <= threshold)
			continue;
		memcpy(x->band[kept], x->band[at], sizeof(*x->band));
		memcpy(y->band[kept], y->band[at], sizeof(*y->band));
		kept++;
	}
	x->frames = y->frames = kept;
}

/** Sums up the segments of a passage; their number. */
static int compare(const levels_t *x, const levels_t *y, double *sum)
{
	int segments = 0;

	for(size_t from = 0; from + SEGMENT <= x->frames; from += SEGMENT / 3) {
		double value = 0;

		for(int band = 0; band < x->bands; band++)
			value += correlate(x, y, from, band) / x->bands;
		*sum += fmax(value, 0);
		segments++;
	}
	return segments;
}

/** Frames of sent that were heard, from first on. */
static void mark_heard(const levels_t *x, const levels_t *y, bool *heard)
{
	double power_x = TINY, power_y = TINY;

	for(size_t at = 0; at < x->frames; at++) {
		power_x += energy_at(x, at);
		power_y += energy_at(y, at);
	}
	for(size_t at = 0; at < x->frames; at++)
		if(energy_at(y, at) / power_y
				> energy_at(x, at) / power_x * pow(10, -MISSING_DB / 10))
			heard[at] = true;
}

/** The share of speech between the first and the last that was heard. */
static double share_lost(
		const levels_t *sent, const bool *heard, double threshold)
{
	size_t first = 0, end = sent->frames, speech = 0, lost = 0;

	while(first < end && !heard[first])
		first++;
	while(end > first && !heard[end - 1])
		end--;
	for(size_t at = first; at < end; at++) {
		if(energy_at(sent, at) <= threshold)
			continue;
		speech++;
		lost += !heard[at];
	}
	return speech ? (double)lost / speech : 1;
}

typedef struct sums
{
	double score, above_sent, above_heard, below_sent, below_heard;
	int segments;
	size_t speech;
} sums_t;

static void add_passage(sums_t *sums, const audio_t *sent, size_t at,
		const int16_t *passage, double threshold, bool *heard)
{
	size_t length = (PASSAGE + 1) * hop_of(sent->rate);
	levels_t x = measure(sent->samples + at, length, sent->rate);
	levels_t y = measure(passage, length, sent->rate);

	mark_heard(&x, &y, heard + (at + hop_of(sent->rate) / 2)
								  / hop_of(sent->rate));
	for(size_t i = 0; i < x.frames; i++) {
		sums->above_sent += x.above[i];
		sums->below_sent += x.below[i];
		sums->above_heard += y.above[i];
		sums->below_heard += y.below[i];
	}
	keep_speech(&x, &y, threshold);
	sums->segments += compare(&x, &y, &sums->score);
	forget(&x);
	forget(&y);
}

static heard_t conclude(
		const sums_t *sums, const audio_t *sent, double lost)
{
	heard_t result = {0, lost, -1, sums->speech / HOPS};

	if(!sums->segments)
		return (heard_t){0, 1, -1, 0};
	result.score = sums->score / sums->segments;
	if(sent->rate > 2 * NARROW_END)
		result.wide = sums->above_heard * sums->below_sent
					  / (sums->above_sent * sums->below_heard + TINY);
	return result;
}

static heard_t score_audio(const audio_t *sent, const audio_t *received)
{
	size_t hop = hop_of(sent->rate);
	levels_t said = measure(sent->samples, sent->count, sent->rate);
	levels_t got = measure(received->samples, received->count, sent->rate);
	double(*said_shape)[MAX_BANDS] = shape_of(&said);
	double(*got_shape)[MAX_BANDS] = shape_of(&got);
	double threshold = threshold_of(&said, sent->rate);
	double audible = threshold_of(&got, sent->rate);
	bool *heard = audio_allocate(said.frames + PASSAGE, sizeof(*heard));
	sums_t sums = {0};
	size_t found = 0;
	heard_t result;

	for(size_t at = 0;
			at + PASSAGE <= got.frames && PASSAGE <= said.frames;
			at += PASSAGE) {
		const int16_t *passage = received->samples + at * hop;
		size_t speech = count_speech(&got, at, at + PASSAGE, audible);

		found += PASSAGE;
		if(speech < PASSAGE / 4)
			continue;
		found = find_frame(said_shape, said.frames, got_shape + at,
				said.bands, found);
		sums.speech += speech;
		add_passage(&sums, sent, find_sample(sent, found * hop, passage),
				passage, threshold, heard);
	}
	result = conclude(&sums, sent, share_lost(&said, heard, threshold));
	forget(&said);
	forget(&got);
	free(said_shape);
	free(got_shape);
	free(heard);
	return result;
}

/* ---- command line ------------------------------------------------------ */

/** Seconds, from the end when negative, as a sample of the audio. */
static size_t position(const audio_t *audio, const char *seconds)
{
	char *end;
	double at = strtod(seconds, &end) * audio->rate;

	if(*end || end == seconds) {
		errno = 0;
		audio_fail("expected seconds", seconds);
	}
	at = at < 0 || signbit(at) ? audio->count + at : at;
	return (size_t)fmin(fmax(at, 0), audio->count);
}

/** The part from FROM to TO; of what is owned by audio. */
static audio_t part(const audio_t *audio, const char *from, const char *to)
{
	size_t first = from ? position(audio, from) : 0;
	size_t end = to ? position(audio, to) : audio->count;
	audio_t result = {audio->samples + first, end > first ? end - first : 0,
			audio->rate};

	return result;
}

/** With silence around it: a passage may begin before the first word. */
static audio_t read_sent(const char *name)
{
	audio_t audio = audio_read(name), padded = audio;
	size_t padding = PASSAGE * hop_of(audio.rate);

	padded.count += 2 * padding;
	padded.samples = audio_allocate(padded.count, sizeof(*padded.samples));
	memcpy(padded.samples + padding, audio.samples,
			audio.count * sizeof(*audio.samples));
	free(audio.samples);
	return padded;
}

static int score(const char *sent_name, const char *received_name,
		const char *from, const char *to)
{
	audio_t sent = read_sent(sent_name);
	audio_t received = audio_read(received_name), passage;
	heard_t result;

	errno = 0;
	if(sent.rate != 8000 && sent.rate != 16000)
		audio_fail("neither 8 nor 16 kHz", sent_name);
	if(sent.rate != received.rate)
		audio_fail("has another rate than what was said", received_name);
	passage = part(&received, from, to);
	result = score_audio(&sent, &passage);
	printf("score %.3f lost %.1f seconds %.1f wide ", result.score,
			100 * result.lost, result.seconds);
	if(result.wide < 0)
		printf("-\n");
	else
		printf("%.0f\n", 100 * result.wide);
	free(sent.samples);
	free(received.samples);
	return 0;
}

static int usage(FILE *out)
{
	fputs("speech score SENT RECEIVED [FROM [TO]]\n"
		  "    tells how much of SENT is heard in RECEIVED, or in its seconds\n"
		  "    FROM to TO (negative: from its end): score, 0 to 1, how alike\n"
		  "    they are; lost, per cent of the speech between the first and the\n"
		  "    last that was heard; seconds of speech; wide, per cent of the\n"
		  "    energy above 4 kHz, or - where 8 kHz have none. Files are 8 or\n"
		  "    16 kHz mono WAV, or raw mu-law (FILE.ulaw). Exits 2 when one\n"
		  "    cannot be read.\n",
			out);
	return out == stdout ? 0 : 2;
}

int main(int argc, char **argv)
{
	if(argc >= 4 && argc <= 6 && !strcmp(argv[1], "score"))
		return score(argv[2], argv[3], argc > 4 ? argv[4] : NULL,
				argc > 5 ? argv[5] : NULL);
	if(argc == 2 && !strcmp(argv[1], "--help"))
		return usage(stdout);
	return usage(stderr);
}
