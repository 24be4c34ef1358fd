-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Four workloads of the kernel's own allocator test (lib/test_vmalloc.c), which came
-- in 5.1, one release before the allocator that is shown here went. Everything is freed lazily, so
-- addresses climb until the threshold is passed, a purge gives all of them back, and
-- they begin at the bottom again. What each request gets can be worked out
-- beforehand; the script does, and checks it.
--
--     vmaplab run scripts/test_vmalloc.lua [WORKLOAD [LOOPS [AREAS [SEED]]]]
--
-- WORKLOAD  fix_size random_size full_fit long_busy_list, or all
-- LOOPS     1 to 2000: how often the test allocates and frees
-- AREAS     1 to 2000: how many areas full_fit and long_busy_list begin with (the
--           kernel's test has more than 8000, and 15000)
-- SEED      of random_size

local one <const> = size "1p"

local function argument(i, name, usual, least, most)
  local value = tonumber(arg[i] or usual)
  if math.type(value) ~= "integer" or value < least or value > most then
    error(("%s is a number from %d to %d, not %s"):format(name, least, most, arg[i]), 0)
  end
  return value
end

local loops = argument(2, "LOOPS", 150, 1, 2000)
local areas = argument(3, "AREAS", 100, 1, 2000)
local seed = argument(4, "SEED", 1, 0, 1 << 31)

-- Numbers that look drawn at random, 1 to most.
local function draw(most)
  seed = seed * 1103515245 + 12345 & 0x7fffffff
  return 1 + (seed >> 16) % most
end

-- What happened last: the search, and whether there was a purge.
local function look()
  local try, purged
  for _, event in ipairs(lab.events()) do
    if event.kind == "try" then
      try = event
    elseif event.kind == "purge" then
      purged = true
    end
  end
  return try, purged
end

-- vmalloc, a touch, and what its search was like.
local function vmalloc_pages(count)
  local answer = vmalloc(count * one)
  local try = look()
  touch(answer.addr)
  return answer, try
end

local function new_space()
  space("x86-64", "cpus=1")
  local probe = alloc "1p"
  stop_at("lazy_limit", lazy, probe)
  local limit = lab.locals().limit
  finish_op()
  purge()
  return limit
end

-- Allocates and frees at once. The addresses climb like a saw: the areas wait, one
-- behind the other, until more than `limit` pages do.
local function alloc_and_free(next_count)
  local limit = new_space()
  local waiting, purges, most = 0, 0, 0
  for _ = 1, loops do
    local count = next_count()
    local answer, try = vmalloc_pages(count)
    check_equal(answer.addr, lab.bounds().va_start + waiting * one, "the address follows from what waits")
    check_equal(try.why, waiting == 0 and "empty" or "hit", "only an empty space has no cache")
    most = math.max(most, try.walk)
    vfree(answer)
    waiting = waiting + count + 1		-- the guard page waits, too
    local _, purged = look()
    check_equal(purged == true, waiting > limit, "a purge when more than the limit waits")
    if purged then
      waiting, purges = 0, purges + 1
    end
    check_equal(lab.var.vmap_lazy_nr, waiting, "that many pages wait")
  end
  check(most <= 1, "no search walks past more than the cached area")
  return ("%d requests, purges: %d, walks of at most %d"):format(loops, purges, most)
end

local workload = {}

function workload.fix_size()
  return alloc_and_free(function() return 64 end)
end

function workload.random_size()
  return alloc_and_free(function() return draw(100) end)
end

-- A comb: every second area is freed and purged, and what is asked for fits exactly.
-- A hole is used once: the area in it waits, so the next request takes the next one.
function workload.full_fit()
  new_space()
  local junk, most = {}, 0
  for i = 1, areas do
    vmalloc "1p"
    junk[i] = vmalloc "1p"
  end
  for i = 1, areas do
    vfree(junk[i])
  end
  purge()		-- the kernel's test has so many that this comes by itself
  for i = 1, loops do
    local answer, try = vmalloc_pages(1)
    local place = junk[math.min(i, areas)].addr + math.max(i - areas, 0) * 2 * one
    check_equal(answer.addr, place, "the next hole, or behind everything")
    check_equal(try.why, "hit", "the cache is used")
    most = math.max(most, try.walk)
    vfree(answer)
  end
  check(most <= 2, "a walk passes the cached area and one more")
  return ("%d holes, %d requests, walks of at most %d"):format(areas, loops, most)
end

-- A long list of areas that stay. The cache spares every request the way past them;
-- one that has lost it, for whatever reason, goes past all. (When the large area is the
-- one too many, it is purged with the small one still in use behind it: one area more.)
function workload.long_busy_list()
  new_space()
  for _ = 1, areas do
    vmalloc "1p"
  end
  local most = 0
  for _ = 1, loops do
    local large, first = vmalloc_pages(100)
    local small, second = vmalloc_pages(1)
    most = math.max(most, first.walk, second.walk)
    vfree(large)
    vfree(small)
  end
  check(most <= 2, "with the cache, the length of the list does not matter")
  purge()
  dropcache()
  local _, without = vmalloc_pages(100)
  check_equal(without.walk, areas, "without it, the walk goes past all areas")
  return ("%d areas, %d requests: walks of at most %d; without the cache, %d"):format(
    areas, 2 * loops, most, without.walk)
end

local order <const> = { "fix_size", "random_size", "full_fit", "long_busy_list" }
local wanted = arg[1] or "all"
if wanted ~= "all" and not workload[wanted] then
  error(("the workloads are %s and all, not %s"):format(table.concat(order, " "), wanted), 0)
end

local report = {}
for _, name in ipairs(order) do
  if wanted == "all" or wanted == name then
    title(name)
    report[#report + 1] = name .. ": " .. workload[name]()
  end
end
for _, line in ipairs(report) do
  print(line)
end
