# SPDX-License-Identifier: GPL-3.0-or-later
#
# Turns source files into C: an array of lines for each file, and a table of
# all files at the end. So the program can show the very text that it was
# compiled from, wherever it is installed.
#
#   awk -f make/embed.awk FILE... >sources.c

BEGIN {
	print "/* Made by make/embed.awk from the sources of the model; do not edit. */"
	print "/* SPDX-License-Identifier: GPL-3.0-or-later */"
	print "#include \"ui/lab/source_files.h\""
	for (i = 1; i < ARGC; i++)
		embed(i, ARGV[i])
	print ""
	print "const struct source_file source_files[] = {"
	for (i = 1; i < ARGC; i++)
		printf "\t{ \"%s\", lines_%d, %d },\n", quoted(ARGV[i]), i, count[i]
	print "};"
	printf "const size_t source_file_count = %d;\n", ARGC - 1
}

function embed(number, path,    line, status)
{
	printf "\n/* %s */\n", path
	printf "static const char *const lines_%d[] = {\n", number
	while ((status = (getline line < path)) > 0) {
		printf "\t\"%s\",\n", quoted(line)
		count[number]++
	}
	if (status < 0) {
		print "make/embed.awk: cannot read " path > "/dev/stderr"
		exit 1
	}
	if (!count[number]) {
		print "\t0"		# C knows no empty array
		count[number] = 0
	}
	print "};"
	close(path)
}

# '?' is escaped too: two of them could begin a trigraph.
function quoted(text)
{
	gsub(/\\/, "&&", text)
	gsub(/"/, "\\\"", text)
	gsub(/\?/, "\\?", text)
	gsub(/\t/, "\\t", text)
	gsub(/\r/, "", text)
	return text
}
