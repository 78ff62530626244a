/* SPDX-License-Identifier: MIT */
#include "share.h"

#include "number.h"

static struct chiso_value no_share(uint32_t reason)
{
	return (struct chiso_value){.reason = reason};
}

/* A figure that is only a bound has no share: which way it errs depends on the other groups too. */
static struct chiso_value share_of(const struct chiso_value *part, const struct chiso_value *whole,
                                   int is_vague)
{
	if (part->type != CHISO_F64)
		return no_share(part->reason);
	if (whole->type != CHISO_F64)
		return no_share(whole->reason);
	if (is_vague)
		return no_share(CHISO_REASON_NOT_APPLICABLE);
	if (whole->as.f64 == 0)
		return no_share(CHISO_REASON_DENOMINATOR_ZERO);
	return (struct chiso_value){
		.type = CHISO_F64,
		.as.f64 = number_quotient(100, part->as.f64, whole->as.f64)};
}

static int is_vague(const struct entry *part, const struct entry *whole, uint32_t term)
{
	return group_bits(&part->group, term) || group_bits(&whole->group, term);
}

static void share_cell(const struct entry *part, const struct entry *whole, uint32_t at)
{
	const struct quotient q = variant_quotient(part->group.variant, at);
	const struct chiso_cell *all = &whole->cells[at];
	struct chiso_cell *cell = &part->cells[at];

	cell->numerator_share = cell->denominator_share = no_share(CHISO_REASON_NOT_APPLICABLE);
	if (q.is_computed)
		return;
	cell->numerator_share = share_of(&cell->numerator, &all->numerator,
	                                 is_vague(part, whole, q.numerator));
	if (!q.is_total)
		cell->denominator_share = share_of(&cell->denominator, &all->denominator,
		                                   is_vague(part, whole, q.denominator));
}

void share_entries(struct entries *parts, const struct entries *total)
{
	/* Published rates are no sums, so that none is a part of another. */
	int has_none = parts->run->applied.use->flags & CHISO_AS_REPORTED || !parts->keys->n;

	for (size_t i = 0; i < parts->n && !has_none; i++) {
		const struct entry *part = &parts->list[i];
		const struct entry *whole = entries_find_total(total, part);

		/* Another standard may have other places along its axes. */
		if (!whole || whole->group.variant != part->group.variant)
			continue;
		for (uint32_t at = 0; at < part->group.variant->call.n_cells; at++)
			share_cell(part, whole, at);
	}
}
