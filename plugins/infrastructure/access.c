/* SPDX-License-Identifier: MIT */
/* Who has what a network or a service brings: water, sanitation, electricity, internet, waste
 * collection.  One count of those who have it over all, persons or households as the source counts;
 * the definitions differ, and README.md beside this file has them. */
#include "infrastructure.h"

#include "../share.h"

SHARE_TABLES(access, CHISO_STOCK_LAST,
	     ("served", NULL, "People or households that have it", "Số người hoặc số hộ có"),
	     ("population", NULL, "All people or households", "Tổng số người hoặc số hộ"),
	     "more people or households have it than there are",
	     "số người hoặc số hộ có nhiều hơn tổng số");

/* The title is that of the indicator and of its output alike. */
#define ACCESS(name, id_, title_en, title_vi, summary_en, summary_vi, reference_) \
	SHARE_OUTPUT(name, "share", title_en, title_vi); \
	const struct chiso_indicator infrastructure_##name = { \
		.size = sizeof infrastructure_##name, \
		.version = 1, \
		.id = id_, \
		.title = CHISO_T({"en", title_en}, {"vi", title_vi}), \
		.summary = CHISO_T({"en", summary_en}, {"vi", summary_vi}), \
		.formula = "100 * served / population", \
		.reference = HERE reference_, \
		SHARE_PARTS(access, name), \
	}

ACCESS(clean_water, "infrastructure.clean_water", "People using clean water",
       "Tỷ lệ người dân (hộ) sử dụng nước sạch",
       "People or households that use water of the quality standard (nước sạch), of all.",
       "Tỷ lệ người hoặc hộ sử dụng nước sạch đáp ứng quy chuẩn, trong tổng số.",
       "; GSO metadata, tỷ lệ hộ dân cư dùng nước sạch, hố xí hợp vệ sinh, 2019");
ACCESS(hygienic_water, "infrastructure.hygienic_water", "People using hygienic water",
       "Tỷ lệ người dân (hộ) sử dụng nước hợp vệ sinh",
       "People or households that use water without colour, smell and taste from a protected "
       "source (nước hợp vệ sinh), of all.",
       "Tỷ lệ người hoặc hộ sử dụng nước hợp vệ sinh, trong tổng số.", "");
ACCESS(sanitation, "infrastructure.sanitation", "Households with a hygienic latrine",
       "Tỷ lệ hộ có hố xí hợp vệ sinh", "Households (or people) with a hygienic latrine, of all.",
       "Tỷ lệ hộ (hoặc người) có hố xí hợp vệ sinh, trong tổng số.",
       "; GSO metadata, tỷ lệ hộ dân cư dùng nước sạch, hố xí hợp vệ sinh, 2019");
ACCESS(electricity, "infrastructure.electricity", "Access to electricity", "Tỷ lệ hộ có điện",
       "Households or people with electricity, of all.",
       "Tỷ lệ hộ hoặc người được dùng điện, trong tổng số.",
       "; SDG 7.1.1, proportion of population with access to electricity");
ACCESS(internet, "infrastructure.internet", "Access to the internet",
       "Tỷ lệ hộ (người) sử dụng internet", "Households or people with internet, of all.",
       "Tỷ lệ hộ hoặc người sử dụng internet, trong tổng số.", "");
ACCESS(waste_service, "infrastructure.waste_service", "People whose waste is collected",
       "Tỷ lệ người dân (hộ) được thu gom chất thải rắn sinh hoạt",
       "People or households whose household waste is collected, of all: people, not tonnes.",
       "Tỷ lệ người hoặc hộ được thu gom chất thải rắn sinh hoạt: tính theo người, không theo "
       "khối lượng.",
       "; SDG 11.6.1 metadata, share of the population served");
