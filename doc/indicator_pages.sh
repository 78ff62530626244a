#!/bin/sh
# SPDX-License-Identifier: MIT
# indicator_pages.sh CHISO FOLDER: writes there a page for each indicator that chiso lists and one for each
# plugin.  tests/manual.test compares them with what chiso says.
set -eu
chiso=$1
folder=$2
rm -f "$folder"/*.*.md
for id in $("$chiso" list | sed 's/ .*//') $("$chiso" list plugins | sed 's/ .*//'); do
	"$chiso" info "$id" --format markdown --lang en >"$folder/$id.md"
done
