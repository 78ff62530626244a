/* SPDX-License-Identifier: MIT */
/* The layout of plugin ABI 1.0 with 64-bit pointers, as it was frozen: the compiler says when it has changed.
 * Rows are added, at the end of a struct that begins with `size` or of a table's row; none is ever changed. A
 * struct that has grown keeps its members here and loses its SIZE. */
#include <chiso/plugin.h>

#ifdef __cplusplus
#define ASSERT(is, name) static_assert(is, name)
#else
#define ASSERT(is, name) _Static_assert(is, name)
#endif
#define SIZE(type, n) ASSERT(sizeof(struct type) == (n), "size of " #type)
#define AT(type, member, n) ASSERT(offsetof(struct type, member) == (n), #type "." #member)
#define IS(name, n) ASSERT((name) == (n), #name)

ASSERT(CHISO_ABI >> 16 == 1, "another major has another layout");

#if UINTPTR_MAX == UINT64_MAX
SIZE(chiso_text, 16);
AT(chiso_text, lang, 0);
AT(chiso_text, text, 8);
SIZE(chiso_ratio, 16);
AT(chiso_ratio, num, 0);
AT(chiso_ratio, den, 8);
SIZE(chiso_value, 24);
AT(chiso_value, type, 0);
AT(chiso_value, reason, 4);
AT(chiso_value, as, 8);
SIZE(chiso_list, 16);
AT(chiso_list, v, 0);
AT(chiso_list, n, 8);
SIZE(chiso_code, 16);
AT(chiso_code, id, 0);
AT(chiso_code, title, 8);
SIZE(chiso_field, 40);
AT(chiso_field, id, 0);
AT(chiso_field, title, 8);
AT(chiso_field, unit, 16);
AT(chiso_field, type, 24);
AT(chiso_field, flags, 28);
AT(chiso_field, codes, 32);
SIZE(chiso_axis, 48);
AT(chiso_axis, field, 0);
AT(chiso_axis, kind, 40);
AT(chiso_axis, of, 42);
SIZE(chiso_source, 40);
AT(chiso_source, field, 0);
SIZE(chiso_input, 64);
AT(chiso_input, field, 0);
AT(chiso_input, axis, 40);
AT(chiso_input, source, 41);
AT(chiso_input, role, 42);
AT(chiso_input, reserved, 43);
AT(chiso_input, min, 48);
AT(chiso_input, max, 56);
SIZE(chiso_param, 120);
AT(chiso_param, field, 0);
AT(chiso_param, axis, 40);
AT(chiso_param, reserved, 41);
AT(chiso_param, def, 48);
AT(chiso_param, min, 72);
AT(chiso_param, max, 96);
SIZE(chiso_term, 48);
AT(chiso_term, field, 0);
AT(chiso_term, axis, 40);
AT(chiso_term, source, 42);
AT(chiso_term, over_time, 43);
AT(chiso_term, input, 44);
SIZE(chiso_output, 64);
AT(chiso_output, field, 0);
AT(chiso_output, axis, 40);
AT(chiso_output, numerator, 42);
AT(chiso_output, denominator, 44);
AT(chiso_output, factor, 46);
AT(chiso_output, scale, 48);
AT(chiso_output, formula, 56);
SIZE(chiso_problem, 24);
AT(chiso_problem, id, 0);
AT(chiso_problem, text, 8);
AT(chiso_problem, input, 16);
SIZE(chiso_column, 32);
AT(chiso_column, values, 0);
AT(chiso_column, validity, 8);
AT(chiso_column, offsets, 16);
AT(chiso_column, offset, 24);
SIZE(chiso_batch, 32);
AT(chiso_batch, columns, 0);
AT(chiso_batch, weight, 8);
AT(chiso_batch, rows, 16);
AT(chiso_batch, n, 24);
AT(chiso_batch, source, 28);
SIZE(chiso_labels, 16);
AT(chiso_labels, id, 0);
AT(chiso_labels, n, 8);
AT(chiso_call, size, 0);
AT(chiso_call, n_terms, 4);
AT(chiso_call, n_cells, 8);
AT(chiso_call, reserved, 12);
AT(chiso_call, host, 16);
AT(chiso_call, conf, 24);
AT(chiso_call, params, 32);
AT(chiso_call, axes, 40);
AT(chiso_call, input_at, 48);
AT(chiso_call, term_at, 56);
AT(chiso_call, output_at, 64);
AT(chiso_call, whole, 72);
AT(chiso_call, bound, 80);
#if CHISO_ABI >= 0x00010002u
AT(chiso_call, ones, 88);
AT(chiso_call, n_words, 96);
AT(chiso_call, reserved_2, 100);
#endif
SIZE(chiso_sums, 40);
AT(chiso_sums, size, 0);
AT(chiso_sums, reserved, 4);
AT(chiso_sums, sum, 8);
AT(chiso_sums, axis_n, 16);
AT(chiso_sums, n_used, 24);
AT(chiso_sums, n_seen, 32);
AT(chiso_state, size, 0);
AT(chiso_state, state_size, 4);
AT(chiso_state, update, 8);
AT(chiso_state, merge, 16);
AT(chiso_state, clear, 24);
AT(chiso_state, pack, 32);
AT(chiso_state, unpack, 40);
#if CHISO_ABI >= 0x00010001u
AT(chiso_state, update_each, 48);
#endif
SIZE(chiso_out, 16);
AT(chiso_out, values, 0);
AT(chiso_out, reasons, 8);
SIZE(chiso_indicator, 192);
AT(chiso_indicator, size, 0);
AT(chiso_indicator, version, 4);
AT(chiso_indicator, id, 8);
AT(chiso_indicator, title, 16);
AT(chiso_indicator, summary, 24);
AT(chiso_indicator, formula, 32);
AT(chiso_indicator, reference, 40);
AT(chiso_indicator, direction, 48);
AT(chiso_indicator, flags, 52);
AT(chiso_indicator, sources, 56);
AT(chiso_indicator, axes, 64);
AT(chiso_indicator, inputs, 72);
AT(chiso_indicator, params, 80);
AT(chiso_indicator, terms, 88);
AT(chiso_indicator, outputs, 96);
AT(chiso_indicator, problems, 104);
AT(chiso_indicator, n_sources, 112);
AT(chiso_indicator, source_stride, 114);
AT(chiso_indicator, n_axes, 116);
AT(chiso_indicator, axis_stride, 118);
AT(chiso_indicator, n_inputs, 120);
AT(chiso_indicator, input_stride, 122);
AT(chiso_indicator, n_params, 124);
AT(chiso_indicator, param_stride, 126);
AT(chiso_indicator, n_terms, 128);
AT(chiso_indicator, term_stride, 130);
AT(chiso_indicator, n_outputs, 132);
AT(chiso_indicator, output_stride, 134);
AT(chiso_indicator, n_problems, 136);
AT(chiso_indicator, problem_stride, 138);
AT(chiso_indicator, prepare, 144);
AT(chiso_indicator, release, 152);
AT(chiso_indicator, map, 160);
AT(chiso_indicator, state, 168);
AT(chiso_indicator, evaluate, 176);
AT(chiso_indicator, record, 184);
SIZE(chiso_document, 24);
AT(chiso_document, name, 0);
AT(chiso_document, data, 8);
AT(chiso_document, size, 16);
SIZE(chiso_plugin, 80);
AT(chiso_plugin, size, 0);
AT(chiso_plugin, abi, 4);
AT(chiso_plugin, id, 8);
AT(chiso_plugin, version, 16);
AT(chiso_plugin, vendor, 24);
AT(chiso_plugin, license, 32);
AT(chiso_plugin, url, 40);
AT(chiso_plugin, title, 48);
AT(chiso_plugin, indicators, 56);
AT(chiso_plugin, n_indicators, 64);
AT(chiso_plugin, extension, 72);
SIZE(chiso_host, 40);
AT(chiso_host, size, 0);
AT(chiso_host, abi, 4);
AT(chiso_host, resize, 8);
AT(chiso_host, log, 16);
AT(chiso_host, error, 24);
AT(chiso_host, extension, 32);
#endif

IS(CHISO_OK, 0);
IS(CHISO_ENOMEM, -1);
IS(CHISO_EPARAM, -2);
IS(CHISO_EDATA, -3);
IS(CHISO_ESTATE, -4);
IS(CHISO_ENOTSUP, -5);
IS(CHISO_EABI, -6);
IS(CHISO_NONE, 0);
IS(CHISO_F64, 1);
IS(CHISO_I64, 2);
IS(CHISO_BOOL, 3);
IS(CHISO_CODE, 4);
IS(CHISO_DATE, 5);
IS(CHISO_STR, 6);
IS(CHISO_RATIO, 7);
IS(CHISO_REASON_NOT_REPORTED, 1);
IS(CHISO_REASON_DENOMINATOR_ZERO, 2);
IS(CHISO_REASON_TOO_FEW, 3);
IS(CHISO_REASON_OUT_OF_DOMAIN, 4);
IS(CHISO_REASON_NOT_APPLICABLE, 5);
IS(CHISO_REASON_NOT_COMPARABLE, 6);
IS(CHISO_REASON_SUPPRESSED, 7);
IS(CHISO_REASON_FAILED, 8);
IS(CHISO_USED, 0);
IS(CHISO_MISSING, 1);
IS(CHISO_EXCLUDED, 2);
IS(CHISO_REFUSED, 16);
IS(CHISO_OPTIONAL, 1);
IS(CHISO_LIST, 2);
IS(CHISO_UNWEIGHTED, 4);
IS(CHISO_WHOLE, 8);
IS(CHISO_SMOOTH, 16);
IS(CHISO_AS_REPORTED, 32);
#if CHISO_ABI >= 0x00010002u
IS(CHISO_BINARY, 64);
#endif
IS(CHISO_AXIS_INPUT, 1);
IS(CHISO_AXIS_PARAM, 2);
IS(CHISO_AXIS_CODES, 3);
IS(CHISO_AXIS_DATA, 4);
IS(CHISO_PERIOD_FIRST, 1);
IS(CHISO_PERIOD_LAST, 2);
IS(CHISO_REFERENCE_DATE, 3);
IS(CHISO_FLOW, 0);
IS(CHISO_STOCK_LAST, 1);
IS(CHISO_STOCK_MEAN, 2);
IS(CHISO_LOG_NOTE, 0);
IS(CHISO_LOG_WARNING, 1);
IS(CHISO_ONE, 65535);
IS(CHISO_COMPUTED, 65534);
