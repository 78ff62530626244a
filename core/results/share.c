/* SPDX-License-Identifier: MIT */
#include "results/share.h"

#include "number/number.h"

/* A share and why there is none. */
struct share {
	double number;
	uint8_t why;
};

/* A figure that is only a bound has no share: which way it errs depends on the other groups too. */
static struct share share_of(double part, uint8_t no_part, double whole, uint8_t no_whole, int is_vague)
{
	struct share out = {.why = no_part ? no_part : no_whole};

	if (!out.why && is_vague)
		out.why = CHISO_REASON_NOT_APPLICABLE;
	if (!out.why && whole == 0)
		out.why = CHISO_REASON_DENOMINATOR_ZERO;
	if (!out.why)
		out.number = number_quotient(100, part, whole);
	return out;
}

static int is_vague(const struct entry *part, const struct entry *whole, uint32_t term)
{
	const struct group_slots own = entry_group(part), all = entry_group(whole);

	return group_bits(&own, term) || group_bits(&all, term);
}

/* Both have it where the cells of both say so. */
static double sum_of(const struct entry *entry, uint32_t term)
{
	const struct group_slots group = entry_group(entry);
	double sum;

	(void)group_sum(&sum, &group, term);
	return sum + 0.;
}

static int share_cell(struct cells *cells, const struct entry *part, const struct entry *whole,
                      uint32_t at)
{
	const struct quotient q = part->joined->variant->quotients[at];
	const struct cell *all = &cells->kept[entry_kept(whole, at)];
	const struct cell *cell = &cells->kept[entry_kept(part, at)];
	struct cell_more *more = cells_more(cells, cell);
	struct share above = {.why = CHISO_REASON_NOT_APPLICABLE}, below = above;

	if (!more)
		return CHISO_ENOMEM;
	if (!q.is_computed)
		above = share_of(sum_of(part, q.numerator), cell->no_numerator, sum_of(whole, q.numerator),
		                 all->no_numerator, is_vague(part, whole, q.numerator));
	if (!q.is_computed && !q.is_total)
		below = share_of(sum_of(part, q.denominator), cell->no_denominator, sum_of(whole, q.denominator),
		                 all->no_denominator, is_vague(part, whole, q.denominator));
	more->numerator_share = above.number;
	more->no_numerator_share = above.why;
	more->denominator_share = below.number;
	more->no_denominator_share = below.why;
	return CHISO_OK;
}

int share_entries(struct entries *parts, const struct entries *total)
{
	/* Published rates are no sums, so that none is a part of another. */
	int has_none = parts->run->applied.use->flags & CHISO_AS_REPORTED || !parts->keys->n;
	int status = CHISO_OK;

	for (size_t i = 0; i < parts->n && !has_none; i++) {
		const struct entry *part = &parts->list[i];
		const struct entry *whole = entries_find_total(total, part);

		/* Another standard may have other places along its axes. */
		if (!whole || whole->joined->variant != part->joined->variant)
			continue;
		for (struct chiso_results *r = parts->results; r; r = r->plain)
			for (uint32_t at = 0; at < part->joined->variant->call.n_cells && !status; at++)
				if (part->joined->variant->kept[at] != NOT_GIVEN)
					status = share_cell(&r->cells, part, whole, at);
	}
	return status;
}
