-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- cached_hole_size: one number for all the holes below the cached area. Which
-- hole is noted, what the number saves and what a wrong one costs: an equal
-- size is passed over, a failed walk notes holes on the wrong side, and a free
-- moves the cache away under the note. Each part begins with an empty space.

lesson {
  name = "hole",
  title = "cached_hole_size, right and wrong",
  minutes = 15,
  order = 60,
  space = "toy",
  api = 3,
}

local page, range, in_pages = lab.page, lab.range, lab.in_pages

local function areas_of(number)
  return plural("one area", "%d areas", number)
end

local function noted()
  return lab.var.cached_hole_size
end

local function cached()
  return lab.var.free_vmap_cache
end

-- Everything above the highest area is given to one request.
local function fill_the_rest()
  local from = lab.var.vmap_area_last.va_end
  return alloc(lab.bounds().va_end - from, "name=rest", "vstart=" .. hex(from))
end

---------------------------------------------------------------------------

say [[
A search that begins behind `free_vmap_cache` does not see what lies below. When is that
a mistake? When a hole down there would do. The allocator keeps no list of holes; it
keeps one number, `cached_hole_size`: *the largest hole that was passed by*.

One number for all holes can be right only if somebody looks after it. Let us see who
does, and when nobody does.]]
pause()

-- 1. Which hole is noted ----------------------------------------------------

title "1. The largest one"
local gap = {}
alloc("1p", "name=A")
for i, area in ipairs { { "1p", "B" }, { "3p", "C" }, { "2p", "D" } } do
  gap[i] = alloc(area[1], "name=gap" .. i)
  alloc("1p", "name=" .. area[2])
end
free "gap3"
free "gap2"
free "gap1"
local hole = {}
for one in lab.holes() do
  hole[#hole + 1] = one
end
say([[
Three holes: %s in %s, %s in %s, %s in %s. The last free has moved the cache down to
`%s`; the next search begins at the first hole.

Somebody asks for %s.]], in_pages(hole[1].size), range(hole[1]), in_pages(hole[2].size),
  range(hole[2]), in_pages(hole[3].size), range(hole[3]), cached().name,
  in_pages(hole[2].size + size "1p"))
predict {
  "hole", "address",
  operation = { alloc, hole[2].size + size "1p", "name=large" },
  stop = "walk_note_hole",
}
local first_note = lab.locals().hole
stop_at "walk_note_hole"
local second_note = lab.locals().hole
say([[
The walk came by three holes and made two notes. Before `B` it noted %s, and here,
before `%s`, it notes %s. The third hole is smaller than the noted one: the test `addr +
cached_hole_size < va_start` is false, and nothing is written.]],
  in_pages(first_note), lab.locals().first.name, in_pages(second_note))
check_equal(first_note, hole[1].size, "the first hole is noted")
check_equal(second_note, hole[2].size, "and a larger one instead of it")
pause()

finish_op()
check_equal(noted(), hole[2].size, "the largest hole remains noted")

-- 2. What the note saves ----------------------------------------------------

title "2. What it saves"
local here = lab.cursor()
local requests = 6
local large = noted() + size "1p"

local function back()
  lab.run("branch " .. here.branch)
  goto_(here.op)
end

-- How many areas the same requests step over, with a memory and without.
local function walked(forget)
  local sum = 0
  for i = 1, requests do
    if forget then
      dropcache()
    end
    alloc(large, "name=r" .. i)
    sum = sum + lab.events("try")[1].walk
  end
  back()
  return sum
end

local with, without = walked(false), walked(true)
say([[
`cached_hole_size` is %s. Now come %d more requests, for %s each. The note says that no
hole below is of any use to them. Without a memory each search would have to go past all
holes to find that out.]],
  in_pages(noted()), requests, in_pages(large))
ask {
  question = "How many areas do these searches step over, all together, with cache and note?",
  choices = { tr("%d: one each", requests), tr("%d: every area, each time", without) },
  answer = with == requests and 1 or 2,
  why = tr("Each search begins behind the newest area. Without the cache it would be %d.", without),
}
check(with < without, "the cache with its note saves steps")
pause()

-- 3. What it costs ----------------------------------------------------------

title "3. What it costs"
say([[
Back to where the hole of %s was noted. Now somebody asks for one page less than that.]],
  in_pages(noted()))
local wanted = noted() - size "1p"
predict {
  "cache", "address", "hole",
  operation = { alloc, wanted, "name=small" },
  stop = "nocache_hole",
}
say([[
%s < %s is true: the number says that a hole below is large enough, but not where. So
the cache is dropped, and the search begins from the bottom.]], hex(wanted), hex(noted()))
pause()

finish_op()
say([[
The area went to %s. The walk stepped over %s, and has noted what it passed by on the
way: %s. The note knows nothing of what lies above; it is right again for the new cached
area.]],
  range(lab.area "small"), areas_of(lab.events("try")[1].walk), in_pages(noted()))
check_equal(lab.area("small").va_start, hole[2].va_start, "the hole that was noted is found")
check_equal(noted(), hole[1].size, "the new note is about the holes below the new area")
pause()

-- 4. Equal is not less ------------------------------------------------------

title "4. Equal is not less"
note [[
Often asked: is this a bug? The comment in the kernel says that a request which fits
into the hole is to reuse it; the code asks for a smaller one. Nobody changed it until
5.2 took the whole cache away. With <= such requests would succeed, at the price of more
searches from the bottom.]]
goto_(0)
alloc("1p", "name=low")
alloc("2p", "name=gap")
alloc("1p", "name=high")
free "gap"
alloc("3p", "name=larger")
alloc(lab.bounds().va_end - cached().va_end, "name=rest")
local fits = lab.holes()()
say([[
An empty space again, and some requests later: the only hole has %s, in %s, and it is
noted. Everything above it is in use.

The test is `size < cached_hole_size`. For a request of exactly %s it is false: the
cache is used, as the last lesson has shown, and behind the cache nothing is left.]],
  in_pages(fits.size), range(fits), in_pages(fits.size))
local stop_here = lab.cursor()
alloc(fits.size, "name=exact", "nowarn=1")
local search = lab.events("try")
goto_(stop_here.op)
ask {
  question = "The search fails; the kernel purges what was freed lazily and searches once more. Where does the second search begin?",
  choices = { "at the bottom: the first place was no good", "behind the same cached area" },
  answer = search[2].why == "hit" and search[2].start == search[1].start and 2 or 1,
  why = "Nothing has changed: nothing was purged below the cached area, and the same test gives the same answer.",
}
local refused = alloc(fits.size, "name=exact")
say([[
Both searches began at page %d, the end of the space, and *%s* is the answer. A purge
helps if it frees something: an area at or below the cached one moves the cache down,
one above it makes room behind it. Here nothing was waiting.

A hole of exactly this size is there. With `<=` instead of `<` it would have been found.]],
  page(lab.events("try")[2].start), refused.errno)
check_equal(refused.errno, "EBUSY", "a request for the exact size fails")
check_equal(#lab.events("try"), 2, "after two searches")
check_equal(lab.holes()().size, fits.size, "with a hole of that size free")
pause()

-- 5. Holes on the wrong side ------------------------------------------------

title "5. Holes on the wrong side"
note [[
Let the class say first who writes the two variables: walks write the number, searches
that succeed and frees write the pointer, and dropping the cache clears both.]]
goto_(0)
for i = 1, 5 do
  alloc("2p", "name=n" .. i)
end
alloc(lab.bounds().va_end - cached().va_end, "name=rest")
free "n4"
local open = lab.holes()()
say([[
Another space: everything is in use, and then `n4` was freed. The cached area is `%s`,
just below the hole in %s. No hole lies below it; `cached_hole_size` is %d.

Now a request comes that fits nowhere.]], cached().name, range(open), noted())
predict {
  "address", "hole",
  operation = { alloc, open.size + size "2p", "name=too_large", "nowarn=1" },
}
say([[
The walk began behind `%s`, came by the hole, found it too small, and noted it. Then it
came to the end without success. The cache still is `%s`: only an area that has found
its place becomes the cached one.

So %s are noted as a hole *below* the cached area, and it lies *above*.]],
  cached().name, cached().name, in_pages(noted()))
check_equal(noted(), open.size, "a failed walk leaves its note behind")
check(cached().va_end <= open.va_start, "the noted hole lies above the cached area")
pause()

local behind = cached().va_end
predict {
  "cache", "address",
  operation = { alloc, "1p", "name=little" },
}
say([[
The cache was dropped, and the search has gone all the way from the bottom, past %s, to
page %d. The cached area had ended there: going on behind it would have come to the same
place at once.

A wrong place it is not. A note that is too large only costs time; one that is too small
would cost addresses.]], areas_of(lab.events("try")[1].walk), page(lab.events("try")[1].addr))
check_equal(lab.events("try")[1].why, "size", "the note was believed")
check_equal(lab.events("try")[1].addr, behind, "behind the cache the place was the same")
pause()

-- 6. Your turn --------------------------------------------------------------

-- Whether anything is free below an area.
local function hole_below(area)
  local first = lab.holes()()
  return first ~= nil and first.va_start < area.va_start
end

local needless = {}
local function this_op()
  local now = lab.cursor()
  return now.branch .. "/" .. now.op
end

title "6. Your turn: a note that is out of date"
task {
  setup = function()
    goto_(0)
    lab.break_at("nocache_hole", function()
      if lab.locals().why == "size" and not hole_below(cached()) then
        needless[this_op()] = true
      end
      return false
    end)
  end,
  text = "The space is empty. Make a search drop the cache for the noted hole (size) although nothing is free below the cached area.",
  check = function()
    local last = lab.events("try")[1]
    if needless[this_op()] then
      return true
    end
    return false, last and last.why == "size"
      and tr "The cache was dropped for its note, but there was a hole below the cached area."
      or tr "The last search did not drop the cache for the noted hole."
  end,
  hints = {
    "A free moves the cache and leaves the note alone. After it the noted hole may lie above the cached area.",
    "Have a hole noted: areas in a row, free one, ask for more than it had. Then free an area below that hole.",
    "alloc 1p name=a; alloc 1p name=b; alloc 4p name=c; alloc 1p; free c; alloc 5p; free b; and now ask for 2p.",
  },
  solution = function()
    alloc("1p", "name=a")
    alloc("1p", "name=b")
    alloc("4p", "name=c")
    alloc("1p", "name=d")
    free "c"
    alloc("5p", "name=larger")
    free "b"
    alloc("2p", "name=rescan")
  end,
}
lab.try(lab.run, "delete")
finish_op()
say([[
The search began at the bottom and stepped over %s on its way to page %d. Nothing there
could have been of use.

What to take along: the number is written by walks alone, also by those that fail; frees
move the area that it refers to. Nobody keeps the two together. The author says so in a
comment, and lets it be: an outdated note costs a longer walk, and the next search that
drops the cache begins with a note of 0.]],
  areas_of(lab.events("try")[1].walk), page(lab.events("try")[1].addr))
check_equal(lab.events("try")[1].why, "size", "an outdated note was believed")
