-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What a free does to the memory of the allocator. The cache pointer is moved
-- with care, so that no hole is ever forgotten; the noted hole size is not
-- touched at all, and so it comes to speak of a hole that is no longer there, or
-- no longer below. That costs searches, never addresses; the lesson shows both.

lesson {
  name = "freeing",
  title = "Freeing: the cache moves, the note goes stale",
  minutes = 12,
  order = 80,
  space = "toy",
  api = 3,
}

local page, range, in_pages = lab.page, lab.range, lab.in_pages
local start = lab.bounds().va_start

local function noted()
  return lab.var.cached_hole_size
end

local function cached()
  return lab.var.free_vmap_cache
end

local function name_of(area)
  return area and area.name or tr "none"
end

local function holes_below_cache()
  local count = 0
  for hole in lab.holes() do
    if cached() and hole.va_start < cached().va_start then count = count + 1 end
  end
  return count
end

---------------------------------------------------------------------------

for _, name in ipairs { "a", "b", "c", "d", "e", "f" } do
  alloc("2p", { name = name })
end
local one = size "1p"

say([[
`free_vmap_cache` is a promise: *below me no hole is larger than the noted one*. Each
search that begins behind the cached area relies on it. A free makes a new hole. So
every free has to ask whether the promise still holds.

Six areas of %s stand side by side, `a` to `f`; the cache points to `%s`.]],
  in_pages(lab.area("a").size), name_of(cached()))
check_equal(cached().name, "f", "the cache points to the newest area")
pause()

-- 1. Below the cache ---------------------------------------------------------

title "1. A hole below the cache"
local c = lab.area "c"
say([[
`c` is freed: %s, far below the cached area. If nothing else happened, the next
search would begin behind `%s` and never see the hole.]], range(c), name_of(cached()))
predict { "cached", operation = { free, "c" }, stop = "free_below_cache" }
say([[
The line that decides: *does the freed area begin at or below the cached one?* Then the
cache moves to the area just before the hole, `rb_prev` in the tree. It is the
area `%s`; the step after this line sets it.]], name_of(lab.area(c.va_start - one)))
pause()

finish_op()
check_equal(cached().name, "b", "the cache moves to the area before the hole")
check_equal(holes_below_cache(), 0, "no hole lies below the cache")

-- 2. Above it ------------------------------------------------------------------

title "2. A hole above the cache"
say([[
Now the cache points to `%s`. `e` is freed; it lies above. The comparison with `<=` is
the same.]], name_of(cached()))
predict { "cached", operation = { free, "e" }, stop = "free_below_cache" }
say [[
`e` begins above the cached area, so the cache stays. A search that goes on behind it
will come by the new hole anyway.]]
finish_op()
check_equal(cached().name, "b", "a free above the cache does not move it")
pause()

-- 3. The cached area, and the lowest -------------------------------------------------

title "3. The cached area itself, and the lowest one"
say([[
Two cases are left. First the cached area itself, `%s`: a pointer to an area that is
gone would be a disaster. That is why the comparison says `<=`: the area counts as
below itself.]], name_of(cached()))
predict { "cached", operation = { free, "b" } }
check_equal(cached().name, "a", "the cache leaves the freed area for the one before")

say([[
And now `a`, the lowest of all. There is no area before it.]])
predict { "cached", operation = { free, "a" } }
say([[
`rb_prev` found nobody, and nobody is what was stored: the cache is empty, with %s
still in use. The next search begins at `vstart`. That is right, too: the new hole is
at the very bottom.]], plural("one area", "%d areas", lab.var.areas))
check_equal(cached(), nil, "freeing the lowest area empties the cache")
pause()

-- 4. Below vstart -------------------------------------------------------------------

title "4. Out of sight of the last search"
local window = start + 32 * one
alloc("2p", "name=low")
alloc("2p", { name = "high", vstart = window })
say([[
There is a third line, before the one that compares. `high` was asked for with
`vstart` at page %d, so `cached_vstart` is there, and the cache points to `%s`. Below
page %d the last search has not looked at all: nothing there is known.]],
  page(lab.var.cached_vstart), name_of(cached()), page(window))
local low_end = lab.area("low").va_end
predict { "cached", operation = { free, "low" }, stop = "free_below_vstart" }
say([[
`low` ends at page %d, below `cached_vstart`. The hole could not be described by any
position behind `vstart`, so the cache is given up altogether.]],
  page(low_end))
pause()
finish_op()
check_equal(cached(), nil, "a free below cached_vstart empties the cache")

-- 5. The note goes stale ---------------------------------------------------------------

title "5. Who looks after the note?"
for _, name in ipairs { "d", "f", "high" } do
  free(name)
end
alloc("1p", "name=below")
alloc("1p", "name=under")
alloc("4p", "name=gap")
alloc("1p", "name=above")
local gap = lab.area "gap"
free "gap"
alloc("8p", "name=large")
finish_op()
say([[
The space was emptied and filled anew: `below`, `under`, then a hole in %s, then
`above` and `large`. The search for `large` came by the hole, and noted it:
`cached_hole_size` is %s, %s.]], range(gap), hex(noted()), in_pages(noted()))
check_equal(noted(), gap.va_end - gap.va_start, "the hole is noted")
say([[
The cache points to `%s`. The note is true: the largest hole *below the cache* has
%s. Now `under` is freed.]], name_of(cached()), in_pages(noted()))
predict { "cached", "hole", operation = { free, "under" } }
local stale = noted()
local real
for hole in lab.holes() do
  real = real or hole
end
say([[
The cache went down to `%s`. The note still says %s. Count the holes below the
cache: %d. The hole that the note spoke of has grown, and lies *above* the cache now:
%s.]], name_of(cached()), in_pages(stale), holes_below_cache(), range(real))
check_equal(holes_below_cache(), 0, "the noted hole is not below the cache any more")
check(stale > 0, "and the note still says that there is one")
pause()

-- 6. What it costs -----------------------------------------------------------------------

title "6. What a stale note costs"
say([[
The next request is for %s. The hole begins right behind `%s`, the cached area: the
very first place that a search from the cache looks at.]],
  in_pages(2 * one), name_of(cached()))
predict { "cache", "address", operation = { alloc, "2p", "name=next" }, stop = "cache_size" }
say([[
`size` is %s, `cached_hole_size` is %s: less. The cache is dropped for the sake of a
hole below it, and there is none.]], hex(lab.locals().size), hex(noted()))
pause()

finish_op()
local try = lab.last("try")
say([[
The search began at page %d, went down the tree past %s, walked along the list past
%s, and ended at %s: where the cache would have led it at once.

That is all that a stale note can do. A free below the cache always takes the cache
below the new hole, so the note may speak of too much, never of too little. In a space
with ten thousand areas, "all" is a walk past all that lie below.]],
  page(try.start), plural("one area", "%d areas", try.descent),
  plural("one area", "%d areas", try.walk), range(lab.area "next"))
check_equal(try.why, "size", "the cache was dropped because of the note")
check_equal(lab.area("next").va_start, real.va_start, "the place is the one behind the cache")
check_equal(noted(), 0, "the rescan has cleared the note")
pause()

-- 7. The other way to a wrong note ---------------------------------------------------------

title "7. A note from a search that failed"
-- A hole that has been noted above the cached area, although nothing was freed since.
local function wrong_note()
  if lab.outcome().errno ~= "EBUSY" then return false, tr "The last request did not fail." end
  if noted() == 0 then return false, tr "It failed, but no hole is noted." end
  if not cached() then return false, tr "The cache is empty." end
  return holes_below_cache() == 0, tr "There is a hole below the cached area: the note is true."
end

say [[
A walk that *succeeds* moves the cache behind all that it passed by: what it noted lies
below. What about a walk that fails? It notes holes on its way, too, and then there is
no new area that the cache could point to.]]
task {
  text = [[
Have a request fail so that `cached_hole_size` speaks of a hole although none lies below
the cached area.]],
  check = wrong_note,
  hints = {
    "There must be a hole above the cached area. A free below or at the cached area takes the cache just below the hole.",
    "Then a request that is too large for the hole, and for everything else.",
    "The hole behind `next` will do, as the cache points to `next`: alloc 60p.",
  },
  solution = function()
    alloc "60p"
  end,
}
say([[
The note says %s; holes below the cache: %d. The next request that is smaller than
that will begin at the bottom, for nothing.

What to take along: of two values that belong together, every free keeps one true and
leaves the other as it is. The source even says so. It is no mistake as long as the one
that is stale errs on the safe side. Who writes such code should be able to say which
side that is.]], in_pages(noted()), holes_below_cache())
check(wrong_note(), "a failed walk has noted a hole above the cache")
