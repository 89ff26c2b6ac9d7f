/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Writes what is captured (siptrunk_captures.h).
 *
 * A process of its own; private memory.
 */
#ifndef SIPTRUNK_CAPTURE_WRITER_H
#define SIPTRUNK_CAPTURE_WRITER_H

/** 0 or -1. */
int siptrunk_capture_writer_init(void);
int siptrunk_capture_writer_start(int rank);

#endif
