#!/bin/sh
# SPDX-License-Identifier: MIT
# embed.sh OUT TABLE FILE...: writes a C table `const struct chiso_document TABLE[]` with the bytes of
# the files, which are here or in $srcdir.
set -eu
out=$1
table=$2
shift 2
mkdir -p "$(dirname "$out")"
{
	echo '#include <chiso/plugin.h>'
	i=0
	for file; do
		i=$((i + 1))
		echo "static const unsigned char file_${i}[] = {"
		test -f "$file" || file=$srcdir/$file
		LC_ALL=C od -An -v -tu1 "$file" | sed 's/[0-9][0-9]*/&,/g'
		echo '};'
	done
	i=0
	echo "extern const struct chiso_document ${table}[];"
	echo "const struct chiso_document ${table}[] = {"
	for file; do
		i=$((i + 1))
		echo "	{\"$(basename "$file")\", (const char *)file_$i, sizeof file_$i},"
	done
	echo '	{0}};'
} >"$out-t"
mv -f "$out-t" "$out"
