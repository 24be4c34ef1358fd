-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- First fit without its memory: from vstart along the list until a gap is large
-- enough. Which gap that is, what the walk costs, how the tree says where to
-- begin (and why it sometimes says one area too early), and where the space ends.
-- What the allocator remembers between two requests is forgotten on purpose
-- here (dropcache); it has its own lesson.

lesson {
  name = "firstfit",
  title = "First fit and the walk",
  minutes = 15,
  order = 40,
  space = "toy",
  api = 3,
}

local page, range, in_pages = lab.page, lab.range, lab.in_pages

local function areas_of(number)
  return plural("one area", "%d areas", number)
end

local function nodes_of(number)
  return plural("one node", "%d nodes", number)
end

local function holes()
  local list = {}
  for hole in lab.holes() do
    list[#list + 1] = hole
  end
  return list
end

---------------------------------------------------------------------------

say [[
Somebody wants addresses in a row that nobody uses. Where should they be? One could look
for the hole that fits best, or for the largest one. The kernel takes the *first* that
is large enough, counted from below: *first fit*. It needs no index of holes: there is
none in 4.19. What is free is only what lies between two areas.]]
pause()

-- 1. Which hole -------------------------------------------------------------

title "1. The first that fits"
note [[
Often asked: why not best fit? It needs an index of holes by size, which must be kept up
at every request, and it leaves slivers. The tree of free ranges that came with 5.2
keeps sizes in its nodes, and still takes the lowest place that fits.]]
local gaps = {}
alloc("1p", "name=A")
for i, area in ipairs { { "1p", "B" }, { "3p", "C" }, { "2p", "D" } } do
  gaps[i] = alloc(area[1], "name=gap" .. i)
  alloc("1p", "name=" .. area[2])
end
for _, gap in ipairs(gaps) do
  free(gap)
end
dropcache()
local hole = holes()
say([[
Here are %s with holes between them: %s in %s, %s in %s, %s in %s; behind the last area
everything is free.

The last command was `dropcache`: the allocator does not know where it was last and must
search from the bottom.]], areas_of(lab.var.areas), in_pages(hole[1].size), range(hole[1]),
  in_pages(hole[2].size), range(hole[2]), in_pages(hole[3].size), range(hole[3]))
pause()

say([[Now somebody asks for %s.]], in_pages(hole[3].size))
local _, two = predict {
  "address", "stop",
  operation = { alloc, hole[3].size, "name=two" },
  stop = "walk_gap",
}
say([[
The walk stands at its first area, `%s`. The line asks whether the request fits before
it. It goes on as long as the answer is no. Step through the rounds: `addr` is the end
of the area that was stepped over, `first` the one that comes next.]], lab.locals().first.name)
pause()

finish_op()
say([[
It went to %s. There is another hole of just the right size in %s, but first fit does
not look further than it must. Of the larger hole a page is left over.

It stepped over %s until it stopped.]], range(lab.area "two"), range(hole[3]),
  areas_of(lab.last("try").walk))
check_equal(two.addr, hole[2].va_start, "the first hole that fits is taken, not the best one")
check_equal(lab.area(hole[3].va_start), nil, "the hole that fits exactly stays free")
pause()

-- 2. What it costs ----------------------------------------------------------

title "2. What the walk costs"
for i = 1, 12 do
  alloc("1p", "name=more" .. i)
end
dropcache()
local count = lab.var.areas
local probe = size "4p"
say([[
%s are there now. The next request is for %s, more than any hole below the last area
has.]], areas_of(count), in_pages(probe))
alloc(probe, "name=probe")
local walked, descent = lab.last("try").walk, lab.last("try").descent
reverse_next_op()
ask {
  question = "How many areas will the walk step over?",
  choices = {
    tr("about half of them: %d", count // 2),
    tr("all of them: %d", count),
    tr("as many as the tree is high: %d", descent),
  },
  answer = walked == count and 2 or walked == descent and 3 or 1,
  why = "No gap is large enough, and the list has to be gone along to its end.",
}
alloc(probe, "name=four")
say([[
It stepped over %s. This is the weak point of first fit: the cost grows with the number
of areas, and a kernel has tens of thousands, walked along with a spinlock held. That is
why the next lesson's memory was added in 2.6.39.]], areas_of(lab.last("try").walk))
check_equal(lab.last("try").walk, count, "the walk goes past every area")
pause()

-- 3. Where the walk begins --------------------------------------------------

title "3. Where the walk begins"
say [[
Not every request begins at the bottom. Modules may lie in a part of the space only, so
a request names a window: it must begin at or above `vstart` and end at or below `vend`.

Walking along the list from its head to `vstart` would be a waste. The first area that
can be in the way is found by the tree: *the lowest one that ends at or above vstart*.
That is `descend`.]]
local from = lab.area("more6").va_start
dropcache()
stop_at("descend_end", alloc, "1p", "vstart=" .. hex(from), "name=inside")
local at = lab.locals()
say([[
The request may begin at page %d, where `more6` lies. The descent looks at the root,
`%s` (%s). The present line asks whether it ends below `addr`: then it and everything to
its left cannot matter.]],
  page(at.addr), at.n.name, range(at.n))
predict { "step", question = "Which line comes next?" }
say [[
Step on, and watch `n` and `first`: `n` goes down, `first` is the best candidate so far.]]
pause()

finish_op()
say([[
The descent looked at %s, and not at the list. The walk began at the candidate and
stepped over %s.]], nodes_of(lab.last("try").descent), areas_of(lab.last("try").walk))
check(lab.last("try").descent < lab.var.areas // 2, "the descent looks at few nodes")
check(lab.last("try").walk < lab.var.areas, "the walk does not begin at the bottom")
pause()

-- 4. An area that ends just there -------------------------------------------

title "4. An area that ends just there"
note [[
The extra area has been seen in the real code: the recording descent_touch counts it. A
good place to speak of inclusive and exclusive ends, before the next part does.]]
free "more7"
free "more8"
local below, above = lab.area "more6", lab.area "more9"
local middle = below.va_end + size "1p"
say([[
There is a hole of %s again, between `more6` and `more9`. Two requests for a page of it,
one from its first page on (page %d, where `more6` ends), one from its second page on
(page %d).]],
  in_pages(above.va_start - below.va_end), page(below.va_end), page(middle))

-- Asks for a page at or above vstart; stands where the walk would begin.
local function from_vstart(vstart)
  dropcache()
  stop_at("search_walk", alloc, "1p", "vstart=" .. hex(vstart))
  return lab.locals().first.name
end

dropcache()
alloc("1p", "vstart=" .. hex(below.va_end))
local touching = lab.last("try")
reverse_next_op(2)
ask {
  question = tr("vstart is page %d. Where does the walk begin?", page(below.va_end)),
  choices = { "at more6, which ends just there", "at more9, which comes next" },
  answer = touching.walk > 0 and 1 or 2,
  why = "The descent takes an area that ends at or above the address (>=). To be in the way, it would have to end above it.",
}
local chosen = from_vstart(below.va_end)
say([[
`first` is `%s`. Ends are exclusive, so it is not in the way; but the descent takes what
ends *at or above* the address, and this one ends *at* it. The result is right, only the
walk has one area more to step over.]], chosen)
check_equal(chosen, "more6", "an area that ends just there is chosen")
pause()

finish_op()
check_equal(lab.last("try").walk, touching.walk, "the walk has one area to step over")
check_equal(touching.addr, below.va_end, "the result is right")
reverse_next_op(2)
check_equal(from_vstart(middle), "more9", "one page higher the walk begins behind the hole")
finish_op()
local inside = lab.last("try")
say([[
From page %d on the walk stepped over %s; from page %d on (as here) over %s.

One area is nothing. But when you compare such counts with those of a kernel, these are
the things that tell whether you have understood it.]],
  page(below.va_end), areas_of(touching.walk), page(middle), areas_of(inside.walk))
check_equal(touching.walk - inside.walk, 1, "it costs one area")
pause()

-- 5. The end of the space ---------------------------------------------------

title "5. The end of the space"
say [[
How far can one go up? `vend` is exclusive like every end, so the last page below it can
be used. But x86-64 defines the end of its vmalloc space as the address of the last
*byte*. Here is a small space of that form.]]
space "0xffffc90000000000..0xffffc90000007fff"
local bounds = lab.bounds()
local whole_pages = (bounds.size + 1) >> 12
alloc((whole_pages - 1) << 12, "name=most")
say([[
It goes from %s to %s: %d pages but for one byte. All pages except the last one are in
use.]],
  hex(bounds.va_start), hex(bounds.va_end), whole_pages)
local _, refused = predict { "address", operation = { alloc, "1p", "name=last" } }
goto_(lab.cursor().op, 0)
stop_at "search_vend"
local search = lab.locals()
say([[
Here it fails: the page would end at %s, and that is above `vend`, by one byte. The page
is free for ever.]], hex(search.addr + search.size))
check_equal(refused.errno, "EBUSY", "the last page cannot be had")
check_equal(search.addr + search.size - bounds.va_end, 1, "it misses by one byte")
pause()

finish_op()

-- 6. Your turn --------------------------------------------------------------

local function free_bytes()
  local sum, largest = 0, 0
  for _, one in ipairs(holes()) do
    sum, largest = sum + one.size, math.max(largest, one.size)
  end
  return sum, largest
end

local function refused_size()
  local failed = lab.last "alloc-failed"
  return failed and failed.size
end

space "x86-64"
local real = lab.bounds()
say([[
The real space of x86-64 goes from %s to %s. It does not miss the page. But a program
that computes the end of the space from it must know which kind of end it is.]],
  hex(real.va_start), hex(real.va_end))
check_equal(real.va_end & 0xfff, 0xfff, "the real space ends with the address of its last byte")
pause()

title "6. Your turn: fragmentation"
space "toy"
task {
  text = "Make a request fail although twice as many pages are free, because no hole is large enough.",
  check = function()
    local bytes = refused_size()
    if not bytes then
      return false, tr "The last request did not fail."
    end
    local sum, largest = free_bytes()
    if largest >= bytes then
      return false, tr("It failed, but a hole of %s is there.", in_pages(largest))
    end
    return sum >= 2 * bytes,
      tr("It asked for %s, and %s are free.", in_pages(bytes), in_pages(sum))
  end,
  hints = {
    "Let a few small areas that are in use lie between large holes.",
    "Fill the space with large and small areas in turns, then free the large ones, and ask for a little more than one of them had.",
    "alloc 20p name=x; alloc 1p; alloc 20p name=y; alloc 1p; alloc 20p name=z; alloc 1p; free x; free y; free z; alloc 21p",
  },
  solution = function()
    for _, name in ipairs { "x", "y", "z" } do
      alloc("20p", "name=" .. name)
      alloc("1p")
    end
    free "x"
    free "y"
    free "z"
    alloc("21p")
  end,
}
local sum, largest = free_bytes()
say([[
%s are free, and no more than %s of them in a row; %s were asked for: *EBUSY*.

That is fragmentation: what is free is of no use, because it is not in a row, and an
area that is in use cannot be moved, since somebody holds its address. First fit keeps
the large holes at the upper end whole for as long as it can: it fills what is below
first.]], in_pages(sum), in_pages(largest),
  in_pages(refused_size()))
check_equal(lab.outcome().errno, "EBUSY", "the request fails")
check(sum >= 2 * refused_size(), "although many more pages are free")
