/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Going on with a session that was kept.
 *
 * The file is read to its end, or to the first line that is none, before
 * anything is run. Whether a lesson goes on is known then: it was waiting, and
 * its file is what it was. If it goes another way nevertheless, all begins
 * anew with the commands alone.
 *
 * Nothing is ever lost by trying: a file that cannot be run to its end is set
 * aside, and the session goes on in a new one.
 */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ui/lab/lab.h"
#include "ui/repl/kept.h"
#include "ui/repl/line.h"
#include "ui/repl/shelf.h"

enum { TEXT = 1024, TROUBLE = 256, WHY = 160, SHOWN = 60, SESSION_MOST = 32 << 20 };

enum kind { OWN, OF_SCRIPT, BEGINS, GOES_ON, HEARS, ENDS, REMARK };

/* A line of the file; `text` without what tells its kind. */
struct entry {
	enum kind kind;
	char *text;
	size_t line;
	off_t at;
};

struct kept {
	char *path, *name;
	int fd;
	off_t size;		/* of the part that is well */
	char *text;
	struct entry *entry;
	size_t entries;
	char version[32];
	char trouble[TROUBLE];	/* why the rest is not; "" when all is well */
	bool aside;		/* the file has another name now */
	size_t lesson;		/* the entry that begins the one that waits; or `entries` */
	const char *lost;	/* why that one does not go on, or NULL */
};

/* --- scripts --- */

struct kept_sum kept_sum(const char *path)
{
	struct kept_sum sum = { 0, UINT64_C(0xcbf29ce484222325) };
	FILE *file = fopen(path, "rb");
	if (!file)
		return (struct kept_sum){ 0 };
	for (int byte; (byte = getc(file)) != EOF; sum.size++)
		sum.sum = (sum.sum ^ (uint64_t)byte) * UINT64_C(0x100000001b3);
	bool failed = ferror(file) != 0;
	fclose(file);
	return failed ? (struct kept_sum){ 0 } : sum;
}

/* Its path, if the file is still what it was. NULL: it is not. */
static const char *same_script(const struct entry *begins)
{
	struct kept_sum then = { 0 };
	int behind = 0;
	if (sscanf(begins->text, "%" SCNu64 " %" SCNx64 " %n", &then.size, &then.sum, &behind) != 2)
		return NULL;
	const char *path = begins->text + behind;
	struct kept_sum now = kept_sum(path);
	return now.size > 0 && now.size == then.size && now.sum == then.sum ? path : NULL;
}

/* --- reading --- */

static const struct {
	const char *mark;
	enum kind kind;
} marks[] = {
	{ KEPT_BEGINS, BEGINS }, { KEPT_GOES_ON, GOES_ON }, { KEPT_HEARS, HEARS },
	{ KEPT_ENDS, ENDS }, { "#", REMARK }, { KEPT_INDENT, OF_SCRIPT }, { "", OWN },
};

static struct entry read_entry(char *line)
{
	size_t i = 0;
	while (strncmp(line, marks[i].mark, strlen(marks[i].mark)) != 0)
		i++;
	char *text = line + strlen(marks[i].mark);
	return (struct entry){ .kind = marks[i].kind, .text = text + strspn(text, " ") };
}

/* False: no memory. */
static bool add_entry(struct kept *kept, char *line, size_t number)
{
	if ((kept->entries & (kept->entries - 1)) == 0) {	/* a power of two is full */
		size_t room = kept->entries ? 2 * kept->entries : 1;
		struct entry *grown = realloc(kept->entry, room * sizeof(*grown));
		if (!grown)
			return false;
		kept->entry = grown;
	}
	struct entry entry = read_entry(line);
	entry.line = number;
	entry.at = line - kept->text;
	kept->entry[kept->entries++] = entry;
	return true;
}

/* A last line without its end was being written when the end came. */
static bool read_lines(struct kept *kept)
{
	char why[WHY], *line = kept->text, *end;
	for (size_t number = 1; *kept->trouble == '\0'; number++, line = end + 1) {
		kept->size = line - kept->text;
		end = strchr(line, '\n');
		if (!end)
			break;
		*end = '\0';
		if (!line_readable(line, (size_t)(end - line), why, sizeof(why)))
			snprintf(kept->trouble, sizeof(kept->trouble), _("line %zu is damaged: %s"),
				 number, why);
		else if (!add_entry(kept, line, number))
			return false;
	}
	return true;
}

/* What is behind a NUL is damaged, too. */
static bool is_cut_short(const struct kept *kept, off_t length)
{
	return !*kept->trouble && strlen(kept->text + kept->size) + (size_t)kept->size <
				  (size_t)length;
}

static void find_lesson(struct kept *kept)
{
	kept->lesson = kept->entries;
	for (size_t i = 0; i < kept->entries; i++) {
		if (kept->entry[i].kind == BEGINS)
			kept->lesson = i;
		if (kept->entry[i].kind == ENDS)
			kept->lesson = kept->entries;
	}
	if (kept->lesson == kept->entries || same_script(&kept->entry[kept->lesson]))
		return;
	kept->lesson = kept->entries;
	kept->lost = _("its lesson is not there any more, or has changed, and does not go on");
}

/* --- opening --- */

static char *read_file(int fd, off_t *length)
{
	struct stat status;
	if (fstat(fd, &status) != 0 || status.st_size > SESSION_MOST) {
		errno = EFBIG;
		return NULL;
	}
	char *text = malloc((size_t)status.st_size + 1);
	ssize_t got = text ? pread(fd, text, (size_t)status.st_size, 0) : -1;
	if (got < 0) {
		free(text);
		return NULL;
	}
	text[got] = '\0';
	*length = got;
	return text;
}

static bool understands(struct kept *kept, char *why, size_t room)
{
	unsigned form = 0;
	if (sscanf(kept->text, KEPT_SCAN, kept->version, &form) != 2)
		snprintf(why, room, _("'%s' is damaged: it does not begin as a session does"),
			 kept->path);
	else if (form != KEPT_FORM)
		snprintf(why, room, _("'%s' was written by vmaplab %s in a form that this one does "
			 "not read"), kept->path, kept->version);
	else
		return true;
	return false;
}

static bool read_session(struct kept *kept, char *why, size_t room)
{
	off_t length = 0;
	kept->text = read_file(kept->fd, &length);
	if (!kept->text) {
		snprintf(why, room, _("'%s' cannot be read: %s"), kept->path, strerror(errno));
		return false;
	}
	if (!understands(kept, why, room))
		return false;
	if (!read_lines(kept)) {
		snprintf(why, room, _("there is no memory for '%s'"), kept->path);
		return false;
	}
	if (is_cut_short(kept, length))
		snprintf(kept->trouble, sizeof(kept->trouble), _("line %zu is damaged: there is a "
			 "NUL in it"), kept->entries + 1);
	find_lesson(kept);
	return true;
}

static bool open_session(struct kept *kept, const struct shelf_session *session, char *why,
			 size_t room)
{
	kept->path = strdup(session->path);
	kept->name = strdup(session->name);
	kept->fd = open(session->path, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (kept->fd < 0)
		snprintf(why, room, _("'%s' cannot be opened: %s"), session->path, strerror(errno));
	else if (flock(kept->fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
		snprintf(why, room, _("the session '%s' runs now in another vmaplab"), session->name);
	else if (kept->path && kept->name)
		return read_session(kept, why, room);
	return false;
}

struct kept *kept_open(const char *which, char *why, size_t room)
{
	struct shelf shelf = shelf_open();
	const struct shelf_session *session = which ? shelf_find(&shelf, which) :
						      shelf_newest(&shelf, false);
	struct kept *kept = session ? calloc(1, sizeof(*kept)) : NULL;
	if (!session && which)
		snprintf(why, room, _("there is no session '%s'; 'vmaplab sessions' lists them"), which);
	else if (!session)
		snprintf(why, room, "%s", shelf.count == 0 ? _("there is no session to resume") :
			 _("there is no session to resume; 'vmaplab sessions' tells of those that "
			   "there are"));
	else
		snprintf(why, room, _("there is no memory for a session"));
	if (kept)
		kept->fd = -1;
	if (kept && !open_session(kept, session, why, room)) {
		kept_close(kept);
		kept = NULL;
	}
	shelf_close(&shelf);
	return kept;
}

void kept_close(struct kept *kept)
{
	if (!kept)
		return;
	if (kept->fd >= 0)
		close(kept->fd);
	free(kept->path);
	free(kept->name);
	free(kept->text);
	free(kept->entry);
	free(kept);
}

/* --- running it again --- */

struct replay {
	struct kept *kept;
	struct lab *lab;
	const struct kept_player *player;
	bool waits;		/* the lesson does */
	size_t last;		/* its last turn */
	size_t commands;
	char trouble[TEXT];	/* why a command cannot be run, or "" */
	bool interrupted;
};

static bool runs(struct replay *r, const struct entry *e)
{
	char shown[SHOWN];
	lab_log_seal(r->lab);
	r->commands++;
	if (lab_run_line(r->lab, e->text, NULL) == LAB_OK)
		return true;
	snprintf(r->trouble, sizeof(r->trouble), _("line %zu (%s) cannot be run: %s"), e->line,
		 line_shown(e->text, shown, sizeof(shown)), lab_error(r->lab));
	return false;
}

/* A turn of the lesson that goes on. */
static void play(struct replay *r, size_t i)
{
	const struct entry *e = &r->kept->entry[i];
	const struct kept_player *p = r->player;
	bool last = i == r->last;
	if (e->kind == BEGINS)
		r->waits = p->begin(p->context, same_script(e), last);
	else if (r->waits)
		r->waits = p->go_on(p->context, e->kind == HEARS ? e->text : NULL, last);
}

/* False: the rest cannot be run. */
static bool replay_entry(struct replay *r, size_t i)
{
	const struct entry *e = &r->kept->entry[i];
	bool in_lesson = i >= r->kept->lesson;
	if (e->kind == OWN || (e->kind == OF_SCRIPT && !in_lesson))
		return runs(r, e);
	if (in_lesson && (e->kind == BEGINS || e->kind == GOES_ON || e->kind == HEARS))
		play(r, i);
	r->commands += e->kind == OF_SCRIPT;
	return true;
}

/* The lab's log, as far back as it goes, must be what stands in the file. */
static bool is_the_same(const struct replay *r)
{
	size_t line = lab_log_length(r->lab);
	for (size_t i = r->kept->entries; i-- > 0 && line > 0;) {
		const struct entry *e = &r->kept->entry[i];
		if (e->kind != OWN && e->kind != OF_SCRIPT)
			continue;
		if (strcmp(e->text, lab_log_line(r->lab, --line)) != 0)
			return false;
	}
	return true;
}

/* ^C waits until a command is over, so that it cannot be told from a failure. */
static bool is_interrupted(void)
{
	sigset_t pending;
	return sigpending(&pending) == 0 && sigismember(&pending, SIGINT) == 1;
}

static bool replay_all(struct replay *r)
{
	const struct kept *kept = r->kept;
	r->commands = 0;
	r->trouble[0] = '\0';
	for (size_t i = r->last = kept->lesson; i < kept->entries; i++)
		if (kept->entry[i].kind == GOES_ON || kept->entry[i].kind == HEARS)
			r->last = i;
	lab_set_entry(r->lab, ENTRY_AT_END);
	for (size_t i = 0; i < kept->entries && !r->interrupted; i++) {
		if (!replay_entry(r, i))
			return false;
		r->interrupted = is_interrupted();
	}
	return true;
}

/* If the lesson goes another way, or ends, the commands alone will do. */
static void replay(struct replay *r)
{
	struct kept *kept = r->kept;
	bool lesson = kept->lesson < kept->entries, well = replay_all(r);
	if (!lesson || r->interrupted || (well && r->waits && is_the_same(r)))
		return;
	r->player->leave(r->player->context);
	r->waits = false;
	kept->lesson = kept->entries;
	kept->lost = _("its lesson went another way this time, and does not go on");
	replay_all(r);
}

/* --- telling what has become of it --- */

static void append(char *text, size_t room, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
static void append(char *text, size_t room, const char *format, ...)
{
	size_t length = strlen(text);
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(text + length, room - length, format, arguments);
	va_end(arguments);
}

static void tell(const struct replay *r, const char *trouble, char *told, size_t room)
{
	const struct kept *kept = r->kept;
	snprintf(told, room, P_("The session goes on behind its %zu command",
				"The session goes on behind its %zu commands", r->commands), r->commands);
	if (kept->lost)
		append(told, room, _("; %s"), kept->lost);
	if (*trouble)
		append(told, room, _(". Not all of it is here: %s; the whole file is now %s%s"),
		       trouble, kept->path, KEPT_REST);
	if (*trouble && strcmp(kept->version, VMAPLAB_VERSION) != 0)
		append(told, room, _(" (it was written by vmaplab %s, and this is %s)"),
		       kept->version, VMAPLAB_VERSION);
	append(told, room, "%s", _("."));
}

/* What cannot be run is not thrown away. */
static void set_aside(struct kept *kept)
{
	size_t room = strlen(kept->path) + sizeof(KEPT_REST);
	char *path = malloc(room);
	if (path) {
		snprintf(path, room, "%s" KEPT_REST, kept->path);
		(void)rename(kept->path, path);
	}
	free(path);
	kept->aside = true;
}

enum kept_result kept_replay(struct kept *kept, struct lab *lab,
			     const struct kept_player *player, char *told, size_t room)
{
	struct replay r = { .kept = kept, .lab = lab, .player = player };
	sigset_t interrupt, before;
	sigemptyset(&interrupt);
	sigaddset(&interrupt, SIGINT);
	sigprocmask(SIG_BLOCK, &interrupt, &before);
	replay(&r);
	sigprocmask(SIG_SETMASK, &before, NULL);
	if (r.interrupted) {
		snprintf(told, room, _("interrupted; the session is kept as it was"));
		return KEPT_INTERRUPTED;
	}
	const char *trouble = *r.trouble ? r.trouble : kept->trouble;
	tell(&r, trouble, told, room);
	if (*trouble)
		set_aside(kept);
	return *trouble || kept->lost ? KEPT_PARTLY : KEPT_WELL;
}

bool kept_give(struct kept *kept, char **path, int *fd, off_t *size)
{
	if (kept->aside)
		return false;
	*path = kept->path;
	*fd = kept->fd;
	*size = kept->size;
	kept->path = NULL;
	kept->fd = -1;
	return true;
}

bool kept_lost_lesson(const struct kept *kept)
{
	return kept->lost != NULL;
}
