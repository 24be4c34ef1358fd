-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The cache pointer and the hole size: why an allocator that remembers where
-- it was last can be right nearly always, and what "nearly" costs. Six
-- requests and two frees; every number that is told is read from the model, and
-- the learner says beforehand what will happen.

lesson {
  name = "cache",
  title = "The cache pointer and the hole size",
  minutes = 15,
  order = 50,
  space = "toy",
  api = 3,
}

local page, range, in_pages = lab.page, lab.range, lab.in_pages
local function noted()
  return lab.var.cached_hole_size
end

local function cached()
  return lab.var.free_vmap_cache
end

local function area_of(answer)
  return lab.area(answer.addr)
end

---------------------------------------------------------------------------

say([[
`vmalloc` wants a range of addresses that nobody uses. The areas in use lie in
a list, ordered by address; the kernel walks along it until it finds a gap that
is large enough. *First fit*: simple, and slow when the list is long.

So `alloc_vmap_area` remembers where it was last. This lesson is about that
memory: two variables, `free_vmap_cache` and `cached_hole_size`.

Here is a space of %d pages, all of them free. (A real x86-64 kernel has
more than eight thousand million.) Press on when you are ready; step back and
forth in between as you like, the lesson finds its way back.]], pages(lab.bounds().size))
pause()

-- 1. An empty cache -------------------------------------------------------

title "1. Nothing is known yet"
local first = stop_at("cache_empty", alloc, "1p", "name=first")
say [[
Somebody asks for one page. The operation stands at the first question that the
allocator asks itself: *is there a cached area?* The sentence that goes
with the step says it: `free_vmap_cache` is empty. Nothing is known, so the
search has to begin at the very bottom, `vstart`.]]
check(not cached(), "the cache is empty before the first request")
pause()

stop_at("settle_cache")
say([[
A place was found: %s. The next line is the memory: `free_vmap_cache` will point
to the new area. The kernel's bet is that the next request finds room right
behind it.]], range(area_of(first)))
pause()

finish_op()
check_equal(cached().name, "first", "the cache points to the new area")

-- 2. A hit ----------------------------------------------------------------

title "2. A hit"
say "The second request is for two pages. What will the allocator do?"
local _, middle = predict {
  "cache", "address",
  operation = { alloc, "2p", "name=middle" },
  stop = "search_behind_cache",
}
say([[
The cache is used: the search begins at the end of `%s` and does not look at
anything below. However many areas there are, a hit finds its place in a step or
two. This is why the cache is there.]], cached().name)
check_equal(lab.locals().why, "hit", "the second request is a hit")
pause()

finish_op()
local last = alloc("1p", "name=last")
finish_op()
say([[
And a third one, for one page, in the same way. Now three areas stand side by
side: `first` in %s, `middle` in %s, `last` in %s. The cache points to the
newest, `%s`.]], range(area_of(first)), range(area_of(middle)), range(area_of(last)),
  cached().name)
check_equal(cached().name, "last", "the cache follows the newest area")
pause()

-- 3. A free ---------------------------------------------------------------

title "3. What a free does"
local hole = area_of(middle)
say([[
`middle` is freed now, and leaves a hole: %s. It lies *below* the cached area, so
going on behind the cache would never find it. The kernel has an answer to that.]],
  range(hole))
predict { "cached", "hole", operation = { free, middle }, stop = "free_below_cache" }
say [[
If what is freed does not lie above the cached area, the cache moves down, to the
area just before the hole.]]
pause()

finish_op()
say([[
`free_vmap_cache` is now `%s`: the next search begins right at the hole. But look
at `cached_hole_size`: it is %s. A free moves the cache and does not touch the
noted hole. Its author knew, and thought it harmless.]], cached().name, hex(noted()))
check_equal(cached().name, "first", "the cache moves below the hole")
check_equal(noted(), 0, "a free notes no hole")
pause()

-- 4. A hole is noted -------------------------------------------------------

title "4. The walk notes a hole"
say "Now three pages are wanted. The search begins at the hole, which is too small."
local _, large = predict {
  "hole",
  operation = { alloc, "3p", "name=large" },
  stop = "walk_note_hole",
}
say([[
The walk begins behind `%s`, comes to the hole of %s, and it is too small. The
search must go on behind `%s`.

From then on the hole will lie below the cache, out of sight. So the walk makes a
note of how large it was: *the largest hole that was passed by*. That note is
`cached_hole_size`. It still is %d; the next step sets it.]],
  cached().name, in_pages(hole.size), lab.locals().first.name, noted())
pause()

step()
say([[
`cached_hole_size` is %s now: %s. The note does not say *where* the hole is. It
only says: if you need less than this, going on behind the cache would be wrong.]],
  hex(noted()), in_pages(noted()))
check_equal(noted(), hole.size, "the walk has noted the hole")
pause()

finish_op()
say([[
The three pages went to %s, and the cache points there. The hole in %s is free,
and noted.]], range(area_of(large)), range(hole))
pause()

-- 5. The surprise -----------------------------------------------------------

title "5. A hole of exactly the right size"
local wanted = hole.size
local behind = cached().va_end
say([[
Now somebody asks for %s. The hole has exactly %s.]], in_pages(wanted), in_pages(noted()))
ask {
  question = "Where will they go?",
  choices = {
    tr("into the hole, %s: it fits", range(hole)),
    tr("behind the cached area, from page %d on", page(behind)),
  },
  answer = function()
    return wanted < noted() and 1 or 2
  end,
  why = tr("The cache is dropped only if size < cached_hole_size, and %s < %s is false.",
    hex(wanted), hex(noted())),
}

local exact = stop_at("cache_size", alloc, wanted, "name=exact")
say([[
Let us see. This is the line that decides: *is size less than the noted hole?*

`size` is %s, `cached_hole_size` is %s. Equal is not less. As far as this test can
tell, no hole below the cache is of any use.]], hex(lab.locals().size), hex(noted()))
pause()

finish_op()
local went = area_of(exact)
say([[
So the area went to %s, and the hole that fits like a glove was passed over. What
was meant is that a hole is reused when the request fits into it. The code says
`<`. It would have to be `<=`.

It was like this in every kernel from 2.6.39 to 5.1.]], range(went))
check_equal(went.va_start, behind, "an exact-size hole is passed over")
check(lab.area(hole.va_start) == nil, "the hole is still free")
pause()

-- 6. One page less ------------------------------------------------------------

title "6. One page less"
say "And now a request for one page less."
local _, small = predict {
  "cache", "address", "hole",
  operation = { alloc, wanted - size("1p"), "name=small" },
  stop = "nocache_hole",
}
say([[
%s < %s is true: this time the cache is dropped, here, and with it what was noted.
The search begins at the bottom again: down the tree, then along the list.]],
  hex(wanted - size("1p")), hex(noted()))
pause()

finish_op()
say([[
And the page lands in the hole: %s. Look at `cached_hole_size` once more: it is %d,
though a page of the hole is still free. What was forgotten must be found again by
walking past it.]], range(area_of(small)), noted())
check_equal(area_of(small).va_start, hole.va_start, "a smaller request goes into the hole")
check_equal(noted(), 0, "the note was dropped with the cache")
pause()

-- 7. What it can cost -----------------------------------------------------------

-- The size of the request that has just failed, if it did.
local function refused()
  local failed = lab.last "alloc-failed"
  return failed and failed.size
end

-- A free range that would do for it.
local function fitting(bytes)
  for free_range in lab.holes() do
    if free_range.size >= bytes then return free_range end
  end
end

title "7. Busy, with room to spare"
say [[
Is that only a waste of addresses? It is your turn: you know enough to make a
request fail that could be met.]]
task {
  text = [[
Make an `alloc` fail with EBUSY although there is a hole that it would fit into.]],
  check = function()
    local bytes = refused()
    if not bytes then return false, tr "The last request did not fail." end
    return fitting(bytes) ~= nil, tr "It failed, but there is no hole that it fits into."
  end,
  hints = {
    "A hole of exactly the noted size is passed over. Have one noted: free `small`, then ask for more than the hole has.",
    "The search begins behind the cached area. If that one ends at the end of the space, nothing is left: fill everything above with one request.",
    "free small; alloc 3p name=larger; then alloc end-larger.end; then ask for exactly the size of the hole, 2p.",
  },
  solution = function()
    free(small)
    alloc("3p", "name=larger")
    alloc(lab.bounds().va_end - cached().va_end, "name=rest")
    alloc(wanted, "name=refused")
  end,
}

local bytes = refused()
local free_hole = fitting(bytes)
say([[
The request was for %s, the free hole is %s. The search began behind the cache and
found no room; the kernel purged what was freed lazily (nothing), searched once
more, and gave up: *EBUSY*. The hole was there all the time. `cached_hole_size` is
%s.]], in_pages(bytes), range(free_hole), hex(noted()))
check_equal(lab.outcome().errno, "EBUSY", "EBUSY although a hole fits")
pause()

if bytes > size("1p") then
  local lucky = alloc(bytes - size("1p"))
  finish_op()
  say([[
A request for one page less, the moment after: %s.]],
    lucky.ok and tr("it goes to %s", range(area_of(lucky))) or lucky.errno)
  check(lucky.ok or noted() < bytes, "one page less than what was noted succeeds")
end
say [[
What to take along: `free_vmap_cache` says where to go on; `cached_hole_size` says
when going on would be a mistake, and the two are right only together. When you read
such code, look at `<` and `<=` twice, and ask of every cached value who keeps it true
when something is freed.]]
