# SPDX-License-Identifier: MIT
plugin_names += economy
plugins += plugins/economy.la
# All but the entry, which is in economy.c.
economy_parts = \
	plugins/economy/growth.c \
	plugins/economy/investment.c \
	plugins/economy/per_person.c \
	plugins/economy/structure.c \
	plugins/economy/economy.h
plugins_economy_la_SOURCES = plugins/economy/economy.c $(economy_parts)
plugins_economy_la_CPPFLAGS = $(AM_CPPFLAGS)
plugins_economy_la_CFLAGS = $(plugin_cflags)
plugins_economy_la_LDFLAGS = $(plugin_ldflags)
plugins_economy_la_LIBADD = -lm
EXTRA_DIST += plugins/economy/README.md
if PREOPEN
preopened += -dlpreopen plugins/economy.la
plugins_economy_la_CPPFLAGS += -DCHISO_MODULE=economy
endif
