/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * The tables of the configuration, their columns and who takes their rows.
 *
 * The process that loads.
 */
#ifndef SIPTRUNK_LOAD_ROWS_H
#define SIPTRUNK_LOAD_ROWS_H

#include "siptrunk_config.h"
#include "siptrunk_database.h"

/** Reads all tables into the builder. false: error says which row, or what of
 *  the database, is wrong; without memory the builder's status says so. */
bool siptrunk_load_rows(const siptrunk_database_t *database,
		siptrunk_builder_t *builder, siptrunk_error_t *error);

#endif
