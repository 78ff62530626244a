/* SPDX-License-Identifier: MIT */
/* Lineage: which units came of which, lineage.csv.  Columns: from, to, date, share, basis.  `date`
 * is the first day of the successor: `from` is the unit with that code on the day before, its last,
 * and `to` the one on the date, its first.  `share` is the part of `from` that went to `to`; empty
 * it is all of it or, where `basis` is an attribute of the units file and the successors are of
 * this unit alone, what that says of them.  `basis` is what a share rests on; one unit may be
 * divided on several.
 *
 * From the links follows which units a territory was, or will be, made of at another time: its
 * flow. Where whole units meet, that is known exactly, whatever they are shares of; else shares are
 * multiplied along the way. */
#ifndef CORE_LINEAGE_H
#define CORE_LINEAGE_H

#include "base/group.h"
#include "units/units.h"

struct lineage_link {
	int from, to;
	int32_t date;
	double share; /* NAN: not given */
	const char *basis;
	int attribute; /* of the units, that the basis is; -1: it is none */
	uint32_t row;  /* in the file's order */
	struct place place, share_place;
};

/** A unit that a territory is made of, or a part of it. */
struct flow_part {
	int unit;
	double share;     /* NAN: nobody knows */
	uint8_t is_whole; /* share is 1, by the links alone */
};

struct flow {
	struct flow_part *parts; /* in the order of the units */
	uint32_t n;              /* 0: the lineage does not lead there */
	uint8_t is_exact;        /* all are whole */
	uint8_t is_divided;      /* into its children: there is no link of the unit itself */
	const char *basis; /* of the first share that is none of the whole; NULL: there is none */
};

struct lineage {
	struct arena arena;
	struct lineage_link *links; /* by from, then basis in the file's order, then to */
	size_t n, cap;
	uint32_t *first_from; /* per unit and one more, its first link */
	uint32_t *by_to;      /* numbers of links, by to, then from */
	uint32_t *first_to;   /* per unit and one more, its first place in by_to */
	/* What has been found: flows by unit, period and basis. */
	struct intern bases;
	struct groups found;
	struct flow *flows;
	size_t flows_cap;
	int *at; /* per unit, 1 + its place among the parts in hand */
};

/** Reads lineage.csv from memory, over units that are right.  All errors become findings;
 *  CHISO_EDATA then.  Cleared by the caller in any case. */
int lineage_read(struct lineage *lineage, struct units *units, struct chiso_context *context,
		 const char *file, const char *data, size_t n);
/** Makes the links findable.  0 or CHISO_ENOMEM. */
int lineage_index(struct lineage *lineage, const struct units *units);
/** What a unit was or will be made of in another period, in units that are valid in all of it.
 *  `basis`: the shares that are wanted, where there are several; NULL: the first.  0 or
 * CHISO_ENOMEM. */
int lineage_flow(struct flow *out, struct lineage *lineage, const struct units *units, int unit,
		 struct period period, const char *basis);
/** Whether it is one and the same unit then: one code and name, and all of the one is all of the
 *  other.  0 or CHISO_ENOMEM. */
int lineage_is_same(int *same, struct lineage *lineage, const struct units *units, int unit,
		    struct period period);
void lineage_clear(struct lineage *lineage);

/** The links of a unit on the basis that is wanted, else the first one; *n of them. */
const struct lineage_link *lineage_links(const struct lineage *lineage, int from, const char *basis,
					 size_t *n);
/** The unit that goes on as this one, under its code and name, on the other side of a day: when
 * that is needed because there are no links.  UNIT_NONE: there is none. */
int lineage_continued(const struct lineage *lineage, const struct units *units, int unit,
		      int32_t day);
/** The number of an attribute; -1: there is none. */
int units_attribute(const struct units *units, const char *name);
/** An attribute of a unit as a number; NAN: it has none. */
double unit_number(const struct unit *unit, int attribute);

#endif
