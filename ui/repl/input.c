/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Lines from a pipe or a file, whatever is in it.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "ui/repl/input.h"

/* For one more byte and the NUL behind it. */
static bool make_room(struct input *input)
{
	if (input->length + 1 < input->room)
		return true;
	size_t room = input->room ? input->room * 2 : 256;
	char *text = realloc(input->text, room);
	if (!text)
		return false;
	input->text = text;
	input->room = room;
	return true;
}

/* What editors put around the text itself. */
static void trim(struct input *input)
{
	while (input->length > 0 && input->text[input->length - 1] == '\r')
		input->text[--input->length] = '\0';
	if (input->number == 1 && input->length >= 3 && memcmp(input->text, "\xef\xbb\xbf", 3) == 0) {
		input->length -= 3;
		memmove(input->text, input->text + 3, input->length + 1);
	}
}

enum input_result input_read(struct input *input)
{
	int byte = EOF;
	errno = 0;
	input->length = 0;
	input->number++;
	while (make_room(input) && (byte = getc(input->file)) != EOF && byte != '\n') {
		if (input->length == INPUT_LINE_MAX)
			return INPUT_TOO_LONG;
		input->text[input->length++] = (char)byte;
	}
	if (errno == ENOMEM || ferror(input->file))
		return INPUT_FAILED;
	if (byte == EOF && input->length == 0)
		return INPUT_END;
	input->text[input->length] = '\0';
	trim(input);
	return INPUT_LINE;
}

void input_close(struct input *input)
{
	free(input->text);
	input->text = NULL;
}
