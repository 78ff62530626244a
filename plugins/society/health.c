/* SPDX-License-Identifier: MIT */
/* Doctors, beds and cases of a disease over the people, who come from another dataset. */
#include "society.h"

#include "../per.h"

#define PEOPLE_SOURCE ("people", "People", "Dân số")
#define PEOPLE ("population", "{person}", "Population", "Dân số")

PER_INDICATOR(society_doctors, "society.doctors", ("health", "Health", "Y tế"),
	      ("doctors", "{person}", "Doctors", "Số bác sĩ"), CHISO_STOCK_MEAN, PEOPLE_SOURCE,
	      PEOPLE, CHISO_STOCK_MEAN, 1, "rate", "per 10,000 {person}", 10000,
	      "10000 * doctors / population", "Doctors per 10,000 people",
	      "Số bác sĩ trên 10.000 dân", "Doctors per 10,000 people.",
	      "Số bác sĩ tính trên 10.000 dân.",
	      HERE "; SDG 3.c.1 metadata, WHO: health worker density");
PER_INDICATOR(society_beds, "society.beds", ("health", "Health", "Y tế"),
	      ("beds", "{bed}", "Hospital beds", "Số giường bệnh"), CHISO_STOCK_MEAN, PEOPLE_SOURCE,
	      PEOPLE, CHISO_STOCK_MEAN, 1, "rate", "per 10,000 {person}", 10000,
	      "10000 * beds / population", "Hospital beds per 10,000 people",
	      "Số giường bệnh trên 10.000 dân", "Hospital beds per 10,000 people.",
	      "Số giường bệnh tính trên 10.000 dân.", HERE "; WHO, hospital bed density");
PER_INDICATOR(society_incidence, "society.incidence", ("disease", "Disease", "Dịch bệnh"),
	      ("cases", "{case}", "New cases", "Số ca mắc mới"), CHISO_FLOW, PEOPLE_SOURCE, PEOPLE,
	      CHISO_STOCK_MEAN, -1, "rate", "per 100,000 {person}", 100000,
	      "100000 * cases / population", "Incidence of a disease per 100,000 people",
	      "Tỷ suất mắc bệnh trên 100.000 dân",
	      "New cases of a disease per 100,000 of the mean population.",
	      "Số ca mắc mới tính trên 100.000 dân bình quân.",
	      HERE "; Porta, M. (ed.), A Dictionary of Epidemiology (2014), incidence rate");
