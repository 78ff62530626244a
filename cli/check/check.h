/* SPDX-License-Identifier: MIT */
/* `chiso check`: does a plugin keep the promises of <chiso/plugin.h>?  It uses nothing but that
 * header.  Every check is a row of a table (table.c); what could crash runs in a child process
 * (child.c), which sends its verdicts through a pipe; what they come to is kept and printed by
 * report.c. */
#ifndef CLI_CHECK_CHECK_H
#define CLI_CHECK_CHECK_H

#include "../say.h"
#include "places.h"
#include "pool.h"

struct checker;

enum severity { MUST, SHOULD };

/** What a check is about, in the order in which they are made. */
enum scope {
	OF_LOADING,   /* the file, until it is loaded and described: run on the findings of that */
	OF_FILE,      /* the file, which is not loaded for it */
	OF_PLUGIN,    /* the loaded plugin */
	OF_INDICATOR, /* one of its indicators */
	OF_VECTOR     /* examples with known results */
};

enum {
	NEEDS_MAP = 1 << 0, /* which indicators it applies to: those with all of these */
	NEEDS_RECORD = 1 << 1,
	NEEDS_STATE = 1 << 2,
	NEEDS_PACK = 1 << 3,
	NEEDS_EVALUATE = 1 << 4,
	NEEDS_RELEASE = 1 << 5,
	NEEDS_PREPARE = 1 << 6,
	UNPREPARED = 1 << 7, /* needs no call that has been prepared */
	BASIS = 1 << 8,      /* when it fails, what comes behind it in its scope can't be made */
	ONCE = 1 << 9        /* another seed makes no difference */
};

struct check {
	const char *name; /* the code of its sentence is "promise-" and the name */
	enum severity severity;
	enum scope scope;
	unsigned flags;
	void (*run)(struct checker *);
};
/** In order; ends with a NULL name. */
extern const struct check checks[];
const struct check *check_named(const char *name);

struct subject;
struct process;

struct checker {
	const struct cli *cli;
	const char *path;                  /* of the plugin; without '/': inside the program */
	struct chiso_context *context;     /* into which it is loaded; NULL before */
	const struct chiso_plugin *plugin; /* NULL before it is loaded */
	struct places *places;             /* in its source */
	const struct chiso_indicator *indicator; /* OF_INDICATOR only */
	struct subject *subject;                 /* the same, ready to be called */
	uint64_t seed;
	char seed_text[24];
	/* In the child that makes a check. */
	FILE *pipe;
	struct pool pool;             /* given back after each check */
	const struct process *before; /* the process, before the plugin ran in it */
	const struct check *check;    /* under way */
	int n_faults;                 /* of it */
};

/** The check under way failed: the text with this code, its places filled. */
#define check_fail(checker, code, ...) \
	check_verdict(checker, 'f', code, (const char *const[]){__VA_ARGS__, NULL})
/** It can't be made. */
#define check_skip(checker, code, ...) \
	check_verdict(checker, 's', code, (const char *const[]){__VA_ARGS__, NULL})
void check_verdict(struct checker *checker, int kind, const char *code, const char *const *args);
/** What the next fault is about, in the plugin's memory: its line in the source is said with it. */
void check_points_at(struct checker *checker, const void *address);
/** The same of a text that is there already; kind 'f' or 's'. */
void check_say(struct checker *checker, int kind, const char *detail);
/** The same of a function of the plugin that returned a status it should not have. */
void check_status(struct checker *checker, const char *function, int64_t status);

/** process.c: what can be seen of this process; NULL without memory. */
struct process *process_look(void);
void process_free(struct process *process);

/* The checks, by file. */
void check_loads(struct checker *);
void check_findings(struct checker *);
void check_exports(struct checker *);
void check_forbidden_imports(struct checker *);
void check_other_imports(struct checker *);
void check_writable_data(struct checker *);
void check_thread_locals(struct checker *);
void check_libraries(struct checker *);
void check_stack(struct checker *);
void check_text_relocations(struct checker *);

void check_entry_pure(struct checker *);
void check_future_major(struct checker *);
void check_older_hosts(struct checker *);
void check_unknown_extension(struct checker *);
void check_vendor(struct checker *);
void check_languages(struct checker *);
void check_reference(struct checker *);
void check_measures(struct checker *);
void check_formulas(struct checker *);

void check_prepare(struct checker *);
void check_refusals(struct checker *);
void check_records(struct checker *);
void check_one_record(struct checker *);
void check_missing(struct checker *);
void check_no_records(struct checker *);
void check_unbound(struct checker *);
void check_extremes(struct checker *);
void check_fates(struct checker *);
void check_labels(struct checker *);
void check_term_values(struct checker *);
void check_binary_terms(struct checker *);
void check_terms_read(struct checker *);
void check_term_inputs(struct checker *);
void check_output_values(struct checker *);
void check_inside(struct checker *);
void check_batch(struct checker *);
void check_call(struct checker *);
void check_again(struct checker *);
void check_alone(struct checker *);
void check_split(struct checker *);
void check_rows(struct checker *);
void check_offsets(struct checker *);
void check_nulls(struct checker *);
void check_weights(struct checker *);
void check_over_read(struct checker *);
void check_under_read(struct checker *);
void check_threads(struct checker *);
void check_work(struct checker *);

void check_sums(struct checker *);
void check_evaluate_again(struct checker *);
void check_evaluate_nobody(struct checker *);
void check_cells(struct checker *);
void check_cells_inside(struct checker *);
void check_evaluate_state(struct checker *);

void check_state_order(struct checker *);
void check_state_parts(struct checker *);
void check_merge_commutes(struct checker *);
void check_merge_associates(struct checker *);
void check_merge_empty(struct checker *);
void check_merge_other(struct checker *);
void check_clear(struct checker *);

void check_round_trip(struct checker *);
void check_canonical(struct checker *);
void check_pack_small(struct checker *);
void check_pack_state(struct checker *);
void check_truncated(struct checker *);
void check_flipped(struct checker *);
void check_random_bytes(struct checker *);

void check_allocations(struct checker *);
void check_returned(struct checker *);
void check_true_sizes(struct checker *);

void check_comma(struct checker *);
void check_locale(struct checker *);
void check_folder(struct checker *);
void check_descriptors(struct checker *);
void check_rounding(struct checker *);
void check_environment(struct checker *);
void check_signals(struct checker *);
void check_own_threads(struct checker *);
void check_prints(struct checker *);

#endif
