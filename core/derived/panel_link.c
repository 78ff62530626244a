/* SPDX-License-Identifier: MIT */
/* linked(x, older, ...): one series out of several, such as output at constant prices of one base
 * year after the other (System of National Accounts 2008, chapter 15).
 *
 * Two series are linked at the first period in which both have a figure: what the older one says of
 * the periods before is multiplied by the newer over the older figure of that period.  So both keep
 * their rates of growth.  Totals are linked, not their parts, which then no longer add up to them:
 * a note says so. */
#include "derived/panel_call.h"

#include "base/message.h"
#include "number/number.h"

/* The series as far as it has been put together. */
struct link {
	struct panel_call *call;
	size_t older;     /* the operand that is linked to it */
	const uint32_t *breaks; /* of that operand */
};

static int has_both(const struct link *link, uint32_t row)
{
	return !link->call->out->missing[row] && !link->call->in[link->older].missing[row];
}

/* Why figures before the overlap can't be expressed in those behind it; 0: they can. */
static uint8_t reason_of_overlap(const struct link *link, uint32_t row, uint32_t overlap)
{
	double newer = link->call->out->at.f64[overlap];
	double older = link->call->in[link->older].at.f64[overlap];

	if (is_broken(link->breaks, row, overlap))
		return CHISO_REASON_NOT_COMPARABLE;
	if (older == 0)
		return CHISO_REASON_DENOMINATOR_ZERO;
	/* What changes its sign has no volume that grows. */
	return newer / older > 0 ? 0 : CHISO_REASON_OUT_OF_DOMAIN;
}

/* "100 × 140 / 108", for explanations; a figure that is itself linked stands in parentheses. */
static int tell(const struct link *link, uint32_t row, uint32_t overlap)
{
	const struct panel_call *call = link->call;
	const struct vector *older = &call->in[link->older];
	char x[NUMBER_ROOM], by[NUMBER_ROOM], newer[NUMBER_ROOM];
	const char *told = call->told[overlap];

	number_print_for_people(x, older->at.f64[row], -1, call->lang);
	number_print_for_people(by, older->at.f64[overlap], -1, call->lang);
	number_print_for_people(newer, call->out->at.f64[overlap], -1, call->lang);
	call->told[row] = told ? arena_printf(call->arena, "%s × (%s) / %s", x, told, by)
	                       : arena_printf(call->arena, "%s × %s / %s", x, newer, by);
	return call->told[row] ? CHISO_OK : CHISO_ENOMEM;
}

/* What is known of a figure that has been linked. */
static int know(const struct link *link, uint32_t row, uint32_t overlap)
{
	const struct panel_call *call = link->call;
	struct period period = call->panel->periods[call->panel->rows[overlap].period];
	struct fact *known;
	char label[PERIOD_ROOM];
	int is_break;

	if (!call->out_known)
		return CHISO_OK;
	/* What the newer series lacks here is no part of it. */
	known = &call->out_known[row];
	*known = *known_at(&call->known[link->older], row);
	is_break = known->is_break;
	call_join(call, row, link->older, overlap);
	fact_join(call->facts, known, &call->out_known[overlap]);
	known->is_break = (uint8_t)is_break;
	period_print(label, period);
	const char *note = message_fill(call->arena, MSG_LINKED_AT, call->lang,
	                                (const char *const[]){label, NULL});
	if (!note)
		return CHISO_ENOMEM;
	fact_note(call->facts, known, note);
	return CHISO_OK;
}

static int link_row(const struct link *link, uint32_t row, uint32_t overlap)
{
	struct panel_call *call = link->call;
	const struct vector *older = &call->in[link->older];
	uint8_t reason = overlap == NO_ROW ? CHISO_REASON_NOT_COMPARABLE
	                                   : reason_of_overlap(link, row, overlap);

	if (reason) {
		call_put_missing(call, row, reason);
		call_join(call, row, link->older, row);
		return CHISO_OK;
	}
	call->out->missing[row] = 0;
	call_put(call, row,
	         number_quotient(older->at.f64[row], call->out->at.f64[overlap],
	                         older->at.f64[overlap]));
	int status = know(link, row, overlap);
	return status || !call->told ? status : tell(link, row, overlap);
}

/* One series in one length of period, in time. */
static int link_series(const struct link *link, const uint32_t *rows, size_t n)
{
	struct panel_call *call = link->call;
	size_t at = 0;
	int status = CHISO_OK;

	while (at < n && !has_both(link, rows[at]))
		at++;
	for (size_t i = 0; i < at && !status; i++)
		if (call->out->missing[rows[i]] && !call->in[link->older].missing[rows[i]])
			status = link_row(link, rows[i], at < n ? rows[at] : NO_ROW);
	/* A mark that the newer series begins there says no more than that. */
	if (at < n && at && call->out_known)
		call->out_known[rows[at]].is_break =
			known_at(&call->known[link->older], rows[at])->is_break;
	return status;
}

int run_linked(struct panel_call *call)
{
	const struct panel_lists *lists = panel_in_time(call->panel);
	int status = lists ? CHISO_OK : CHISO_ENOMEM;

	for (uint32_t row = 0; row < call->panel->n; row++) {
		call->out->missing[row] = call->in[0].missing[row];
		call->out->at.f64[row] = call_x(call, row);
		call_join(call, row, 0, row);
	}
	for (size_t k = 1; k < call->n_in && !status; k++) {
		struct link link = {call, k, call_breaks(call, k)};

		status = link.breaks ? CHISO_OK : CHISO_ENOMEM;
		for (size_t i = 0; i < lists->n && !status; i++)
			status = link_series(&link, lists->rows + lists->start[i],
			                     lists->start[i + 1] - lists->start[i]);
	}
	return status;
}
