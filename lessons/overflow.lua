-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What happens when a search finds no room. The overflow label purges once,
-- searches again, asks the notifiers, believes what they report, and begins anew;
-- in the end it says EBUSY. The lesson counts the searches of an honest notifier, a
-- liar and a silent one, and ends with an EBUSY that is none: the room is there.

lesson {
  name = "overflow",
  title = "No room: purge, notifiers, EBUSY",
  minutes = 15,
  order = 100,
  space = "toy",
  api = 3,
}

local page, range, in_pages = lab.page, lab.range, lab.in_pages
local one <const> = size "1p"

local function cached()
  return lab.var.free_vmap_cache
end

local function fitting(bytes)
  for hole in lab.holes() do
    if hole.size >= bytes then return hole end
  end
end

-- The whole space in four areas: low, soft, hard, top.
local quarter <const> = lab.bounds().size // 4
for _, name in ipairs { "low", "soft", "hard", "top" } do
  alloc(quarter, { name = name })
end

---------------------------------------------------------------------------

say([[
The space is full: four areas of %s, and the cache points to `%s`, which ends at the end
of the space. What does `alloc_vmap_area` do when there is no room? In the source of 4.19
it jumps to a label, `overflow`; here the label is a function of its own, `make_room`.]],
  in_pages(quarter), cached().name)
check_equal(cached().va_end, lab.bounds().va_end, "nothing is free behind the cache")
pause()

-- 1. A purge -------------------------------------------------------------------

title "1. What is lying around"
lazy "soft"
say([[
`soft` was freed lazily just now: nobody uses it, but it is still in the tree, until a
purge. Somebody asks for %s.]], in_pages(3 * one))
predict { "address", operation = { alloc, "3p", "name=first" }, stop = "room_purged" }
say [[
The first search has failed; this is the first question behind it: *has this request purged
already?* It has not. So it gives back everything that was freed lazily, notes
`purged`, and searches once more.]]
pause()

finish_op()
local tries = lab.events "try"
say([[
The first search began at page %d, behind the cache, and found nothing. The purge took
`soft` out of the tree and moved the cache down, below the new hole. The second search
began at page %d and found %s.]],
  page(tries[1].start), page(tries[2].start), range(lab.area "first"))
check_equal(#tries, 2, "it took two searches")
check_equal(#lab.events "purge", 1, "and one purge")
check(tries[2].start < tries[1].start, "the purge has moved the cache down")
pause()

-- 2. A purge of nothing ------------------------------------------------------------

title "2. When nothing is lying around"
alloc(quarter - 3 * one, "name=rest")
dropcache()
-- The cache at top, as at the beginning.
free "top"
alloc(quarter, "name=top")
finish_op()
say([[
The space is full again, `%s` is cached, and nothing waits for a purge. The same
request once more.]], cached().name)
ask {
  question = "How many times will it search before it gives up? (a number)",
  operation = { alloc, "3p" },
  answer = function()
    return #lab.events "try"
  end,
  why = "Once, a purge, once more. A purge helps at most once, so the request does not try a third time.",
}
tries = lab.events "try"
say([[
Both searches began at page %d: the cache had not moved, because the purge had nothing to
free. The second one went the same way as the first, step by step. Nobody asks the purge
whether it has achieved anything: `purge_vmap_area_lazy` returns nothing.]],
  page(tries[1].start))
check_equal(lab.outcome().errno, "EBUSY", "the request fails with EBUSY")
check_equal(tries[1].start, tries[2].start, "the retry repeats the same search")
pause()

-- 3. A notifier -----------------------------------------------------------------------

title "3. Somebody who could give something back"
notifier("name=driver", "list=hard", "how=lazy")
say [[
Before it gives up there is one more thing, for requests that may sleep: the *notifiers*.
A graphics driver on a 32-bit machine, for instance, keeps mappings that it could do without. It
has registered on `vmap_notify_list`, and is asked now. Ours is called `driver`; it would free
the area `hard`, lazily.]]
predict { "address", operation = { alloc, "3p", "name=second" }, stop = "room_notify" }
say [[
Here the chain is called. What counts is only the number that it reports as freed.]]
pause()

stop_at "room_freed"
say([[
It reports %d. That is more than 0, so `purged` is set back: the request begins anew, as if
it had never purged.]], lab.locals().freed)
pause()

finish_op()
tries = lab.events "try"
say([[
Count: search, purge, search, notifier; then search, purge, search. The third search found
nothing, as `hard` had been freed *lazily* and was still in the tree. The purge that came
after it harvested the area, and search %d found %s.]], #tries, range(lab.area "second"))
check_equal(#tries, 4, "a notifier costs two more searches")
check_equal(#lab.events "purge", 2, "and one more purge")
pause()

-- 4. A liar ---------------------------------------------------------------------------

title "4. A liar"
unnotify "driver"
alloc(quarter - 3 * one, "name=rest2")
local times <const> = 3
notifier("name=liar", "report=1", { times = times })
say([[
The space is full again. Another notifier frees nothing, but says that it has freed one
area, %d times. What it says is believed.]], times)
ask {
  question = "How many searches will one request make until it fails? (a number)",
  operation = { alloc, "1p" },
  answer = function()
    return #lab.events "try"
  end,
  why = tr("Two at first; and each of the %d reports sets purged back, for two more.", times),
}
say([[
%s, %s, and nothing was ever freed. A notifier that always says so would keep the request
in this loop for ever; the kernel has no limit.]],
  plural("one search", "%d searches", #lab.events "try"),
  plural("one purge", "%d purges", #lab.events "purge"))
check_equal(#lab.events "try", 2 * (times + 1), "each report costs two searches")
check_equal(#lab.events "purge", times + 1, "and a purge")
pause()

-- 5. A silent one -------------------------------------------------------------------------

title "5. One that frees and says nothing"
unnotify "liar"
notifier("name=silent", "list=low", "how=now", "report=0")
say([[
And the reverse: this one frees `low`, at once, and reports 0. Somebody asks for %s,
far less than `low` has.]], in_pages(2 * one))
local silent
ask {
  question = "What comes of the request?",
  choices = { "It gets its place, where low was", "EBUSY" },
  operation = { alloc, "2p", "name=third" },
  answer = function(third)
    silent = third
    return silent.ok and 1 or 2
  end,
  why = "The number decides, not the room: freed is 0, so nobody looks again.",
}
finish_op()
say([[
*EBUSY*, and at the same moment %s are free. The next request finds
them; the one that had the notifier called does not.]], range(fitting(2 * one)))
check_equal(silent.errno, "EBUSY", "nobody searches after a report of 0")
check(fitting(2 * one), "although there is room now")
pause()

-- 6. Spurious EBUSY ---------------------------------------------------------------------------

title "6. Refused, with room to spare"
unnotify "silent"
for _, name in ipairs { "first", "rest", "second", "rest2", "top" } do
  free(name)
end
alloc("1p", "name=below")
alloc("2p", "name=gap")
alloc("1p", "name=above")
free "gap"
alloc("3p", "name=larger")
alloc(lab.bounds().va_end - cached().va_end, "name=filler")
finish_op()
local hole = fitting(one)
local noted = lab.var.cached_hole_size
say([[
No notifiers now, and nothing lazy. One hole is left, %s; a search has come by it, and
noted its size: `cached_hole_size` is %s. The cache points to `%s`, up to the
end. Somebody asks for %s, just what the hole has.]],
  range(hole), in_pages(noted), cached().name, in_pages(noted))
predict { "cache", "address", operation = { alloc, noted, "name=exact" } }
finish_op()
tries = lab.events "try"
say([[
`size < cached_hole_size` is false for equal sizes, so the cache was used, and nothing is
free behind it. The purge did not move the cache, and search %d was search %d once
more. A request for one page less would have been given a place.]], #tries, #tries - 1)
check_equal(lab.outcome().errno, "EBUSY", "EBUSY")
check_equal(fitting(noted).va_start, hole.va_start, "although a hole fits")
pause()

local before = {}
for area in lab.areas() do
  before[#before + 1] = area
end
local first_op = lab.cursor().op

-- Whether somebody has used dropcache since.
local function dropped()
  for op = first_op + 1, lab.cursor().op do
    if lab.op(op):find "^dropcache" then return true end
  end
end

-- Whether the hole has been filled by one area of its size and nothing was freed for it.
local function in_the_hole()
  for _, area in ipairs(before) do
    local there = lab.area(area.va_start)
    if not there or there.name ~= area.name or there.lazy then
      return false, tr "Something was freed."
    end
  end
  if dropped() then return false, tr "dropcache was used. Go back: reverse-next-op." end
  local there = lab.area(hole.va_start)
  return there and there.size == noted, tr "The hole does not have its area yet."
end

say [[
Can the caller do anything? Nothing is wrong with the request itself. It would only need the
cache to be dropped, and you know what drops it. One more thing is worth knowing: a request
that *fails* leaves its `vstart` and its `align` behind, in `cached_vstart` and
`cached_align`.]]
task {
  text = [[
Get an area of exactly the hole's size into the hole. Free nothing, and leave `dropcache`
alone: a kernel has no such thing.]],
  check = in_the_hole,
  hints = {
    "The cache is dropped when vstart < cached_vstart, or align < cached_align. Both are those of the request before.",
    "So let another request fail first, one with a larger align. Then the ordinary one drops the cache.",
    "alloc 2p align=16K fails; then alloc 2p.",
  },
  solution = function()
    alloc(noted, "align=16K")
    alloc(noted)
  end,
}
say([[
The hole, %s, has its area. The request that opened the way had failed itself: of all
errors, only a lack of memory for the descriptor leaves the four variables as they were.

What to take along: *EBUSY* from here does not say that there is no room. It says that two
searches did not find any, both of which may have begun at the same wrong place. Since
5.2 free ranges have a tree of their own, and the answer is right.]], range(hole))
check(in_the_hole(), "the hole was given out")
