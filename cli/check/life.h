/* SPDX-License-Identifier: MIT */
/* Everything a host does with an indicator, from prepare() to release(), on a call of its own. */
#ifndef CLI_CHECK_LIFE_H
#define CLI_CHECK_LIFE_H

#include "trial.h"

struct life {
	struct subject subject;
	struct checker checker; /* whose subject is this one */
	struct trial trial;
	struct chiso_value *cells; /* of evaluate(); NULL: it was not called */
	const char *function;      /* the last one called, and what it returned */
	int64_t status;
};

/** Lives through all of it, until a function fails, and gives everything back; request number
 *  fail_at gets no memory, 0: all do. */
void live(struct life *life, struct checker *checker, size_t fail_at);

#endif
