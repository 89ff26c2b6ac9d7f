/* SPDX-License-Identifier: GPL-2.0-or-later WITH cryptsetup-OpenSSL-exception */
/**
 * Findings about the access lists, in the log.
 *
 * The process that loads, and a timer's; no memory.
 */
#include "siptrunk_lint_log.h"

#include "siptrunk_snapshot.h"

#include "core/dprint.h"

#include <time.h>

typedef struct report
{
	const siptrunk_config_t *config;
	bool only_expiry;
	size_t count;
} report_t;

static void log_finding(const siptrunk_finding_t *finding, void *context)
{
	report_t *report = context;
	siptrunk_error_t text;

	if(report->only_expiry && finding->until == 0)
		return;
	if(report->count++ >= SIPTRUNK_LINT_LINES_MAX)
		return;
	siptrunk_finding_explain(report->config, finding, &text);
	LM_WARN("table %s, row %d, column %s: %s\n",
			siptrunk_finding_table(finding->kind), finding->row,
			siptrunk_finding_column(finding->kind), text.text);
}

static void log_findings(report_t report)
{
	siptrunk_lint(report.config, time(NULL), log_finding, &report);
	if(report.count > SIPTRUNK_LINT_LINES_MAX)
		LM_WARN("and %zu more: siptrunk.lint\n",
				report.count - SIPTRUNK_LINT_LINES_MAX);
}

void siptrunk_lint_log(const siptrunk_config_t *config)
{
	log_findings((report_t){.config = config});
}

void siptrunk_lint_log_expiry(void)
{
	siptrunk_snapshot_t *snapshot = siptrunk_snapshot_get();

	log_findings((report_t){.config = snapshot->config, .only_expiry = true});
	siptrunk_snapshot_put(snapshot);
}
