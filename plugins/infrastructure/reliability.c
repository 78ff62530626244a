/* SPDX-License-Identifier: MIT */
/* How reliable the supply of electricity is: SAIDI, SAIFI and CAIDI.  Interruptions come from one
 * dataset, customers from another, so that a month without any still counts its customers. */
#include "infrastructure.h"

enum { OUTAGES, CUSTOMERS };                               /* sources */
enum { INTERRUPTED, MINUTES, IN_CUSTOMERS };               /* inputs */
enum { T_INTERRUPTIONS, T_CUSTOMER_MINUTES, T_CUSTOMERS }; /* terms */

static uint8_t outage(const struct chiso_column *in, uint32_t r, double *add)
{
	if (!chiso_has(&in[INTERRUPTED], r) || !chiso_has(&in[MINUTES], r))
		return CHISO_MISSING;
	add[T_INTERRUPTIONS] = chiso_f64(&in[INTERRUPTED], r);
	add[T_CUSTOMER_MINUTES] = add[T_INTERRUPTIONS] * chiso_f64(&in[MINUTES], r);
	return CHISO_USED;
}

static uint8_t customers(const struct chiso_column *in, uint32_t r, double *add)
{
	if (!chiso_has(&in[IN_CUSTOMERS], r))
		return CHISO_MISSING;
	add[T_CUSTOMERS] = chiso_f64(&in[IN_CUSTOMERS], r);
	return CHISO_USED;
}

static uint8_t row(const struct chiso_call *call, uint32_t source, const struct chiso_column *in,
		   uint32_t r, double *add)
{
	(void)call;
	return (source == OUTAGES ? outage : customers)(in, r, add);
}
CHISO_SOURCE_ROWS(reliability, row)

static const struct chiso_source sources[] = {
	{CHISO_FIELD("outages", CHISO_NONE, NULL, {"en", "Interruptions"},
		     {"vi", "Các lần mất điện"})},
	{CHISO_FIELD("customers", CHISO_NONE, NULL, {"en", "Customers"}, {"vi", "Khách hàng"})},
};
/* A place without customers has no reliability: 0 is a mistake there. */
static const struct chiso_input inputs[] = {
	{REAL("interrupted", "{customer}", "Customers without electricity",
	      "Số khách hàng bị mất điện"),
	 .source = OUTAGES, NOT_NEGATIVE},
	{REAL("minutes", "min", "How long, for each of them",
	      "Thời gian mất điện của mỗi khách hàng"),
	 .source = OUTAGES, NOT_NEGATIVE},
	{REAL("customers", "{customer}", "Customers served", "Số khách hàng sử dụng điện"),
	 .source = CUSTOMERS, .min = 1, .max = INFINITY},
};
/* Interruptions of twelve months are those of one number of customers: the mean of the twelve. */
static const struct chiso_term terms[] = {
	{REAL("interruptions", "{customer}", "Customers interrupted, each as often as they were",
	      "Số lượt khách hàng bị mất điện"),
	 .source = OUTAGES, .input = 1 + INTERRUPTED},
	{REAL("customer_minutes", "min", "Minutes that customers were without electricity",
	      "Tổng thời gian mất điện của các khách hàng"),
	 .source = OUTAGES},
	{REAL("customers", "{customer}", "Customers served", "Số khách hàng sử dụng điện"),
	 .source = CUSTOMERS, .over_time = CHISO_STOCK_MEAN, .input = 1 + IN_CUSTOMERS},
};
static const struct chiso_output outputs[] = {
	{REAL("saidi", "min/{customer}", "SAIDI, minutes without electricity per customer",
	      "SAIDI, thời gian mất điện trung bình của một khách hàng"),
	 .numerator = T_CUSTOMER_MINUTES, .denominator = T_CUSTOMERS, .scale = 1},
	{REAL("saifi", "{interruption}/{customer}", "SAIFI, interruptions per customer",
	      "SAIFI, số lần mất điện trung bình của một khách hàng"),
	 .numerator = T_INTERRUPTIONS, .denominator = T_CUSTOMERS, .scale = 1},
	{REAL("caidi", "min/{interruption}", "CAIDI, minutes of an interruption",
	      "CAIDI, thời gian trung bình của một lần mất điện"),
	 .numerator = T_CUSTOMER_MINUTES, .denominator = T_INTERRUPTIONS, .scale = 1},
};

const struct chiso_indicator infrastructure_reliability = {
	.size = sizeof infrastructure_reliability,
	.version = 1,
	.id = "infrastructure.reliability",
	.title = CHISO_T({"en", "Reliability of electricity"}, {"vi", "Độ tin cậy cung cấp điện"}),
	.summary =
		CHISO_T({"en", "How long and how often a customer is without electricity: SAIDI, "
			       "SAIFI, CAIDI."},
			{"vi", "Thời gian và số lần mất điện trung bình của một khách hàng: "
			       "SAIDI, SAIFI, CAIDI."}),
	.formula = "saidi = customer_minutes / customers; saifi = interruptions / customers; "
		   "caidi = saidi / saifi",
	.reference = HERE,
	.direction = -1,
	CHISO_TABLE(source, sources),
	CHISO_TABLE(input, inputs),
	CHISO_TABLE(term, terms),
	CHISO_TABLE(output, outputs),
	.map = reliability_map,
};
