-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The three workloads with alignment of the kernel's allocator test: the same alignment
-- each time (fix_align), a random one (random_size_align), and every power of two there
-- is (align_shift). The first is a row of hits. The second throws the cache away whenever
-- an alignment is smaller than the one before, and walks. The third comes to alignments
-- with no multiple left in the space: rounding up goes over the top to address 0, and the
-- kernel stops with a BUG, where one would expect EBUSY.
--
--     vmaplab run align_workloads [REQUESTS [SEED]]

local n, seed = scenario {
  title = "Workloads with alignment: fix_align, random_size_align, align_shift",
  { "REQUESTS", 200, least = 2, most = 1000 },
  { "SEED", 1, least = 0 },
}

local SPACE <const> = "space x86-64 cpus=1 online=1"
local PAGE <const> = size "1p"

local draw = lab.random(seed)

-- The reason of the only search, and the areas that it walked past.
local function search()
  local try = lab.last("try")
  return try.why, try.walk
end

local function aligned(answer, align)
  return answer.ok and answer.addr & (align - 1) == 0
end

-- fix_align: five pages each, kept, so that the list grows.
local fixed <const> = 4 * PAGE
local function fix_align()
  local walked, missed = 0, 0
  lab.run(SPACE)
  for i = 1, n do
    local answer = vmalloc(5 * PAGE, { align = fixed })
    local why, walk = search()
    check(aligned(answer, fixed), "it is aligned")
    walked = walked + walk
    missed = missed + (i > 1 and why ~= "hit" and 1 or 0)
  end
  check_equal(missed, 0, "the same size and alignment: the cache is always used")
  check_equal(walked, n - 1, "and each request walks past one area")
  return walked
end

-- random_size_align: 1 to 10 pages, aligned to 1 << 0..22, kept as well.
local function random_size_align()
  local walked, dropped, last = 0, 0, nil
  lab.run(SPACE)
  for _ = 1, n do
    local align = 1 << draw(0, 22)
    local hole = lab.var.cached_hole_size
    local bytes = draw(10) * PAGE
    local answer = vmalloc(bytes, { align = align })
    local why, walk = search()
    check(aligned(answer, align), "it is aligned")
    if last then
      local smaller = bytes + PAGE < hole
      check_equal(why, smaller and "size" or align < last and "align" or "hit",
        "a smaller request than the noted hole, or a smaller alignment, drops the cache")
    end
    dropped = dropped + (why ~= "hit" and last and 1 or 0)
    walked, last = walked + walk, align
  end
  return walked, dropped
end

-- align_shift: one page, each alignment in a space of its own.
local function align_shift()
  local bugs, first = 0, nil
  for shift = 0, 63 do
    lab.run(SPACE)
    local align, start = 1 << shift, lab.bounds().va_start
    local wanted = (start + align - 1) & ~(align - 1)
    local answer = vmalloc(PAGE, { align = align })
    if math.ult(wanted, start) then
      check_equal(answer.outcome, "bug", "rounding up goes over the top: BUG")
      check(lab.area(wanted) ~= nil, "and the area is in the tree, at address 0")
      bugs, first = bugs + 1, first or shift
    else
      check_equal(answer.addr, wanted, "the first multiple in the space")
    end
  end
  return bugs, first
end

local walked_fixed = fix_align()
local walked_random, dropped = random_size_align()
local bugs, first = align_shift()
print(("fix_align: %d requests walked past %d areas"):format(n, walked_fixed))
print(("random_size_align: %d requests walked past %d areas, %d dropped the cache"):format(
  n, walked_random, dropped))
print(("align_shift: %d alignments, from 1 << %d on, end in a BUG"):format(bugs, first))
