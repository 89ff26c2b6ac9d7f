/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * What an SDP body says about its audio (RFC 8866). The body may be one with
 * several parts, of which one is SDP.
 *
 * Pure; any process; no memory.
 */
#ifndef SIPTRUNK_SDP_H
#define SIPTRUNK_SDP_H

#include "siptrunk_text.h"

/** "ADDRESS:PORT" of an IPv6 address with room to spare. */
#define SIPTRUNK_SDP_AUDIO_MAX 65

/** The first line, without its end; *text becomes what follows. */
siptrunk_text_t siptrunk_sdp_line(siptrunk_text_t *text);

/** The lines of the first audio stream, from its m= on; empty: there is
 *  none. */
siptrunk_text_t siptrunk_sdp_stream(siptrunk_text_t body);

/**
 * ADDRESS:PORT of the first audio stream, terminated in text. Returns text;
 * empty: there is none, or it does not fit.
 */
siptrunk_text_t siptrunk_sdp_audio(
		siptrunk_text_t body, char text[SIPTRUNK_SDP_AUDIO_MAX]);

#endif
