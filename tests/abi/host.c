/* SPDX-License-Identifier: MIT */
/* A host of the first header, for tests/abi.test: loads a plugin (which may be newer), feeds two records to
 * the indicator abi.thing and prints its sums and its computed value. */
#include <chiso/plugin.h>

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef const struct chiso_plugin *entry_fn(uint32_t host_abi);

static void *resize(struct chiso_call *call, void *ptr, size_t old_size, size_t size)
{
	(void)call;
	(void)old_size;
	if (size)
		return realloc(ptr, size);
	free(ptr);
	return NULL;
}

static const void *extension(struct chiso_call *call, const char *name)
{
	(void)call;
	(void)name;
	return NULL;
}

static void be_quiet(struct chiso_call *call, int level, const char *message)
{
	(void)call;
	(void)level;
	(void)message;
}

static void be_told(struct chiso_call *call, int status, int param, const struct chiso_text *message)
{
	(void)call;
	(void)param;
	printf("error %d: %s\n", status, message->text);
}

/* Kind "b" with 30 and kind "a" with 10. */
static int compute(const struct chiso_indicator *indicator)
{
	static const struct chiso_host host = {sizeof host, CHISO_ABI, resize, be_quiet, be_told,
	                                       extension};
	static const struct chiso_value factor = {CHISO_F64, 0, {.f64 = 2}};
	static const struct chiso_list params[] = {{&factor, 1}};
	static const char *const codes[] = {"a", "b"};
	static const struct chiso_labels axes[] = {{codes, 2}};
	static const uint32_t input_at[] = {0, 1}, term_at[] = {0, 1}, output_at[] = {0, 2};
	static const int32_t kinds[] = {1, 0};
	static const double amounts[] = {30, 10};
	static const uint8_t bound[] = {1, 1};
	const struct chiso_column columns[] = {{kinds, NULL, NULL, 0}, {amounts, NULL, NULL, 0}};
	const struct chiso_batch batch = {columns, NULL, NULL, 2, 0};
	struct chiso_call call = {sizeof call, 3,        3,       0,         &host, NULL, params,
	                          axes,        input_at, term_at, output_at, NULL,  bound};
	double terms[6] = {0}, sum[3];
	uint32_t axis_n[] = {2};
	uint8_t fate[2];
	struct chiso_value cells[3] = {{0}};
	void *conf = NULL, *state = calloc(1, indicator->state->state_size);

	if (!state || indicator->prepare(&call, &conf) || indicator->map(&call, &batch, terms, fate) ||
	    indicator->state->update(&call, state, &batch))
		return 1;
	for (int t = 0; t < 3; t++)
		sum[t] = terms[t] + terms[3 + t];
	const struct chiso_sums sums = {sizeof sums, 0, sum, axis_n, 2, 2};
	if (indicator->evaluate(&call, &sums, state, cells))
		return 1;
	indicator->state->clear(&call, state);
	free(state);
	printf("fates %d %d, sums %g %g %g, most %g\n", fate[0], fate[1], sum[0], sum[1], sum[2],
	       cells[2].as.f64);
	return 0;
}

int main(int argc, char **argv)
{
	void *module = argc == 2 ? dlopen(argv[1], RTLD_NOW) : NULL;
	entry_fn *entry = NULL;
	void *address = module ? dlsym(module, "chiso_plugin_entry") : NULL;

	memcpy(&entry, &address, sizeof entry);
	const struct chiso_plugin *plugin = address ? entry(CHISO_ABI) : NULL;
	if (!plugin || plugin->abi >> 16 != CHISO_ABI >> 16 || strcmp(plugin->id, "abi"))
		return 1;
	printf("%s %u\n", plugin->indicators[0]->id, plugin->n_indicators);
	return compute(plugin->indicators[0]);
}
