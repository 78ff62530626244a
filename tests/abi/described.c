/* SPDX-License-Identifier: MIT */
/* Names every struct of the ABI in one function, so that abidw describes them all. */
#include <chiso/plugin.h>

struct all {
	struct chiso_text *text;
	struct chiso_ratio *ratio;
	struct chiso_value *value;
	struct chiso_list *list;
	struct chiso_code *code;
	struct chiso_field *field;
	struct chiso_axis *axis;
	struct chiso_source *source;
	struct chiso_input *input;
	struct chiso_param *param;
	struct chiso_term *term;
	struct chiso_output *output;
	struct chiso_problem *problem;
	struct chiso_column *column;
	struct chiso_batch *batch;
	struct chiso_labels *labels;
	struct chiso_call *call;
	struct chiso_sums *sums;
	struct chiso_state *state;
	struct chiso_out *out;
	struct chiso_indicator *indicator;
	struct chiso_document *document;
	struct chiso_plugin *plugin;
	struct chiso_host *host;
};

CHISO_EXPORT const struct chiso_plugin *chiso_plugin_abi(const struct all *all);
const struct chiso_plugin *chiso_plugin_abi(const struct all *all)
{
	return all->plugin;
}
