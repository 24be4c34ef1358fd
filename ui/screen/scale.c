/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Which part of the space is shown, and what lies in each cell.
 *
 * A cell is looked up in the tree (area_at_or_after) and then followed along
 * the list for a few areas. If that does not reach its end, it is sampled at a
 * few points: with a million areas the picture is as cheap as with ten.
 */

#include "ui/screen/scale.h"

enum {
	FOLLOWED = 12,		/* areas looked at one by one in a cell */
	LOOKUPS = 1200,		/* samples in all, shared by the cells */
	MOST_SAMPLES = 16,	/* of a cell */
	LEAST_SAMPLES = 2,
	LEAST_PAGES = 16,	/* an empty space is not shown as less */
	WIDEST_PAGE = 8,	/* cells */
	READABLE_PAGE = 3,	/* the same, if it can be */
	LENS_PAGES = 48,	/* of a strip, if that is possible, where all pages are too many */
	LENS_SIZES = 4,		/* the area of interest fits so often on what is shown then */
};

/* A stretch of pages, counted from the space's start. */
struct stretch {
	uint64_t first, behind;
};

static uint64_t space_pages(const struct scene *scene)
{
	const struct space *space = &scene->m->g->space;
	return (space->end - space->start + PAGE_SIZE - 1) >> PAGE_SHIFT;
}

static uint64_t page_of(const struct scene *scene, uint64_t address)
{
	const struct space *space = &scene->m->g->space;
	uint64_t pages = space_pages(scene);
	if (address < space->start)
		return 0;
	uint64_t page = (address - space->start) >> PAGE_SHIFT;
	return page < pages ? page : pages;
}

static void include(struct stretch *s, uint64_t first, uint64_t behind)
{
	if (first < s->first)
		s->first = first;
	if (behind > s->behind)
		s->behind = behind;
}

/* From the lowest to the highest area, the search included. */
static struct stretch used_part(const struct scene *scene)
{
	const struct machine *m = scene->m;
	struct stretch used = { UINT64_MAX, 0 };
	if (m->g->vmap_area_list) {
		used.first = page_of(scene, m->va_start[m->g->vmap_area_list]);
		used.behind = page_of(scene, m->va_end[m->g->vmap_area_last] - 1) + 1;
	}
	if (scene->addr.here && scene->addr.value >= m->g->space.start &&
	    scene->addr.value < m->g->space.end) {
		uint64_t page = page_of(scene, scene->addr.value);
		include(&used, page, page + 1);
		if (scene->size.here)
			include(&used, page, page + (scene->size.value >> PAGE_SHIFT));
	}
	if (used.first > used.behind)
		used = (struct stretch){ 0, 0 };
	return used;
}

/* Some free room on either side is worth seeing, and as much more behind as
 * there are cells for: `room` is how many. */
static struct stretch with_margin(struct stretch s, uint64_t pages, uint64_t room)
{
	uint64_t margin = (s.behind - s.first) / 16 + 1, each = 1;
	s.first = s.first > margin ? s.first - margin : 0;
	s.behind += margin;
	if (s.behind - s.first < LEAST_PAGES)
		s.behind = s.first + LEAST_PAGES;
	while (s.behind - s.first + 2 * each > room * each)
		each *= 2;
	uint64_t wide = room / (s.behind - s.first);
	if (wide > WIDEST_PAGE)
		wide = WIDEST_PAGE;
	if (each > 1)
		s.behind = s.first + (room - 2) * each;
	else if (wide > 0 && room / wide > s.behind - s.first)
		s.behind = s.first + room / wide;
	if (s.behind > pages)
		s.behind = pages;
	return s;
}

static uint32_t area_of_interest(const struct scene *scene)
{
	uint32_t area = scene->touched ? scene->touched : scene_area(scene);
	return area ? area : scene->m->g->free_vmap_cache;
}

static bool search_is_on(const struct scene *scene)
{
	return scene->addr.here && scene->addr.value >= scene->m->g->space.start;
}

static uint64_t centre(const struct scene *scene, const struct stretch *s)
{
	uint32_t area = area_of_interest(scene);
	if (search_is_on(scene))
		return page_of(scene, scene->addr.value);
	if (area)
		return page_of(scene, scene->m->va_start[area]);
	if (scene->vstart.here && scene->vstart.value >= scene->m->g->space.start &&
	    scene->vstart.value < scene->m->g->space.end)
		return page_of(scene, scene->vstart.value);	/* the search will begin there */
	return s->first + (s->behind - s->first) / 2;
}

/* Pages of what the eye should be on. */
static uint64_t interest(const struct scene *scene)
{
	uint32_t area = area_of_interest(scene);
	uint64_t bytes = 0;
	if (search_is_on(scene))
		bytes = scene->size.here ? scene->size.value : 0;
	else if (area)
		bytes = scene->m->va_end[area] - scene->m->va_start[area];
	return bytes >> PAGE_SHIFT;
}

/* Where the used part is so large that pages could not be told apart: pages
 * around the point of interest. It moves by halves of its length, so that most
 * steps leave it where it is. */
static struct stretch lens(const struct scene *scene, struct stretch s, const struct sheet *sheet)
{
	uint64_t strips = (uint64_t)sheet->good, length = (uint64_t)sheet->width * strips - 2;
	uint64_t wanted = interest(scene) * LENS_SIZES;
	while (length / 2 >= LENS_PAGES * strips)
		length /= 2;
	while (length < wanted)
		length *= 2;
	if (length * 2 > s.behind - s.first)
		return s;
	uint64_t half = length / 2, first = centre(scene, &s) / half * half;
	first = first > half / 2 ? first - half / 2 : 0;
	if (first < s.first)
		first = s.first;
	if (first + length > s.behind)
		first = s.behind - length;
	return (struct stretch){ first, first + length };
}

static uint64_t zoomed_length(uint64_t length, int zoom, uint64_t pages)
{
	for (; zoom > 0 && length > LEAST_PAGES; zoom--)
		length /= 2;
	for (; zoom < 0 && length < pages; zoom++)
		length = length < pages / 2 ? length * 2 : pages;
	return length ? length : 1;
}

static struct stretch zoomed(const struct scene *scene, struct stretch s, int zoom, int64_t at)
{
	uint64_t pages = space_pages(scene), length = s.behind - s.first;
	if (zoom == 0 && at == SCALE_FOLLOWS)
		return s;
	uint64_t middle = zoom > 0 ? centre(scene, &s) : s.first + length / 2;
	if (at != SCALE_FOLLOWS)
		middle = (uint64_t)at;
	length = zoomed_length(length, zoom, pages);
	uint64_t first = middle > length / 2 ? middle - length / 2 : 0;
	if (first + length > pages)
		first = pages > length ? pages - length : 0;
	return (struct stretch){ first, first + length < pages ? first + length : pages };
}

static uint64_t room_of(const struct sheet *sheet)
{
	return (uint64_t)sheet->width * (uint64_t)sheet->most;
}

/* How many strips for so many pages: as many as make pages readable, and more if
 * they have their rows and pages get wider. */
static int strips_for(uint64_t pages, const struct sheet *sheet)
{
	int strips = 1;
	for (; pages > 0 && strips < sheet->most; strips++) {
		uint64_t cells = (uint64_t)sheet->width * (uint64_t)strips / pages;
		if (cells >= WIDEST_PAGE || (cells >= READABLE_PAGE && strips >= sheet->good))
			break;
	}
	return strips;
}

/* Fits `pages` pages on the cells. */
static void fit(struct scale *scale, uint64_t pages, const struct sheet *sheet)
{
	uint64_t most = room_of(sheet);
	int width = sheet->width;
	scale->strips = strips_for(pages, sheet);
	uint64_t each = (pages + (uint64_t)scale->strips - 1) / (uint64_t)scale->strips;
	/* A range that begins and ends within a cell touches one or two more. */
	uint64_t more = width > 2 ? 2 : 0;
	while (pages > most && (pages >> scale->shift) + more > most)
		scale->shift++;
	scale->page_cells = 1;
	if (scale->shift == 0 && each > 0)
		scale->page_cells = width / (int)each;
	if (scale->page_cells > WIDEST_PAGE)
		scale->page_cells = WIDEST_PAGE;
	if (scale->page_cells < 1)
		scale->page_cells = 1;
	scale->strip_cells = scale->shift ? width : (int)each * scale->page_cells;
}

/* What is shown when nobody has zoomed or panned: the space, or its used part. */
static struct stretch usual(const struct scene *scene, uint64_t room)
{
	uint64_t pages = space_pages(scene);
	if (pages > room && room > 4)
		return with_margin(used_part(scene), pages, room);
	return (struct stretch){ 0, pages };
}

static struct scale scale_of(const struct scene *scene, struct stretch shown,
			     const struct sheet *sheet)
{
	struct scale scale = { .strips = 1 };
	fit(&scale, shown.behind - shown.first, sheet);
	uint64_t first = shown.first >> scale.shift << scale.shift;
	scale.start = scene->m->g->space.start + (first << PAGE_SHIFT);
	scale.pages = shown.behind - first;
	scale.whole = first == 0 && shown.behind == space_pages(scene);
	uint64_t cells = ((scale.pages - 1) >> scale.shift) + 1;
	scale.cells = (int)cells * scale.page_cells;
	if (scale.cells > scale.strips * scale.strip_cells)
		scale.cells = scale.strips * scale.strip_cells;
	while (scale.cells <= (scale.strips - 1) * scale.strip_cells)
		scale.strips--;
	return scale;
}

struct scale scale_choose(const struct scene *scene, const struct sheet *wanted, int zoom,
			  int64_t middle)
{
	struct sheet sheet = *wanted;
	if (sheet.width > SCALE_CELLS)
		sheet.width = SCALE_CELLS;
	if (sheet.most > SCALE_CELLS / sheet.width)
		sheet.most = SCALE_CELLS / sheet.width;
	struct stretch all = usual(scene, room_of(&sheet)), shown = all;
	if (all.behind - all.first > (uint64_t)(sheet.width * sheet.good) &&
	    sheet.width > LEAST_PAGES)
		shown = lens(scene, all, &sheet);
	if (shown.behind - shown.first < all.behind - all.first)
		sheet.most = sheet.good;
	shown = zoomed(scene, shown, zoom, middle);
	return scale_of(scene, shown, &sheet);
}

bool scale_overview(const struct scene *scene, int width, const struct scale *part,
		    bool zoomed_out, struct scale *overview)
{
	if (width < 1 || width > SCALE_CELLS)
		return false;
	struct stretch all = usual(scene, (uint64_t)width), used = used_part(scene);
	uint64_t first = page_of(scene, part->start), behind = first + part->pages;
	if (!zoomed_out && first <= used.first && behind >= used.behind)
		return false;
	if (first < all.first || behind > all.behind)
		all = (struct stretch){ 0, space_pages(scene) };
	if (behind - first >= all.behind - all.first)
		return false;
	*overview = scale_of(scene, all, &(struct sheet){ width, 1, 1 });
	return true;
}

uint64_t scale_address(const struct scale *scale, int cell)
{
	uint64_t unit = (uint64_t)(cell / scale->page_cells);
	return scale->start + (unit << scale->shift << PAGE_SHIFT);
}

int scale_cell(const struct scale *scale, uint64_t address)
{
	if (address < scale->start)
		return -1;
	uint64_t unit = (address - scale->start) >> PAGE_SHIFT >> scale->shift;
	if (unit >= (uint64_t)(scale->cells / scale->page_cells))
		return scale->cells;
	return (int)unit * scale->page_cells;
}

/* --- what lies in the cells --- */

/* Bytes of the part of an area that lies in the range. */
static uint64_t overlap(struct range area, const struct range *in)
{
	uint64_t start = area.start > in->start ? area.start : in->start;
	uint64_t end = area.end < in->end ? area.end : in->end;
	return end > start ? end - start : 0;
}

static uint8_t sampled(const struct scene *scene, const struct range *in, unsigned samples)
{
	unsigned hits = 0;
	uint64_t step = (in->end - in->start) / samples;
	for (unsigned i = 0; i < samples; i++)
		if (area_containing(scene->m, in->start + step * i + step / 2))
			hits++;
	return (uint8_t)(hits * 8 / samples);
}

static unsigned samples_of(const struct scale *scale)
{
	unsigned samples = LOOKUPS / (unsigned)(scale->cells + 1);
	if (samples > MOST_SAMPLES)
		return MOST_SAMPLES;
	return samples < LEAST_SAMPLES ? LEAST_SAMPLES : samples;
}

/* A cell that is neither one area nor one hole. */
static struct cell_content mixed(const struct scene *scene, uint32_t area,
				 const struct range *in, unsigned samples)
{
	struct cell_content content = { .kind = CELL_MIXED, .area = area };
	uint64_t used = 0;
	int followed = 0;
	for (; area && scene->m->va_start[area] < in->end; area = scene->m->next[area]) {
		if (followed++ == FOLLOWED)
			break;
		used += overlap(scene_range(scene, area), in);
		content.lazy = content.lazy || scene_is_lazy(scene, area);
	}
	if (followed > FOLLOWED)
		content.eighths = sampled(scene, in, samples);
	else
		content.eighths = (uint8_t)(used / ((in->end - in->start) / 8));
	if (content.eighths < 1)
		content.eighths = 1;
	return content;
}

/* By the tree: an area that is being inserted does not stand in the list yet. */
static uint64_t hole_start(const struct scene *scene, uint64_t address)
{
	uint32_t below = area_before(scene->m, address);
	return below ? scene->m->va_end[below] : scene->m->g->space.start;
}

/* `area` is the first that ends above in->start. */
static struct cell_content content_of(const struct scene *scene, uint32_t area,
				      const struct range *in, unsigned samples)
{
	struct range span = area ? scene_range(scene, area) : (struct range){ UINT64_MAX, 0 };
	if (!area || span.start >= in->end)
		return (struct cell_content){ .kind = CELL_HOLE, .hole = hole_start(scene, in->start) };
	if (span.start <= in->start && span.end >= in->end)
		return (struct cell_content){ .kind = CELL_AREA, .area = area,
					      .lazy = scene_is_lazy(scene, area) };
	return mixed(scene, area, in, samples);
}

void scale_fill(const struct scale *scale, const struct scene *scene,
		struct cell_content *content)
{
	unsigned samples = samples_of(scale);
	uint32_t area = area_at_or_after(scene->m, scale->start);
	for (int cell = 0; cell < scale->cells; cell += scale->page_cells) {
		struct range in = { scale_address(scale, cell),
				    scale_address(scale, cell + scale->page_cells) };
		if (area && scene_range(scene, area).end <= in.start)
			area = area_at_or_after(scene->m, in.start);
		struct cell_content found = content_of(scene, area, &in, samples);
		for (int i = 0; i < scale->page_cells; i++)
			content[cell + i] = found;
	}
}
