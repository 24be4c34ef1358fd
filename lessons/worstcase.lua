-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The worst case of the walk: many areas, small holes between them, and a search
-- that may not begin at the cache. Measured in the model by its own counters, with
-- twice as many areas each time; then the idea of 5.2, a tree of the holes, played
-- through on the very holes that lie there.

lesson {
  name = "worstcase",
  title = "The worst case, and why 5.2 replaced it",
  minutes = 12,
  order = 150,
  space = "toy",
  api = 3,
}

local page, in_pages = lab.page, lab.in_pages
local PAGE = size("1p")
local SPACE = "0xffffc90000000000..0xffffc90000100000"

local function areas_of(n)
  return plural("one area", "%d areas", n)
end

-- A comb: n areas of one page with holes of one page between them.
local function comb(n)
  space(SPACE)
  for i = 1, 2 * n - 1 do
    alloc("1p", "name=" .. (i % 2 == 0 and "hole" or "tooth") .. i)
  end
  for i = 2, 2 * n - 2, 2 do
    free("hole" .. i)
  end
end

-- What a request for two pages costs once the cache is gone.
local function cost()
  dropcache()
  local answer = alloc("2p")
  finish_op()
  check(answer.ok, "the request is met")
  return { descent = lab.var.work_descent, walk = lab.var.work_walk }
end

---------------------------------------------------------------------------

say [[
First fit with a memory is quick as long as the memory may be used. This lesson asks
what it costs when it may not. How bad can a single `vmalloc` become? And what did the
kernel do about it?]]
pause()

-- 1. A comb ----------------------------------------------------------------------

title "1. A comb"
local small <const> = 16
comb(small)
finish_op()
local n = lab.var.areas
say([[
Here are %s of one page, and between them holes of one page each: what is
left of many short-lived small requests. Somebody wants two pages. No hole will do.]],
  areas_of(n))
predict {
  "cache",
  operation = { alloc, "2p", "name=back" },
  stop = "search_cache",
}
finish_op()
say([[
The freed holes moved the cache down to where the first of them was, so the walk stepped
over %s, and noted a hole. From now on the cache stands behind it all: the
next one costs little.]], areas_of(lab.var.work_walk))
alloc("2p", "name=next")
finish_op()
say([[
That was the next one, and it stepped over %s. Most requests are like this.]],
  areas_of(lab.var.work_walk))
check_equal(lab.var.work_walk, 1, "a hit steps over one area")
pause()

-- 2. Without the cache ----------------------------------------------------------------

title "2. Without the cache"
comb(small)
dropcache()
local first = stop_at("search_walk", alloc, "2p", "name=slow")
say([[
The same comb, and the cache was dropped. The search stands between its two parts: the
descent through the tree is done, the walk along the list begins.]])
finish_op()
local slow = lab.last("try")
say([[
The descent looked at %s, the walk at %s.]],
  plural("one node", "%d nodes", slow.descent), areas_of(slow.walk))
check(first.ok and slow.walk > slow.descent, "the walk is what it costs")
pause()

local twice <const> = 2 * small
local costs = { [small] = { descent = slow.descent, walk = slow.walk } }
comb(twice)
costs[twice] = cost()
ask {
  question = tr("With %d areas and holes instead of %d: how many areas will the walk step over?",
    twice, small),
  choices = { "as many: the tree leads to the right place", "one more", "twice as many" },
  answer = function()
    local more = costs[twice].walk - slow.walk
    return more < 1 and 1 or more == 1 and 2 or 3
  end,
  why = "The tree is ordered by address. It leads to vstart, and that is where the walk begins, at the bottom.",
}
comb(2 * twice)
costs[2 * twice] = cost()
for _, count in ipairs { small, twice, 2 * twice } do
  say("- %d holes: %d nodes of the tree, %d areas of the list", count - 1,
    costs[count].descent, costs[count].walk)
end
check(costs[twice].walk >= 2 * costs[small].walk - 2, "twice the areas, twice the walk")
check(costs[2 * twice].walk >= 2 * costs[twice].walk - 2, "and twice again")
check(costs[2 * twice].descent - costs[small].descent <= 4, "the descent hardly grows")
say [[
Twice as many areas, twice as long a walk, and one node more in the tree. With 10,000 areas
alive and requests of mixed sizes, the code of 4.19 looked at 2.7 nodes of the tree and
stepped over 1,330 areas, on average, for each search. All of that happens under one
lock, `vmap_area_lock`, that all CPUs wait for.]]
pause()

-- 3. Who drops the cache --------------------------------------------------------------

title "3. Who drops the cache"
say [[
Nobody calls `dropcache` in a kernel. But there are four reasons for a search not to use
the cache, and a careless user meets one each time.]]
local enough <const> = twice - 4
task {
  text = tr([[
Make an `alloc` that succeeds step over %d areas or more, without `dropcache`.]], enough),
  setup = function()
    comb(twice)
    alloc("2p", "name=above")
    alloc("2p", "name=calm")
  end,
  check = function()
    local try = lab.last("try")
    if not try then return false, tr "The last operation has searched for nothing." end
    if try.why == "empty" then return false, tr "The cache was empty: that does not count." end
    return try.found and lab.outcome().kind == "ok" and try.walk >= enough,
      tr("The last search stepped over %s.", areas_of(try.walk))
  end,
  hints = {
    "The search must begin at the bottom: the request has to be smaller than the noted hole, or less aligned, or begin lower than the last one.",
    "Ask for two pages with an alignment, and then for two pages without.",
    "alloc 2p align=8K; alloc 2p",
  },
  solution = function()
    alloc("2p", "align=8K")
    alloc("2p")
  end,
}
local try = lab.last("try")
say([[
The reason was *%s*, and the walk stepped over %s. Two users who take turns, one with a larger
alignment than the other, or with another window, do this to each other at every second
request.]], try.why, areas_of(try.walk))
check(try.walk >= enough, "a long walk without dropcache")
pause()

-- 4. A tree of holes --------------------------------------------------------------------

title "4. A tree of the holes"
say [[
What would help? The tree of 4.19 holds what is *in use*, ordered by address. It cannot
answer the question that is asked: *where is the lowest hole that is large enough?*

Since 5.2 a second tree holds what is *free*. Each node is a hole, and knows one thing more:
the size of the largest hole in the part of the tree that hangs from it. If that is too small for a
request, the whole part is passed by with one look.]]
pause()

-- The holes as a balanced tree, each with the largest size below it.
local function hole_tree(holes, from, to)
  if from > to then return nil end
  local middle = (from + to) // 2
  local node = { hole = holes[middle], left = hole_tree(holes, from, middle - 1),
                 right = hole_tree(holes, middle + 1, to) }
  node.largest = math.max(node.hole.size, node.left and node.left.largest or 0,
    node.right and node.right.largest or 0)
  return node
end

-- The lowest hole that is large enough, and the nodes that were looked at.
local function lowest_fit(node, wanted)
  local looked = {}
  while node do
    local went = "none"
    if node.left and node.left.largest >= wanted then
      went = "left"
    elseif node.hole.size >= wanted then
      went = "here"
    elseif node.right and node.right.largest >= wanted then
      went = "right"
    end
    looked[#looked + 1] = { node = node, went = went }
    if went == "here" then return node.hole, looked end
    node = node[went]
  end
  return nil, looked
end

local function holes_now()
  local holes = {}
  for hole in lab.holes() do holes[#holes + 1] = hole end
  return holes
end

comb(twice)
dropcache()
local holes = holes_now()
local root = hole_tree(holes, 1, #holes)
local wanted <const> = 2 * PAGE
local fit, looked = lowest_fit(root, wanted)
say([[
The comb once more, %d holes. Here they are put into such a tree (a balanced one; the
kernel's is red and black), and two pages are looked for, from the root on:]], #holes)
for _, look in ipairs(looked) do
  local hole, part = look.node.hole, look.node.right and look.node.right.largest or 0
  if look.went == "here" then
    say("- the hole at page %d has %s: it fits, and nothing lower does", page(hole.va_start),
      in_pages(hole.size))
  else
    say("- the hole at page %d has %s; below it on the right the largest has %s: go there",
      page(hole.va_start), in_pages(hole.size), in_pages(part))
  end
end
local old = alloc("2p", "name=old")
finish_op()
local walk = lab.last("try").walk
ask {
  question = tr("Those were %d looks. The search of 4.19, on the same areas, has just found its place. How do the addresses compare?",
    #looked),
  choices = { "4.19 found a lower one", "it is the same", "the tree found a lower one" },
  answer = function()
    return old.addr < fit.va_start and 1 or old.addr == fit.va_start and 2 or 3
  end,
  why = "Both look for the lowest address that fits, and this time 4.19 began at the bottom.",
}
say([[
The same place, page %d: after stepping over %s there, after %d looks here. And with a tree
that knows all holes there is no cache to be stale: an exact fit is found, a freed hole is
found, and no `cached_hole_size` can be wrong.]], page(fit.va_start), areas_of(walk), #looked)
check_equal(old.addr, fit.va_start, "both find the lowest fit")
check(#looked < walk, "the tree of holes looks at less")
pause()

title "5. What it brought"
say [[
The price: each allocation and each free must keep two trees in order, and carry a changed
size up to the root; and neighbours must be merged when one of them is freed. It was worth
it. What was measured when it came:

- one CPU of a laptop (i5-3320M): 3.3 times fewer cycles
- a phone's board (HiKey960): 7.5 times fewer
- all CPUs at once, tests in random order: 101 minutes before, 57 seconds after

The lock was split by 5.5, and in 6.9 the areas were spread over several nodes, each with
locks of its own. What this course shows, the cache and its noted hole, lived from 2.6.39 to
5.1, for eight years.

What to take along: look at what a structure is ordered by, and at what is asked of it. A
memory of the last answer hides the difference, until somebody asks the wrong question twice
in turns.]]
