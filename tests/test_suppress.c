/* SPDX-License-Identifier: MIT */
/* Which unknowns equations determine.  Every case was solved by hand. */
#include "suppress/suppress_solve.h"

#include <chiso/plugin.h>
#include <criterion/criterion.h>

/* Equations as lists of factors, 0 for none; the answer has a mark for each unknown. */
struct task {
	size_t n_columns, n_rows;
	double factors[4][4];
	uint8_t is_determined[4];
};

static void check(const struct task *task)
{
	struct suppress_system system = {.n_columns = task->n_columns};
	uint8_t is_determined[4] = {0};

	for (size_t r = 0; r < task->n_rows; r++) {
		struct suppress_entry entries[4];
		size_t n = 0;

		/* Backwards, since their order must not matter. */
		for (uint32_t c = (uint32_t)task->n_columns; c-- > 0;)
			if (task->factors[r][c] != 0)
				entries[n++] = (struct suppress_entry){
					c, suppress_factor(task->factors[r][c])};
		cr_assert_eq(suppress_system_add(&system, entries, n), CHISO_OK);
	}
	cr_assert_eq(suppress_system_solve(&system, is_determined), CHISO_OK);
	suppress_system_clear(&system);
	for (size_t c = 0; c < task->n_columns; c++)
		cr_expect_eq(is_determined[c], task->is_determined[c], "unknown %zu", c);
}

Test(suppress, nothing_is_asked)
{
	check(&(struct task){0});
	check(&(struct task){.n_columns = 2});
}

Test(suppress, one_unknown_is_determined)
{
	check(&(struct task){2, 1, {{1, 0}}, {1, 0}});
	check(&(struct task){2, 2, {{1, 1}, {0, 1}}, {1, 1}});
}

Test(suppress, two_unknowns_cover_each_other)
{
	check(&(struct task){2, 1, {{1, 1}}, {0, 0}});
	/* One equation twice, and times a number, is one. */
	check(&(struct task){2, 3, {{1, 1}, {1, 1}, {-2.5, -2.5}}, {0, 0}});
}

/* Rows x0 + x1 and x2 + x3, columns x0 + x2 and x1 + x3. */
Test(suppress, a_rectangle_holds)
{
	check(&(struct task){4, 4, {{1, 1, 0, 0}, {0, 0, 1, 1}, {1, 0, 1, 0}, {0, 1, 0, 1}}, {0}});
}

/* Two unknowns in each equation are not enough. */
Test(suppress, a_triangle_does_not)
{
	check(&(struct task){3, 3, {{1, 1, 0}, {0, 1, 1}, {1, 0, 1}}, {1, 1, 1}});
}

/* The first two are x0 + x1 + x2 + x3 together, of which the third leaves x0. */
Test(suppress, several_equations_tell_together)
{
	check(&(struct task){4, 3, {{1, 1, 0, 0}, {0, 0, 1, 1}, {0, 1, 1, 1}}, {1, 1, 0, 0}});
}

/* Shares are taken as the doubles that they are: 3 * 0.1 is not 0.3 there. */
Test(suppress, factors_are_exact)
{
	check(&(struct task){2, 2, {{.25, .75}, {1, 3}}, {0, 0}});
	check(&(struct task){2, 2, {{.25, .75}, {1, 2}}, {1, 1}});
	check(&(struct task){2, 2, {{.1, .3}, {1, 3}}, {1, 1}});
	check(&(struct task){2, 2, {{0x1p-200, 0x1p-199}, {0x1p300, 0x1p301}}, {0, 0}});
	check(&(struct task){2, 2, {{-1e300, 1e-300}, {1e-300, 1e300}}, {1, 1}});
}

/* An unknown named twice in an equation is added up: x0 + x1 - x0. */
Test(suppress, entries_are_added_up)
{
	struct suppress_system system = {.n_columns = 2};
	struct suppress_entry entries[] = {
		{0, suppress_factor(1)}, {1, suppress_factor(1)}, {0, suppress_factor(-1)}};
	uint8_t is_determined[2];

	cr_assert_eq(suppress_system_add(&system, entries, 3), CHISO_OK);
	cr_assert_eq(suppress_system_solve(&system, is_determined), CHISO_OK);
	suppress_system_clear(&system);
	cr_expect_not(is_determined[0]);
	cr_expect(is_determined[1]);
}
