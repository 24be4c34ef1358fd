-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Four workloads of the kernel's own allocator test (lib/test_vmalloc.c), which came
-- in 5.1, one release before the allocator that is shown here went. Everything is freed lazily, so
-- addresses climb until the threshold is passed, a purge gives all of them back, and
-- they begin at the bottom again. What each request gets can be worked out
-- beforehand; the script does, and checks it.
--
--     vmaplab run test_vmalloc [WORKLOAD [LOOPS [AREAS [SEED]]]]
--
-- LOOPS     how often the test allocates and frees
-- AREAS     how many areas full_fit and long_busy_list begin with (the kernel's test has
--           more than 8000, and 15000)
-- SEED      of random_size

local wanted, loops, areas, seed = scenario {
  title = "Workloads of the kernel's test: fix_size, random_size, full_fit, long_busy_list",
  { "WORKLOAD", "all", choices = { "fix_size", "random_size", "full_fit", "long_busy_list", "all" } },
  { "LOOPS", 150, least = 1, most = 2000 },
  { "AREAS", 100, least = 1, most = 2000 },
  { "SEED", 1, least = 0 },
}

local one <const> = size "1p"
local draw <const> = lab.random(seed)

-- vmalloc, a touch, and what its search was like.
local function vmalloc_pages(count)
  local answer = vmalloc(count * one)
  local try = lab.last("try")
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
    local purged = lab.last("purge") ~= nil
    check_equal(purged, waiting > limit, "a purge when more than the limit waits")
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
