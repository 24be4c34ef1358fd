-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Alignment and vstart: what a request may ask for besides its size, and why
-- the cache must be dropped when it asks for less than the last one. What
-- is remembered of a request that failed, what two windows do to one cache, and
-- what happens where rounding up goes over the top of all addresses.

lesson {
  name = "align",
  title = "Alignment, vstart and the four reasons",
  minutes = 15,
  order = 70,
  space = "toy",
  api = 3,
}

local page, in_pages = lab.page, lab.in_pages
local start = lab.bounds().va_start
local middle = pages(lab.bounds().size) // 2	-- a page in the middle of the space

local function areas_of(number)
  return plural("one area", "%d areas", number)
end

-- An address of the toy space for the prompt: "start+12p".
local function from_page(number)
  return "start+" .. number .. "p"
end

---------------------------------------------------------------------------

say [[
What the cache knows was learned by the last search, for the request of that time. A new
request may be content with less: with a smaller hole, with a lower address, with a less
aligned one. Then something below the cached area may do that the last one could not
use.

`ask_cache` has four reasons to drop the cache: there is none (`empty`), the request is
smaller than the noted hole (`size`), it may begin lower (`vstart`), it is less aligned
(`align`). The first two are known from the lessons before; here are the other two.]]
pause()

-- 1. Alignment --------------------------------------------------------------

title "1. Rounding up"
alloc("1p", "name=A")
local coarse = size "4p"
say([[
`align` says which addresses are good for an area: the multiples of it. It must be a
power of two. `A` has page %d. Somebody asks for a page with `align=4p`.]],
  page(lab.area("A").va_start))
predict {
  "address", "hole",
  operation = { alloc, "1p", "align=4p", "name=B" },
  stop = "search_behind_cache",
}
say([[
The line that is marked takes the end of the cached area and rounds it up: from page %d
to page %d. What is left out on the way is free, but the walk does not see it as a hole:
it measures a hole from the *rounded* address on.]],
  page(lab.area("A").va_end), page((lab.area("A").va_end + coarse - 1) & ~(coarse - 1)))
pause()

finish_op()
local b = lab.area "B"
local left_out = b.va_start - lab.area("A").va_end
say([[
`B` lies in page %d. %s between `A` and `B` are free, and `cached_hole_size` is %d. For
the next request that asks for the same alignment this is right: it could not use them.
And for one that asks for less?]],
  page(b.va_start), in_pages(left_out), lab.var.cached_hole_size)
check_equal(b.va_start & (coarse - 1), 0, "the area is aligned")
check_equal(lab.var.cached_hole_size, 0, "what rounding up has left out is not noted")
pause()

say "Now a page at any address is wanted."
predict {
  "cache", "address",
  operation = { alloc, "1p", "name=C" },
  stop = "cache_align",
}
say([[
This is the last of the four tests, and here it speaks against the cache: `align` is %s,
`cached_align` is %s. What was noted holds for the old alignment only: all of it must
go.]], hex(lab.locals().align),
  hex(lab.var.cached_align))
pause()

finish_op()
check_equal(lab.last("try").why, "align", "a smaller alignment drops the cache")
check_equal(lab.area("C").va_start, lab.area("A").va_end, "and finds what was left out")

-- 2. vstart -----------------------------------------------------------------

title "2. Beginning lower"
say([[
`vstart` is the lowest address that a request accepts; if it says nothing, that is the
start of the space. Somebody asks for a page from page %d on. The cached area, `%s`,
ends at page %d.]], middle,
  lab.var.free_vmap_cache.name, page(lab.var.free_vmap_cache.va_end))
predict {
  "cache", "address",
  operation = { alloc, "1p", "vstart=" .. from_page(middle), "name=high" },
  stop = "search_below",
}
say [[
None of the four reasons applied; the search was to begin behind the cached area. But
that is below `vstart`: of no use. This is a fifth way out. It leads to the same place,
`nocache`.]]
check(lab.locals().addr < lab.locals().vstart, "the end of the cached area lies below vstart")
pause()

finish_op()
say([[
`high` lies in page %d, and `cached_vstart` is page %d. What comes now? An ordinary
request for a page, from anywhere.]], page(lab.area("high").va_start), page(lab.var.cached_vstart))
predict {
  "cache", "address",
  operation = { alloc, "1p", "name=D" },
  stop = "cache_vstart",
}
say([[
The last search did not look at anything below page %d. This one may begin at page %d:
the cache is dropped.]],
  page(lab.var.cached_vstart), page(lab.locals().vstart))
pause()
finish_op()
check_equal(lab.last("try").why, "vstart", "a lower vstart drops the cache")

-- 3. Two windows ------------------------------------------------------------

title "3. Two windows, one cache"
note [[
The scenario windows_pingpong does the same with as many requests as you like.]]
local turns = 5

-- Requests of two windows, one from each in turns, or one window after the other.
-- How many of them used the cache, and how many areas they stepped over.
local function run(in_turns)
  local hits, walked = 0, 0
  goto_(0)
  for i = 1, 2 * turns do
    local low = in_turns and i % 2 == 1 or not in_turns and i <= turns
    alloc("1p", "name=w" .. i, (low and "vend=" or "vstart=") .. from_page(middle))
    hits = hits + (lab.last("try").why == "hit" and 1 or 0)
    walked = walked + lab.last("try").walk
  end
  return hits, walked
end

local hits_apart, walked_apart = run(false)
local hits_turns, walked_turns = run(true)
say([[
The kernel has one cache, and its users have several windows: the modules of 64-bit
kernels lie in one of their own. Two users ask in turns, %d times each, one below and
one above the middle of the space.]], turns)
ask {
  question = "How many of these requests, in turns, find their place behind the cached area?",
  choices = {
    tr("all but the first one: %d", 2 * turns - 1),
    tr("every second one: %d", turns),
    "none",
  },
  answer = hits_turns == 0 and 3 or hits_turns == turns and 2 or 1,
  why = "On the way down vstart is lower than the last one; on the way up the cached area ends below vstart.",
}
say([[
Each search went past all areas of its window: %d areas were stepped over. The same
requests, first those of one window and then those of the other, use the cache %d times
and step over %d. With a few thousand modules and mappings that is the difference
between one step and thousands.]], walked_turns, hits_apart, walked_apart)
check_equal(hits_turns, 0, "in turns, the cache is never used")
check(walked_apart < walked_turns, "in turns, the walks are longer")
pause()

-- 4. What a failure leaves behind -------------------------------------------

title "4. What a failure leaves behind"
goto_(0)
alloc("1p", "name=A")
alloc("1p", "name=B")
local above = pages(lab.bounds().size) - middle
local too_many = above + 8
say([[
A new beginning: `A` and `B`. A request will fail now, and the question is what the next
one finds. It asks for %d pages from page %d on, where only %d are.]], too_many, middle, above)
predict {
  "address", "cached",
  operation = { alloc, too_many .. "p", "vstart=" .. from_page(middle), "align=8p", "nowarn=1" },
}
say([[
It failed, and no area is cached: the search had to drop the cache, and only success
sets it anew. `cached_vstart` is page %d and `cached_align` %s: these two are set before
the search, and nobody takes them back.]], page(lab.var.cached_vstart), hex(lab.var.cached_align))
check_equal(lab.outcome().errno, "EBUSY", "the request fails")
check(lab.var.cached_vstart > start, "its vstart stays behind")
pause()

goto_(2)
alloc(lab.bounds().size, "align=8p", "nowarn=1")
say([[
Once more from `A` and `B`. Another request has failed; it wanted as many pages as the
whole space has, aligned to %s. It began behind the cached area, and the cache still
points to `%s`. Now somebody asks for one page.]],
  hex(lab.var.cached_align), lab.var.free_vmap_cache.name)
predict {
  "cache",
  operation = { alloc, "1p", "name=ordinary" },
  stop = "search_nocache",
}
say([[
The failed request has left its alignment, %s, in `cached_align`. The next ordinary one
is less aligned and searches from the bottom, although the other has not placed
anything. A request that fails makes the next one slower.]],
  hex(lab.var.cached_align))
check_equal(lab.locals().why, "align", "the alignment of a failed request drops the cache")
pause()

goto_(2)
alloc("1p", "vstart=" .. from_page(40), "align=8p", "kfail=1")
local no_memory = lab.outcome().errno
say([[
And a third time. This request failed, too, with *%s*: there was no memory for its
descriptor.]], no_memory)
predict {
  "cache",
  operation = { alloc, "1p", "name=ordinary" },
  stop = "search_nocache",
}
say [[
The descriptor comes before the search: nothing was searched, nothing stored. Only this
failure leaves no trace.]]
check_equal(no_memory, "ENOMEM", "the request gets no descriptor")
check_equal(lab.locals().why, "hit", "and leaves the cache as it was")
pause()
finish_op()

-- 5. Your turn --------------------------------------------------------------

title "5. Your turn"
local seen = {}

local function missing()
  local list = {}
  for _, why in ipairs { "size", "vstart", "align" } do
    if not seen[why] then
      list[#list + 1] = why
    end
  end
  return table.concat(list, ", ")
end

task {
  setup = function()
    goto_(0)
    lab.break_at("nocache_hole", function()
      seen[lab.locals().why] = true
      return false
    end)
  end,
  text = "The space is empty. Have the cache dropped for each of the reasons size, vstart and align, once at least.",
  check = function()
    return missing() == "", tr("Not seen yet: %s.", missing())
  end,
  hints = {
    "The last request must have asked for more than the next one: a larger align, a higher vstart. For size a hole must have been noted.",
    "alloc 1p align=4p and then alloc 1p: that is align.",
    "size: alloc 2p name=x; alloc 1p name=y; free x; alloc 3p; alloc 1p. vstart: alloc 1p vstart=start+40p; alloc 1p.",
  },
  solution = function()
    alloc("2p", "name=x")
    alloc("1p", "name=y")
    alloc("1p", "align=4p")
    alloc("1p")
    alloc("1p", "vstart=start+40p")
    alloc("1p")
    free "x"
    alloc("3p")
    alloc("1p")
  end,
}
lab.try(lab.run, "delete")
check_equal(missing(), "", "all three reasons were met")

-- 6. Less than a page -------------------------------------------------------

title "6. Less than a page"
goto_(0)
stop_at("check_align", vmalloc, "1p", "name=v")
say([[
How much alignment does `vmalloc` ask for? Here its request is checked: `align` is *%s*.
Any address will do; that the result is a page's first byte is no merit of the
alignment, but comes from everything being made of whole pages, vstart included.]],
  hex(lab.locals().align))
check_equal(lab.locals().align, 1, "vmalloc asks for align 1")
pause()

goto_(0)
say "And if vstart is not the address of a page? This request may begin at start+0x123."
predict { "address", operation = { alloc, "1p", "vstart=start+0x123", "name=odd" } }
say([[
The area begins at %s, in the middle of a page. `alloc_vmap_area` checks that the *size*
is made of whole pages; of addresses it takes care only by rounding up to `align`.
Mapping pages there could not work; it is up to the caller.]],
  hex(lab.area("odd").va_start))
check_equal(lab.area("odd").va_start, start + 0x123, "the area begins at an odd address")
pause()

-- 7. Over the top -----------------------------------------------------------

title "7. Over the top"
note [[
This is not a slip of the model: the recordings align_wrap_zero_walk, _cache and _empty
of the real code end in the same way. The scenario silent_overlap stacks as many areas
at address 0 as you like.]]
space "0xffffffffc0000000..0xffffffffffffffff"
alloc("1p", "name=top")
stop_at("walk_hole", alloc, "1p", "align=1G", "name=over")
local at = lab.locals()
say([[
The last part is about a mistake. This is the uppermost gigabyte of all 64-bit
addresses, with one area in it, at its very beginning. Somebody asks for a page with
`align=1G`. The walk stands at `%s` and is about to go on behind it, at %s rounded up to
the next multiple of %s.]], at.first.name, hex(at.first.va_end), hex(at.align))
ask {
  question = "What is that address?",
  choices = {
    tr("%s: the last multiple there is", hex(at.first.va_start)),
    "0: it would need a 65th bit, which is lost",
  },
  answer = (at.first.va_end + at.align - 1) & ~(at.align - 1) == 0 and 2 or 1,
  why = "The next multiple is 2 to the power of 64.",
}
stop_at "search_found"
say([[
`addr` is %s. The kernel tests for an overflow by `addr + size < addr`; for address 0
that is false. And it does end below `vend`. So the search has *found* room. What
happens?]], hex(lab.locals().addr))
check_equal(lab.locals().addr, 0, "rounding up has wrapped around")
pause()

finish_op()
local stopped = lab.outcome()
say([[
*%s*: %s. The kernel stops at last, in the checks at the very end; but by then the area
is in the tree and in the list, at address 0, and the lock is given back. It stays
there: the lowest area begins at %s.]], stopped.kind, stopped.reason,
  hex(lab.areas()().va_start))
check_equal(stopped.kind, "bug", "the last check stops the kernel")
check_equal(lab.areas()().va_start, 0, "the area is left in the tree")
pause()

-- 8. A check that cannot fire -----------------------------------------------

title "8. A check that cannot fire"
local before = lab.var.areas
stop_at("settle_insert", alloc, "1p", "align=1G", "name=again")
local again = lab.locals()
say([[
The same request once more: again it wraps around, and again 0 is found to be free,
since the walk never looked there. An area is to be inserted at %s, on top of the one
that lies there.

4.19 compares on the way down: if the new area begins below the node's end, to the left;
else, if it ends above the node's start, to the right; else BUG. Read it as a question:
can the last *else* ever be reached?]], hex(again.addr))
ask {
  question = "The new area overlaps one in the tree. What does the insertion do?",
  choices = { "It stops: BUG, there is an overlap", "It goes to the left, silently" },
  answer = function()
    local here = lab.cursor()
    finish_op()
    local inserted = lab.var.areas == before + 1
    goto_(here.op, here.step)
    return inserted and 2 or 1
  end,
  why = "Not below the node's end means at or above it, so the area's end is above the node's start: one of the two comparisons is always true.",
}
finish_op()
say([[
There are %s in the tree, two of them with the same addresses. The check looks like a
guard against overlaps, and guards against nothing that can happen.

What to take along: a cache is good for requests that ask for as much as the last one,
or more; whoever asks for less must begin anew. And where addresses are rounded up and
added, ask what happens at the top.]], areas_of(lab.var.areas))
check_equal(lab.var.areas, before + 1, "the overlapping area was inserted")
