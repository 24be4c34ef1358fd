# SPDX-License-Identifier: GPL-3.0-or-later
#
# What each cell of a terminal looks like, as a line for each row: a character,
# then foreground, background and attributes, for cell after cell. A blank shows no
# foreground, so none is told. Reads either of
#
#   a picture with its escape sequences, as `tmux capture-pane -e -N` gives it
#   the same from `vmaplab shot --format cells`, with -v cells=ROWS
#
# Every character must be one byte (bring others to '?' before); -v columns=WIDTH.

function cell(char, fg, bg, attributes)
{
	if (char == " ")
		gsub(/[bd]/, "", attributes)
	return char "," (char == " " && attributes !~ /r/ ? "" : fg) "," bg "," attributes " "
}

# ---- from the terminal ----

function set_attribute(letter) { if (index(at, letter) == 0) at = at letter }

# Attributes in one order, whatever order they came in.
function ordered(from,   i, out, letter)
{
	for (i = 1; i <= 4; i++) {
		letter = substr("brud", i, 1)
		if (index(from, letter))
			out = out letter
	}
	return out
}

function set_look(codes,   n, i, c, part)
{
	n = split(codes, part, ";")
	if (n == 0)
		part[n = 1] = 0
	for (i = 1; i <= n; i++) {
		c = part[i] + 0
		if (c == 0) { fg = bg = -1; at = "" }
		else if (c == 1) set_attribute("b")
		else if (c == 2) set_attribute("d")
		else if (c == 4) set_attribute("u")
		else if (c == 7) set_attribute("r")
		else if (c == 22) gsub(/[bd]/, "", at)
		else if (c == 24) gsub(/u/, "", at)
		else if (c == 27) gsub(/r/, "", at)
		else if (c >= 30 && c <= 37) fg = c - 30
		else if (c >= 40 && c <= 47) bg = c - 40
		else if (c >= 90 && c <= 97) fg = c - 82
		else if (c >= 100 && c <= 107) bg = c - 92
		else if (c == 39) fg = -1
		else if (c == 49) bg = -1
		else if (c == 38) { fg = part[i + 2]; i += 2 }
		else if (c == 48) { bg = part[i + 2]; i += 2 }
	}
}

BEGIN { fg = bg = -1 }

!cells {
	out = ""
	seen = 0
	while ($0 != "") {
		if (match($0, /^\033\[[0-9;]*m/)) {
			set_look(substr($0, 3, RLENGTH - 3))
			$0 = substr($0, RLENGTH + 1)
		} else if (match($0, /^\033[^m]?/) || match($0, /^[\016\017]/)) {
			$0 = substr($0, RLENGTH + 1)
		} else {
			out = out cell(substr($0, 1, 1), fg, bg, ordered(at))
			$0 = substr($0, 2)
			seen++
		}
	}
	for (; seen < columns; seen++)
		out = out cell(" ", -1, -1, "")
	print out
}

# ---- from the shot ----

cells && NR <= cells { text[NR] = $0 }
cells && NR > cells && NR <= 2 * cells { letters[NR - cells] = $0 }

# "a dim	245 on 234 bold": letter, style, look.
cells && NR > 2 * cells {
	letter = substr($0, 1, 1)
	look = substr($0, index($0, "\t") + 1)
	style_fg[letter] = style_bg[letter] = -1
	if (match(look, /^-?[0-9]+ on -?[0-9]+/)) {
		split(substr(look, 1, RLENGTH), part, " on ")
		style_fg[letter] = part[1]
		style_bg[letter] = part[2]
	}
	style_at[letter] = ""
	if (look ~ /bold/) style_at[letter] = style_at[letter] "b"
	if (look ~ /reverse/) style_at[letter] = style_at[letter] "r"
	if (look ~ /underline/) style_at[letter] = style_at[letter] "u"
	if (look ~ /dim/) style_at[letter] = style_at[letter] "d"
}

END {
	for (y = 1; cells && y <= cells; y++) {
		out = ""
		for (x = 1; x <= columns; x++) {
			letter = x <= length(letters[y]) ? substr(letters[y], x, 1) : "."
			char = x <= length(text[y]) ? substr(text[y], x, 1) : " "
			out = out cell(char, style_fg[letter], style_bg[letter], style_at[letter])
		}
		print out
	}
}
