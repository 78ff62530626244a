/* SPDX-License-Identifier: MIT */
/* All checks, in the order in which they are made: first what the rest rests on. */
#include <config.h>

#include "check.h"

#include <string.h>

const struct check checks[] = {
	/* the file, and what the plugin says about itself: loading.c */
	{"loads", MUST, OF_LOADING, ONCE | BASIS, check_loads},
	{"file-is-readable", MUST, OF_LOADING, ONCE, check_findings},
	{"file-is-trusted", MUST, OF_LOADING, ONCE, check_findings},
	{"file-is-shared-object", MUST, OF_LOADING, ONCE, check_findings},
	{"file-is-whole", MUST, OF_LOADING, ONCE, check_findings},
	{"binds-now", MUST, OF_LOADING, ONCE, check_findings},
	{"has-the-entry", MUST, OF_LOADING, ONCE, check_findings},
	{"serves-this-abi", MUST, OF_LOADING, ONCE, check_findings},
	{"sizes-declared", MUST, OF_LOADING, ONCE, check_findings},
	{"strides-fit", MUST, OF_LOADING, ONCE, check_findings},
	{"tables-there", MUST, OF_LOADING, ONCE, check_findings},
	{"ids-well-formed", MUST, OF_LOADING, ONCE, check_findings},
	{"ids-unique", MUST, OF_LOADING, ONCE, check_findings},
	{"texts-in-nfc", MUST, OF_LOADING, ONCE, check_findings},
	{"text-in-english", MUST, OF_LOADING, ONCE, check_findings},
	{"functions-there", MUST, OF_LOADING, ONCE, check_findings},
	{"enumerators-known", MUST, OF_LOADING, ONCE, check_findings},
	{"indexes-in-range", MUST, OF_LOADING, ONCE, check_findings},
	{"axes-fit", MUST, OF_LOADING, ONCE, check_findings},
	{"ranges-in-order", MUST, OF_LOADING, ONCE, check_findings},
	{"defaults-in-range", MUST, OF_LOADING, ONCE, check_findings},
	{"factors-are-numbers", MUST, OF_LOADING, ONCE, check_findings},
	{"scales-finite", MUST, OF_LOADING, ONCE, check_findings},
	{"percent-has-scale-100", MUST, OF_LOADING, ONCE, check_findings},
	{"records-add-nothing", MUST, OF_LOADING, ONCE, check_findings},
	{"host-can-do-it", MUST, OF_LOADING, ONCE, check_findings},
	{"standards-sound", MUST, OF_LOADING, ONCE, check_findings},
	/* the file: file.c */
	{"exports-only-the-entry", MUST, OF_FILE, ONCE, check_exports},
	{"imports-nothing-forbidden", MUST, OF_FILE, ONCE, check_forbidden_imports},
	{"imports-only-the-usual", SHOULD, OF_FILE, ONCE, check_other_imports},
	{"no-writable-data", MUST, OF_FILE, ONCE, check_writable_data},
	{"no-thread-locals", MUST, OF_FILE, ONCE, check_thread_locals},
	{"needs-only-libc-and-libm", SHOULD, OF_FILE, ONCE, check_libraries},
	{"stack-not-executable", SHOULD, OF_FILE, ONCE, check_stack},
	{"no-text-relocations", SHOULD, OF_FILE, ONCE, check_text_relocations},
	/* the plugin: loading.c, texts.c */
	{"entry-is-pure", MUST, OF_PLUGIN, ONCE, check_entry_pure},
	{"declines-a-future-major", MUST, OF_PLUGIN, ONCE, check_future_major},
	{"declines-hosts-too-old", MUST, OF_PLUGIN, ONCE, check_older_hosts},
	{"unknown-extension-is-null", MUST, OF_PLUGIN, ONCE, check_unknown_extension},
	{"says-who-made-it", SHOULD, OF_PLUGIN, ONCE, check_vendor},
	{"text-in-every-language", SHOULD, OF_INDICATOR, UNPREPARED | ONCE, check_languages},
	{"formula-and-reference-given", SHOULD, OF_INDICATOR, UNPREPARED | ONCE, check_reference},
	{"computed-outputs-have-formulas", SHOULD, OF_INDICATOR, UNPREPARED | ONCE | NEEDS_EVALUATE,
	 check_formulas},
	{"units-of-measure-known", SHOULD, OF_INDICATOR, UNPREPARED | ONCE, check_measures},
	/* what map() and record() do: prepare.c, takes.c, map.c */
	{"prepare-takes-defaults", MUST, OF_INDICATOR, UNPREPARED | ONCE | BASIS, check_prepare},
	{"refusals-say-why", MUST, OF_INDICATOR, UNPREPARED | NEEDS_PREPARE, check_refusals},
	{"takes-records", MUST, OF_INDICATOR, BASIS, check_records},
	{"takes-missing-values", MUST, OF_INDICATOR, BASIS, check_missing},
	{"takes-one-record", MUST, OF_INDICATOR, BASIS, check_one_record},
	{"takes-no-record", MUST, OF_INDICATOR, 0, check_no_records},
	{"takes-unbound-columns", MUST, OF_INDICATOR, 0, check_unbound},
	{"takes-extremes", MUST, OF_INDICATOR, 0, check_extremes},
	{"fates-declared", MUST, OF_INDICATOR, 0, check_fates},
	{"refused-labels-in-range", MUST, OF_INDICATOR, NEEDS_MAP, check_labels},
	{"terms-are-numbers", MUST, OF_INDICATOR, NEEDS_MAP, check_term_values},
	{"binary-terms-are-bits", MUST, OF_INDICATOR, NEEDS_MAP, check_binary_terms},
	{"reads-no-terms", MUST, OF_INDICATOR, NEEDS_MAP, check_terms_read},
	{"terms-are-their-inputs", MUST, OF_INDICATOR, NEEDS_MAP, check_term_inputs},
	{"outputs-are-values", MUST, OF_INDICATOR, NEEDS_RECORD, check_output_values},
	{"writes-inside", MUST, OF_INDICATOR, BASIS, check_inside},
	{"keeps-the-batch", MUST, OF_INDICATOR, BASIS, check_batch},
	{"keeps-the-call", MUST, OF_INDICATOR, 0, check_call},
	{"same-again", MUST, OF_INDICATOR, BASIS, check_again},
	{"treats-records-alone", MUST, OF_INDICATOR, BASIS, check_alone},
	{"same-when-split", MUST, OF_INDICATOR, 0, check_split},
	{"honours-rows", MUST, OF_INDICATOR, 0, check_rows},
	{"honours-offsets", MUST, OF_INDICATOR, 0, check_offsets},
	{"ignores-what-nulls-hide", MUST, OF_INDICATOR, 0, check_nulls},
	{"leaves-weights", MUST, OF_INDICATOR, NEEDS_MAP, check_weights},
	{"reads-not-behind", MUST, OF_INDICATOR, 0, check_over_read},
	{"reads-not-before", MUST, OF_INDICATOR, 0, check_under_read},
	{"same-in-four-threads", MUST, OF_INDICATOR, 0, check_threads},
	{"work-grows-linearly", MUST, OF_INDICATOR, ONCE, check_work},
	/* evaluate.c */
	{"evaluate-keeps-sums", MUST, OF_INDICATOR, NEEDS_MAP | NEEDS_EVALUATE, check_sums},
	{"evaluate-same-again", MUST, OF_INDICATOR, NEEDS_MAP | NEEDS_EVALUATE | BASIS,
	 check_evaluate_again},
	{"evaluate-takes-no-record", MUST, OF_INDICATOR, NEEDS_MAP | NEEDS_EVALUATE,
	 check_evaluate_nobody},
	{"cells-are-values", MUST, OF_INDICATOR, NEEDS_MAP | NEEDS_EVALUATE, check_cells},
	{"evaluate-writes-inside", MUST, OF_INDICATOR, NEEDS_MAP | NEEDS_EVALUATE,
	 check_cells_inside},
	/* state.c, packed.c */
	{"evaluate-keeps-the-state", MUST, OF_INDICATOR, NEEDS_STATE | NEEDS_EVALUATE,
	 check_evaluate_state},
	{"state-in-any-order", MUST, OF_INDICATOR, NEEDS_STATE, check_state_order},
	{"state-in-any-parts", MUST, OF_INDICATOR, NEEDS_STATE, check_state_parts},
	{"merge-is-commutative", MUST, OF_INDICATOR, NEEDS_STATE, check_merge_commutes},
	{"merge-is-associative", MUST, OF_INDICATOR, NEEDS_STATE, check_merge_associates},
	{"zeroed-state-is-identity", MUST, OF_INDICATOR, NEEDS_STATE, check_merge_empty},
	{"merge-keeps-the-other", MUST, OF_INDICATOR, NEEDS_STATE, check_merge_other},
	{"clear-leaves-zeros", MUST, OF_INDICATOR, NEEDS_STATE, check_clear},
	{"pack-keeps-the-state", MUST, OF_INDICATOR, NEEDS_PACK, check_pack_state},
	{"pack-writes-only-when-it-fits", MUST, OF_INDICATOR, NEEDS_PACK, check_pack_small},
	{"packed-round-trip", MUST, OF_INDICATOR, NEEDS_PACK, check_round_trip},
	{"packed-is-canonical", MUST, OF_INDICATOR, NEEDS_PACK, check_canonical},
	{"truncated-state-refused", MUST, OF_INDICATOR, NEEDS_PACK, check_truncated},
	{"flipped-bits-refused", MUST, OF_INDICATOR, NEEDS_PACK, check_flipped},
	{"random-bytes-refused", MUST, OF_INDICATOR, NEEDS_PACK, check_random_bytes},
	/* memory.c */
	{"failed-allocations-handled", MUST, OF_INDICATOR, 0, check_allocations},
	{"memory-given-back", MUST, OF_INDICATOR, 0, check_returned},
	{"resize-told-true-sizes", MUST, OF_INDICATOR, 0, check_true_sizes},
	/* process.c */
	{"same-with-decimal-comma", MUST, OF_INDICATOR, 0, check_comma},
	{"keeps-the-locale", MUST, OF_INDICATOR, 0, check_locale},
	{"keeps-the-folder", MUST, OF_INDICATOR, 0, check_folder},
	{"keeps-descriptors", MUST, OF_INDICATOR, 0, check_descriptors},
	{"keeps-rounding", MUST, OF_INDICATOR, 0, check_rounding},
	{"keeps-the-environment", MUST, OF_INDICATOR, 0, check_environment},
	{"keeps-signals", MUST, OF_INDICATOR, 0, check_signals},
	{"starts-no-threads", MUST, OF_INDICATOR, 0, check_own_threads},
	{"prints-nothing", MUST, OF_INDICATOR, 0, check_prints},
	/* vectors.c, whose results are given from outside */
	{"vectors-agree", MUST, OF_VECTOR, ONCE, NULL},
	{"vectors-for-all", SHOULD, OF_VECTOR, ONCE, NULL},
	{NULL, MUST, OF_LOADING, 0, NULL},
};

const struct check *check_named(const char *name)
{
	const struct check *check = checks;

	while (check->name && strcmp(check->name, name))
		check++;
	return check->name ? check : NULL;
}
