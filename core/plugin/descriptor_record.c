/* SPDX-License-Identifier: MIT */
/* What is different in the description of a record indicator: nothing is added up, so there is
 * nothing that sums are made of or made into, and each output is one column. */
#include "plugin/descriptor.h"

void descriptor_check_record(struct check *check)
{
	const struct chiso_indicator *indicator = check->indicator;
	const struct {
		int has;
		const char *what;
	} foreign[] = {
		{indicator->map != NULL, "map()"},
		{indicator->evaluate != NULL, "evaluate()"},
		{indicator->state != NULL, "state"},
		{indicator->n_terms != 0, "terms"},
		{indicator->n_sources > 1, "n_sources > 1"},
		{(indicator->flags & CHISO_AS_REPORTED) != 0, "CHISO_AS_REPORTED"},
	};

	for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
		if (foreign[i].has)
			descriptor_fault(check, MSG_DESCRIPTOR_RECORD_HAS, foreign[i].what, NULL,
					 NULL);
}

void descriptor_check_record_output(struct check *check, const struct chiso_output *output)
{
	const struct chiso_field *field = &output->field;

	if (output->axis[0] || output->axis[1])
		descriptor_fault(check, MSG_DESCRIPTOR_RECORD_HAS, "axis", NULL, NULL);
	if (field->type == CHISO_STR)
		descriptor_fault(check, MSG_DESCRIPTOR_RECORD_TYPE,
				 descriptor_type(check, field->type), NULL, NULL);
	if (field->type == CHISO_CODE && (!field->codes || !field->codes->id))
		descriptor_fault(check, MSG_DESCRIPTOR_NO_CODES, NULL, NULL, NULL);
}

void descriptor_check_record_axis(struct check *check, const struct chiso_axis *axis)
{
	/* All records would have to be read before the first one is known. */
	if (axis->kind == CHISO_AXIS_DATA)
		descriptor_fault(check, MSG_DESCRIPTOR_RECORD_HAS, "CHISO_AXIS_DATA", NULL, NULL);
}
