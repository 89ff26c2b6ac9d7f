/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Rows of siptrunk_notification: who is told of emergency calls.
 *
 * Pure; only the process that loads.
 */
#include "siptrunk_builder.h"

/** A POST is signed, a MESSAGE cannot be; what would be ignored is refused. */
static siptrunk_status_t files_check(siptrunk_builder_t *builder,
		const siptrunk_notification_row_t *row, siptrunk_notify_kind_t kind)
{
	if(kind == SIPTRUNK_NOTIFY_HTTP && row->key_file.len == 0)
		return siptrunk_row_refuse(builder, row->id, "key_file",
				"a file, because what goes to a URL is signed", row->key_file);
	if(kind == SIPTRUNK_NOTIFY_SIP && row->key_file.len > 0)
		return siptrunk_row_refuse(builder, row->id, "key_file",
				"nothing, because target is a SIP URI", row->key_file);
	if(kind == SIPTRUNK_NOTIFY_SIP && row->ca_file.len > 0)
		return siptrunk_row_refuse(builder, row->id, "ca_file",
				"nothing, because target is a SIP URI", row->ca_file);
	return SIPTRUNK_OK;
}

static siptrunk_status_t keep(siptrunk_builder_t *builder,
		const siptrunk_notification_row_t *row,
		siptrunk_notification_t *notification)
{
	notification->row = row->id;
	notification->target = siptrunk_row_keep(builder, row->target);
	notification->key_file = siptrunk_row_keep(builder, row->key_file);
	notification->ca_file = siptrunk_row_keep(builder, row->ca_file);
	notification->description = siptrunk_row_keep(builder, row->description);
	if(builder->status == SIPTRUNK_OK)
		siptrunk_notify_target_parse(
				notification->target, &notification->parsed, NULL);
	return builder->status;
}

siptrunk_status_t siptrunk_builder_add_notification(
		siptrunk_builder_t *builder, const siptrunk_notification_row_t *row)
{
	const siptrunk_cell_t cells[] = {
			{"target", row->target, siptrunk_notify_target_check},
			{"key_file", row->key_file, siptrunk_check_file},
			{"ca_file", row->ca_file, siptrunk_check_file},
			{"description", row->description, siptrunk_check_description}};
	siptrunk_notification_t notification;
	siptrunk_notify_target_t target;

	if(siptrunk_row_check(builder, SIPTRUNK_STAGE_NOTIFICATION, row->id, cells,
			   SIPTRUNK_CELL_COUNT(cells))
			!= SIPTRUNK_OK)
		return builder->status;
	siptrunk_notify_target_parse(row->target, &target, NULL);
	if(siptrunk_row_site(builder, row->id, row->site, &notification.site)
					!= SIPTRUNK_OK
			|| files_check(builder, row, target.kind) != SIPTRUNK_OK
			|| keep(builder, row, &notification) != SIPTRUNK_OK)
		return builder->status;
	return siptrunk_builder_push(builder, &builder->notifications,
			&notification, sizeof(notification));
}
