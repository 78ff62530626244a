/* SPDX-License-Identifier: MIT */
/* What becomes of the dossiers that citizens hand in: how many come on line, how many are settled
 * in time. */
#include "governance.h"

enum { RECEIVED, ONLINE, SETTLED, ON_TIME };                                /* inputs */
enum { T_RECEIVED, T_ONLINE, OF_ONLINE, T_SETTLED, T_ON_TIME, OF_ON_TIME }; /* terms */
enum { ONLINE_OVER, ON_TIME_OVER };                                         /* problems */

static uint8_t row(const struct chiso_call *call, const struct chiso_column *in, uint32_t r,
		   double *add)
{
	(void)call;
	if (!chiso_has(&in[RECEIVED], r))
		return CHISO_MISSING;
	add[T_RECEIVED] = chiso_f64(&in[RECEIVED], r);
	if (chiso_has(&in[ONLINE], r)) {
		add[T_ONLINE] = chiso_f64(&in[ONLINE], r);
		add[OF_ONLINE] = add[T_RECEIVED];
	}
	if (chiso_has(&in[SETTLED], r))
		add[T_SETTLED] = chiso_f64(&in[SETTLED], r);
	if (chiso_has(&in[SETTLED], r) && chiso_has(&in[ON_TIME], r)) {
		add[T_ON_TIME] = chiso_f64(&in[ON_TIME], r);
		add[OF_ON_TIME] = add[T_SETTLED];
	}
	if (add[T_ONLINE] > add[T_RECEIVED])
		return CHISO_REFUSED + ONLINE_OVER;
	return add[T_ON_TIME] > add[OF_ON_TIME] ? CHISO_REFUSED + ON_TIME_OVER : CHISO_USED;
}
CHISO_ROWS(dossiers, row)

#define DOSSIERS(id, en, vi) REAL(id, "{dossier}", en, vi)
#define MAYBE(id, en, vi) \
	{ \
		OPTIONAL(id, "{dossier}", en, vi), NOT_NEGATIVE \
	}
static const struct chiso_input inputs[] = {
	{DOSSIERS("received", "Dossiers received", "Số hồ sơ tiếp nhận"), NOT_NEGATIVE},
	MAYBE("online", "Received on line", "Số hồ sơ tiếp nhận trực tuyến"),
	MAYBE("settled", "Dossiers settled", "Số hồ sơ đã giải quyết"),
	MAYBE("on_time", "Settled in time", "Số hồ sơ giải quyết đúng hạn, trước hạn"),
};
static const struct chiso_term terms[] = {
	{DOSSIERS("received", "Dossiers received", "Số hồ sơ tiếp nhận"), .input = 1 + RECEIVED},
	{DOSSIERS("online", "Received on line", "Số hồ sơ tiếp nhận trực tuyến"),
	 .input = 1 + ONLINE},
	{DOSSIERS("received_online", "Received, where those on line are reported",
		  "Số hồ sơ tiếp nhận, nơi có báo cáo hồ sơ trực tuyến")},
	{DOSSIERS("settled", "Dossiers settled", "Số hồ sơ đã giải quyết"), .input = 1 + SETTLED},
	{DOSSIERS("on_time", "Settled in time", "Số hồ sơ giải quyết đúng hạn, trước hạn"),
	 .input = 1 + ON_TIME},
	{DOSSIERS("settled_on_time", "Settled, where those in time are reported",
		  "Số hồ sơ đã giải quyết, nơi có báo cáo đúng hạn"),
	 .input = 1 + SETTLED},
};
static const struct chiso_output outputs[] = {
	{DOSSIERS("received", "Dossiers received", "Số hồ sơ tiếp nhận"), .numerator = T_RECEIVED,
	 .denominator = CHISO_ONE, .scale = 1},
	{REAL("online_share", "%", "Received on line", "Tỷ lệ hồ sơ trực tuyến"),
	 .numerator = T_ONLINE, .denominator = OF_ONLINE, .scale = 100},
	{REAL("on_time_share", "%", "Settled in time", "Tỷ lệ hồ sơ giải quyết đúng hạn"),
	 .numerator = T_ON_TIME, .denominator = OF_ON_TIME, .scale = 100},
};
static const struct chiso_problem problems[] = {
	PROBLEM("online_over", ONLINE, "more dossiers on line than received",
		"số hồ sơ trực tuyến nhiều hơn số tiếp nhận"),
	PROBLEM("on_time_over", ON_TIME, "more dossiers settled in time than settled",
		"số hồ sơ đúng hạn nhiều hơn số đã giải quyết"),
};
const struct chiso_indicator governance_dossiers = {
	.size = sizeof governance_dossiers,
	.version = 1,
	.id = "governance.dossiers",
	.title = CHISO_T({"en", "Dossiers of citizens"},
			 {"vi", "Giải quyết hồ sơ thủ tục hành chính"}),
	.summary = CHISO_T({"en", "Dossiers handed in on line, of those received, and settled in "
				  "time, of those settled."},
			   {"vi", "Tỷ lệ hồ sơ thủ tục hành chính tiếp nhận trực tuyến và giải "
				  "quyết đúng hạn."}),
	.formula = "online_share = 100 * online / received; on_time_share = 100 * on_time / "
		   "settled",
	.reference = HERE,
	.direction = 1,
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	CHISO_TABLE(problem, problems),
	.map = dossiers_map,
};
