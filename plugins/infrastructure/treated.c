/* SPDX-License-Identifier: MIT */
/* What is treated to standard of what comes to be treated: household waste over waste collected, as
 * Vietnam's own indicator of SDG 11.6.1 has it, and the waste water of industry. */
#include "infrastructure.h"

#include "../share.h"

SHARE_TABLES(waste, CHISO_FLOW,
	     ("treated", "t", "Waste treated to standard",
	      "Khối lượng chất thải xử lý đạt tiêu chuẩn"),
	     ("collected", "t", "Waste collected", "Khối lượng chất thải được thu gom"),
	     "more waste treated than collected", "khối lượng xử lý nhiều hơn khối lượng thu gom");
SHARE_OUTPUT(waste, "treated_share", "Waste treated to standard, of that collected",
	     "Tỷ lệ chất thải xử lý đạt tiêu chuẩn so với thu gom");
const struct chiso_indicator infrastructure_waste_treated = {
	.size = sizeof infrastructure_waste_treated,
	.version = 1,
	.id = "infrastructure.waste_treated",
	.title = CHISO_T({"en", "Waste treated, of that collected"},
			 {"vi", "Chất thải được xử lý so với thu gom"}),
	.summary = CHISO_T(
		{"en", "Household waste treated to standard over what is collected; what "
		       "nobody collects does not show."},
		{"vi", "Chất thải rắn sinh hoạt được xử lý đạt tiêu chuẩn so với khối lượng "
		       "thu gom; phần không được thu gom không thể hiện."}),
	.formula = "100 * treated / collected",
	.reference = HERE "; Vietnam's indicator for SDG 11.6.1",
	SHARE_PARTS(waste, waste),
};

SHARE_TABLES(water, CHISO_FLOW,
	     ("treated", "m3", "Waste water treated to standard",
	      "Lượng nước thải xử lý đạt tiêu chuẩn"),
	     ("discharged", "m3", "Waste water", "Lượng nước thải"),
	     "more waste water treated than there is",
	     "lượng nước thải được xử lý nhiều hơn lượng nước thải");
SHARE_OUTPUT(water, "treated_share", "Industrial waste water treated to standard",
	     "Tỷ lệ nước thải công nghiệp được xử lý đạt tiêu chuẩn");
const struct chiso_indicator infrastructure_wastewater = {
	.size = sizeof infrastructure_wastewater,
	.version = 1,
	.id = "infrastructure.wastewater",
	.title = CHISO_T({"en", "Industrial waste water treated"},
			 {"vi", "Nước thải công nghiệp được xử lý"}),
	.summary =
		CHISO_T({"en", "Waste water of industry that is treated to standard, of all."},
			{"vi", "Tỷ lệ nước thải công nghiệp được xử lý đạt tiêu chuẩn, trong tổng "
			       "lượng nước thải."}),
	.formula = "100 * treated / discharged",
	.reference = HERE,
	SHARE_PARTS(water, water),
};
