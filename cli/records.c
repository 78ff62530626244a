/* SPDX-License-Identifier: MIT */
#include <config.h>

#include "say.h"

#include <stdlib.h>

enum exit_code command_records(struct cli *cli)
{
	struct chiso_compute what = {.size = sizeof what};
	struct chiso_project *project = NULL;
	char *data = NULL;
	enum exit_code code = describe_table(cli, &what, &data);
	int status = code ? CHISO_OK : load_plugins(cli);

	if (!code) {
		if (!status)
			status = chiso_project_compute(&project, cli->context, &what);
		if (!status)
			status = keep_refused(cli, project);
		if (project && status == CHISO_EDATA)
			chiso_project_validate(project, NULL);
		else if (!status)
			status = chiso_project_records(project, NULL, write_sink, &cli->output);
		code = finish_output(cli, status);
	}
	chiso_project_free(project);
	free(data);
	return code;
}
