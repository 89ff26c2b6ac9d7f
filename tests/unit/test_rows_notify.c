/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/** siptrunk_rows_notify.c: one bad column at a time, and what is kept. */
#include "sample.h"

#define IN_ROW "table siptrunk_notification, row 14, column "

#define BAD(member, value, expected) \
	REFUSED(NOTIFICATION, notification, sample_notification, member, value, \
			IN_ROW expected)
#define GOOD(member, value) \
	ACCEPTED(NOTIFICATION, notification, sample_notification, member, value)

static void columns(void **state)
{
	(void)state;
	BAD(site, "mars", "site: expected a name in siptrunk_site, found 'mars'");
	BAD(target, "",
			"target: expected https://HOST/..., http:// to an address of this "
			"machine, or sip:USER@ADDRESS with transport udp or tcp; found "
			"something else, 0 characters long");
	BAD(key_file, "notify.key",
			"key_file: expected the path of a file, which begins with '/', or "
			"nothing, found 'notify.key'");
	BAD(key_file, "/a\nb",
			"key_file: expected the path of a file, which begins with '/', or "
			"nothing, found '/a\\x0ab'");
	BAD(ca_file, "ca.crt",
			"ca_file: expected the path of a file, which begins with '/', or "
			"nothing, found 'ca.crt'");
	BAD(description, "a\nb",
			"description: expected printable text, found 'a\\x0ab'");
	GOOD(site, "");
	GOOD(ca_file, "/etc/ssl/ca.crt");
	GOOD(target, "http://127.0.0.1:8080/");
}

static void what_goes_to_a_url_is_signed(void **state)
{
	(void)state;
	BAD(key_file, "",
			"key_file: expected a file, because what goes to a URL is signed, "
			"found ''");
}

static void a_message_has_no_files(void **state)
{
	siptrunk_notification_row_t row = sample_notification;

	(void)state;
	BAD(target, "sip:desk@192.0.2.10",
			"key_file: expected nothing, because target is a SIP URI, found "
			"'/etc/kamailio/notify.key'");
	row.key_file = T("");
	row.target = T("sip:desk@192.0.2.10");
	siptrunk_builder_t *builder = sample_begin(NOTIFICATION);
	sample_accepted(
			builder, siptrunk_builder_add_notification(builder, &row));
	row.ca_file = T("/ca.crt");
	builder = sample_begin(NOTIFICATION);
	sample_refused(builder, siptrunk_builder_add_notification(builder, &row),
			IN_ROW "ca_file: expected nothing, because target is a SIP URI, "
				   "found '/ca.crt'");
}

static void what_is_kept(void **state)
{
	siptrunk_builder_t *builder = sample_begin(TABLES);
	const siptrunk_notification_t *notification;
	siptrunk_config_t *config;

	(void)state;
	assert_int_equal(siptrunk_builder_finish(builder, &config), SIPTRUNK_OK);
	notification = &config->notifications[0];
	assert_int_equal(notification->row, 14);
	assert_ptr_equal(siptrunk_config_notification(config, 14), notification);
	assert_null(siptrunk_config_notification(config, 12));
	assert_ptr_equal(notification->site, &config->sites[0]);
	unit_assert_text(notification->target, "https://example.com/911");
	assert_ptr_equal(notification->parsed.shown.s, notification->target.s);
	unit_assert_text(notification->parsed.shown, "https://example.com");
	unit_assert_text(notification->key_file, "/etc/kamailio/notify.key");
	unit_assert_text(notification->ca_file, "");
	unit_assert_text(notification->description, "the front desk");
	siptrunk_config_free(config);
	siptrunk_builder_free(builder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
			cmocka_unit_test(columns),
			cmocka_unit_test(what_goes_to_a_url_is_signed),
			cmocka_unit_test(a_message_has_no_files),
			cmocka_unit_test(what_is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
