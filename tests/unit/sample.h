/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * A small site's rows, one of every kind: what the tests of the builder
 * change one column of.
 */
#ifndef SAMPLE_H
#define SAMPLE_H

#include "siptrunk_config.h"
#include "unit.h"

extern const siptrunk_site_row_t sample_site;			 /**< 1: chicago */
extern const siptrunk_caller_order_row_t sample_order;	 /**< 2: did_first */
extern const siptrunk_trunk_row_t sample_pbx;			 /**< 3: genesys */
extern const siptrunk_trunk_row_t sample_emergency;		 /**< 4: redsky */
extern const siptrunk_trunk_row_t sample_agent_trunk;	 /**< 15: agents */
extern const siptrunk_credential_row_t sample_credential; /**< 11: of genesys */
extern const siptrunk_header_row_t sample_header;		 /**< 5: of redsky */
extern const siptrunk_address_row_t sample_address;		 /**< 6: of genesys */
extern const siptrunk_address_row_t sample_host;		 /**< 12: of redsky */
extern const siptrunk_caller_row_t sample_caller;		 /**< 7: alice */
extern const siptrunk_number_plan_row_t sample_plan_911; /**< 8 */
extern const siptrunk_number_plan_row_t sample_plan_933; /**< 9 */
extern const siptrunk_number_row_t sample_number;		 /**< 10: of genesys */
extern const siptrunk_gateway_row_t sample_gateway;		 /**< 13: of redsky */

/** 14: of chicago */
extern const siptrunk_notification_row_t sample_notification;

extern const siptrunk_api_row_t sample_api;				 /**< 16: of agents */
extern const siptrunk_agent_row_t sample_agent;			 /**< 17: of agents */
extern const siptrunk_variable_row_t sample_variable;	 /**< 18: of agents */
extern const siptrunk_header_rule_row_t sample_header_rule; /**< 19: genesys */
extern const siptrunk_transfer_row_t sample_transfer;	 /**< 15: of genesys */
extern const siptrunk_header_policy_row_t sample_header_policy;	 /**< 16 */
extern const siptrunk_verified_caller_row_t sample_verified_caller; /**< 17 */
extern const siptrunk_number_plan_row_t sample_plan_sales; /**< 20 */
extern const siptrunk_outbound_route_row_t sample_route; /**< 21: of sales */
extern const siptrunk_premium_range_row_t sample_premium; /**< 16: +870 */
extern const siptrunk_response_row_t sample_response;	 /**< 20: of genesys */
extern const siptrunk_termination_row_t sample_termination; /**< 23: genesys */
extern const siptrunk_dial_rule_row_t sample_dial_rule;	 /**< 20: of genesys */
/** 27: with agents, by credential 25, at gateway 26 */
extern const siptrunk_registration_row_t sample_registration;
extern const siptrunk_credential_row_t sample_outbound;
extern const siptrunk_gateway_row_t sample_agent_gateway;

/** How many warnings sample_builder() counted, and the last one. */
extern unsigned sample_warnings;
extern char sample_warning[600];

/** A builder on unit_allocator that counts warnings. */
siptrunk_builder_t *sample_builder(void);

/** The tables in the order in which they are added. */
enum
{
	SITE,
	CALLER_ORDER,
	TRUNK,
	CREDENTIAL,
	HEADER,
	ADDRESS,
	HOST, /**< rows of the same table with a name */
	CALLER,
	NUMBER_PLAN,
	NUMBER,
	GATEWAY,
	NOTIFICATION,
	API,
	AGENT,
	VARIABLE,
	CALL_ID_HEADER,
	HEADER_RULE,
	TRANSFER,
	HEADER_POLICY,
	VERIFIED_CALLER,
	OUTBOUND_ROUTE,
	PREMIUM_RANGE,
	RESPONSE,
	TERMINATION,
	DIAL_RULE,
	REGISTRATION,
	TABLES
};

/** Adds the sample's rows of one table. */
siptrunk_status_t sample_add_table(siptrunk_builder_t *builder, int table);

/** Adds those of all tables before `before`. */
siptrunk_status_t sample_add(siptrunk_builder_t *builder, int before);

#define SAMPLE_DIGEST_8 "01:23:45:67:89:AB:CD:EF"
/** Of a certificate, SHA-256. */
#define SAMPLE_DIGEST         \
	SAMPLE_DIGEST_8 ":"       \
	SAMPLE_DIGEST_8 ":"       \
	SAMPLE_DIGEST_8 ":" SAMPLE_DIGEST_8

/** A builder with those; sample_refused() or sample_accepted() ends it. */
siptrunk_builder_t *sample_begin(int before);
/** The row was refused, with this error; nothing is left. */
void sample_refused(siptrunk_builder_t *builder, siptrunk_status_t status,
		const char *expected);
/** It was accepted; nothing is left. */
void sample_accepted(siptrunk_builder_t *builder, siptrunk_status_t status);

/** The rows became a configuration; sample_end() ends it. */
siptrunk_config_t *sample_finish(siptrunk_builder_t *builder);
/** They did not, with this error; nothing is left. */
void sample_finish_refused(siptrunk_builder_t *builder, const char *expected);
void sample_end(siptrunk_config_t *config);

/** The sample's row with one column changed must be refused so. */
#define REFUSED(table, kind, sample, member, value, expected)                  \
	do {                                                                       \
		siptrunk_builder_t *builder_ = sample_begin(table);                    \
		siptrunk_##kind##_row_t row_ = sample;                                 \
		row_.member = siptrunk_text(value);                                    \
		sample_refused(builder_,                                               \
				siptrunk_builder_add_##kind(builder_, &row_), expected);       \
	} while(0)

#define ACCEPTED(table, kind, sample, member, value)                           \
	do {                                                                       \
		siptrunk_builder_t *builder_ = sample_begin(table);                    \
		siptrunk_##kind##_row_t row_ = sample;                                 \
		row_.member = siptrunk_text(value);                                    \
		sample_accepted(                                                       \
				builder_, siptrunk_builder_add_##kind(builder_, &row_));       \
	} while(0)

#endif
