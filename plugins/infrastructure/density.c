/* SPDX-License-Identifier: MIT */
/* How dense the roads are: per square kilometre and per 1,000 people.  Roads and what they are
 * compared with come from two datasets. */
#include "infrastructure.h"

#include "../per.h"

#define ROADS ("roads", "Roads", "Đường bộ")
#define LENGTH ("length", "km", "Length of roads", "Chiều dài đường")

PER_INDICATOR(infrastructure_road_density, "infrastructure.road_density", ROADS, LENGTH,
	      CHISO_STOCK_LAST, ("areas", "Areas", "Diện tích"),
	      ("area", "km2", "Area", "Diện tích tự nhiên"), CHISO_STOCK_LAST, 1, "density",
	      "km/km2", 1, "length / area", "Road density", "Mật độ đường",
	      "Kilometres of road per square kilometre.",
	      "Số kilômét đường trên một kilômét vuông.", HERE);
PER_INDICATOR(infrastructure_roads_per_head, "infrastructure.roads_per_head", ROADS, LENGTH,
	      CHISO_STOCK_LAST, ("people", "People", "Dân số"),
	      ("population", "{person}", "Population", "Dân số"), CHISO_STOCK_LAST, 1,
	      "per_thousand", "km/thousand {person}", 1000, "1000 * length / population",
	      "Roads per 1,000 people", "Chiều dài đường trên 1.000 dân",
	      "Kilometres of road per 1,000 people.", "Số kilômét đường trên 1.000 dân.", HERE);
