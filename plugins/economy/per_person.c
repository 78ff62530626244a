/* SPDX-License-Identifier: MIT */
/* What a person makes, and what is made or sold for each person: output and people come from two
 * datasets. */
#include "economy.h"

#include "../per.h"

PER_INDICATOR(economy_productivity, "economy.productivity", ("output", "Output", "Sản lượng"),
	      ("value", "VND", "Value added or output", "Giá trị tăng thêm hoặc giá trị sản xuất"),
	      CHISO_FLOW, ("labour", "Labour", "Lao động"),
	      ("employed", "{person}", "Persons employed", "Số lao động đang làm việc"),
	      CHISO_STOCK_MEAN, 1, "per_worker", "VND/{person}", 1, "value / employed",
	      "Labour productivity", "Năng suất lao động",
	      "Output for each person employed, of the mean of the period.",
	      "Giá trị tính trên một lao động đang làm việc bình quân trong kỳ.",
	      HERE "; SDG 8.2.1 metadata, ILO: output per employed person");
PER_INDICATOR(economy_per_head, "economy.per_head", ("sales", "Sales", "Doanh thu"),
	      ("value", "VND", "Retail sales, services or another value",
	       "Doanh thu bán lẻ, dịch vụ hoặc giá trị khác"),
	      CHISO_FLOW, ("people", "People", "Dân số"),
	      ("population", "{person}", "Population", "Dân số"), CHISO_STOCK_MEAN, 1, "per_head",
	      "VND/{person}", 1, "value / population", "Value per head",
	      "Giá trị bình quân đầu người",
	      "Retail sales, services or another value for each person of the mean population.",
	      "Doanh thu bán lẻ, dịch vụ hoặc giá trị khác tính trên dân số bình quân.", HERE);
