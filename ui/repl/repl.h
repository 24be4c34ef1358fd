/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef VMAPLAB_REPL_H
#define VMAPLAB_REPL_H

/*
 * `vmaplab repl`: the laboratory in plain lines.
 *
 * With a terminal on standard input it prompts (readline: editing, history,
 * completion, ^C), without one it reads a pipe or a file and stops at the
 * first command that fails. What a person does is kept on the disk (keep.h).
 */

struct lab;
struct kept;
struct host_limits;
struct sitting;

/*
 * Runs until `quit` or the end of input. `script` is the path of a script to
 * run first, or NULL; `kept`, a session to go on with, or NULL; `limits` bound
 * scripts, NULL: as usual. The caller opens the lab and closes it; from the call on its output goes to standard output.
 * Returns the program's exit code: 0, 1 when a command of a pipe or the script
 * failed, 2 when the script or the input cannot be read.
 */
int repl_run(struct lab *lab, const char *script, struct kept *kept,
	     const struct host_limits *limits);

/* The same for somebody who sits an exam; the caller closes the sitting. What is typed is
 * in its transcript, and not kept otherwise. Also 1 when the transcript does not fit. */
int repl_sit(struct lab *lab, struct sitting *sitting);

#endif
