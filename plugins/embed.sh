#!/bin/sh
# SPDX-License-Identifier: MIT
# embed.sh NAME FILE...: a C table `const struct chiso_document NAME[]` with the bytes of the files.
set -eu
name=$1
shift
echo '#include <chiso/plugin.h>'
i=0
for file; do
	i=$((i + 1))
	echo "static const unsigned char file_${i}[] = {"
	LC_ALL=C od -An -v -tu1 "$file" | sed 's/[0-9][0-9]*/&,/g'
	echo '};'
done
i=0
echo "extern const struct chiso_document ${name}[];"
echo "const struct chiso_document ${name}[] = {"
for file; do
	i=$((i + 1))
	echo "	{\"$(basename "$file")\", (const char *)file_$i, sizeof file_$i},"
done
echo '	{0}};'
