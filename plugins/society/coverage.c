/* SPDX-License-Identifier: MIT */
/* Parts of the people: who has finished school, is trained, insured, immunised, protected, or has
 * a title of culture.  The definitions differ, and README.md beside this file has them. */
#include "society.h"

#include "../share.h"

SHARE_INDICATOR(society_completion, "society.completion", CHISO_STOCK_LAST,
		("completed", "{person}", "Of them have completed the level",
		 "Trong đó đã hoàn thành cấp học"),
		("population", "{person}",
		 "People 3 to 5 years above the age of the last grade of the level",
		 "Dân số ở độ tuổi cao hơn tuổi học lớp cuối cấp 3-5 năm"),
		"more people have completed the level than there are",
		"số người hoàn thành cấp học nhiều hơn dân số trong nhóm tuổi", "Completion rate",
		"Tỷ lệ hoàn thành cấp học",
		"People who have completed a level of school, of those 3 to 5 years above the age "
		"of its last grade.",
		"Tỷ lệ người đã hoàn thành cấp học trong nhóm tuổi cao hơn tuổi học lớp cuối cấp "
		"3-5 năm.",
		HERE "; SDG 4.1.2 metadata, UNESCO Institute for Statistics");
SHARE_INDICATOR(society_trained_labour, "society.trained_labour", CHISO_STOCK_MEAN,
		("trained", "{person}", "Of them trained, with a degree or certificate",
		 "Trong đó đã qua đào tạo có bằng, chứng chỉ"),
		("labour_force", "{person}", "Labour force", "Lực lượng lao động"),
		"more people are trained than are in the labour force",
		"số lao động qua đào tạo nhiều hơn lực lượng lao động", "Trained labour",
		"Tỷ lệ lao động qua đào tạo có bằng, chứng chỉ",
		"People in the labour force who have a degree or certificate of training, of all.",
		"Tỷ lệ lao động đã qua đào tạo có bằng, chứng chỉ trong lực lượng lao động.",
		HERE "; GSO, national statistical indicators: trained labour");
SHARE_INDICATOR(society_health_insurance, "society.health_insurance", CHISO_STOCK_LAST,
		("insured", "{person}", "People with health insurance",
		 "Số người tham gia bảo hiểm y tế"),
		("population", "{person}", "Population", "Dân số"),
		"more people are insured than there are",
		"số người tham gia bảo hiểm y tế nhiều hơn dân số", "Health insurance coverage",
		"Tỷ lệ bao phủ bảo hiểm y tế", "People with health insurance, of all.",
		"Tỷ lệ dân số tham gia bảo hiểm y tế.", HERE);
SHARE_INDICATOR(society_immunisation, "society.immunisation", CHISO_FLOW,
		("immunised", "{person}", "Of them fully immunised",
		 "Trong đó được tiêm chủng đầy đủ"),
		("infants", "{person}", "Surviving infants", "Số trẻ dưới 1 tuổi"),
		"more infants are immunised than there are",
		"số trẻ được tiêm chủng nhiều hơn số trẻ", "Immunisation coverage",
		"Tỷ lệ trẻ dưới 1 tuổi được tiêm chủng đầy đủ",
		"Infants who received all the vaccines of their age, of those who survive.",
		"Tỷ lệ trẻ dưới 1 tuổi được tiêm đầy đủ các loại vắc xin.",
		HERE "; SDG 3.b.1 metadata, WHO and UNICEF");
SHARE_INDICATOR(society_social_protection, "society.social_protection", CHISO_STOCK_LAST,
		("covered", "{person}", "Of them covered by a benefit or contributing",
		 "Trong đó đang hưởng hoặc tham gia ít nhất một chế độ"),
		("population", "{person}", "People of the group", "Dân số của nhóm"),
		"more people are covered than there are",
		"số người được bao phủ nhiều hơn dân số của nhóm", "Social protection coverage",
		"Tỷ lệ bao phủ an sinh xã hội",
		"People who receive a cash benefit or contribute to a scheme of social protection, "
		"of all.",
		"Tỷ lệ dân số hưởng trợ cấp bằng tiền hoặc tham gia ít nhất một chế độ an sinh xã "
		"hội.",
		HERE "; SDG 1.3.1 metadata, ILO");
SHARE_INDICATOR(society_cultural_titles, "society.cultural_titles", CHISO_STOCK_LAST,
		("with_title", NULL, "Families or villages with the title",
		 "Số gia đình hoặc thôn đạt danh hiệu văn hóa"),
		("all", NULL, "Families or villages", "Tổng số gia đình hoặc thôn"),
		"more have the title than there are", "số đạt danh hiệu nhiều hơn tổng số",
		"Titles of culture", "Tỷ lệ đạt danh hiệu văn hóa",
		"Families or villages that have the title \"cultural\", of all.",
		"Tỷ lệ gia đình hoặc thôn đạt danh hiệu văn hóa.", HERE);
