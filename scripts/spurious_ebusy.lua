-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- EBUSY although a hole fits. A hole of exactly the size that is wanted is
-- passed over; if there is no room behind the cache either, the request fails.
-- The purge and the second search do not help, and one page less would do.
--
--     vmaplab run spurious_ebusy [PAGES]

local n = scenario {
  title = "EBUSY although a hole fits",
  { "PAGES", 2, least = 2, most = 20 },       -- of the hole
}
lab.run "space toy"
local hole_size = n * size("1p")

local function the_only_hole()
  local next_hole = lab.holes()
  local hole = next_hole()
  check(hole ~= nil and next_hole() == nil, "there is one hole")
  return hole
end

-- A hole of n pages, then a larger request that walks past it and notes it.
alloc("1p", "name=below")
local gap = alloc(hole_size, "name=gap")
alloc("1p", "name=above")
free(gap)
alloc(hole_size + size("1p"), "name=larger")
check_equal(lab.var.cached_hole_size, hole_size, "the walk notes the hole")

-- Everything above is filled.
alloc(lab.bounds().va_end - lab.var.free_vmap_cache.va_end, "name=rest")
local hole = the_only_hole()
check_equal(hole.va_start, gap.addr, "it is where the gap was")
check_equal(hole.size, hole_size, "it has the size that will be wanted")

-- The request that should succeed.
local refused = alloc(hole_size, "name=exact")
check(not refused.ok, "the request for the hole's size fails")
check_equal(refused.errno, "EBUSY", "with EBUSY")
local tries = lab.events("try")
check_equal(#tries, 2, "it was searched for twice")
check_equal(#lab.events("purge"), 1, "with a purge in between")
check_equal(tries[1].start, tries[2].start, "the second search begins where the first began")
check_equal(tries[2].why, "hit", "behind the cached area, both times")
check_equal(the_only_hole().size, hole_size, "the hole was there all the time")

-- One page less is less than what was noted: the cache is dropped.
local lucky = alloc(hole_size - size("1p"), "name=lucky")
check(lucky.ok, "one page less succeeds")
check_equal(lucky.addr, hole.va_start, "in the hole")

print(("alloc %s: %s, with a hole of %d pages at %s; alloc of one page less: %s"):format(
  hex(hole_size), refused.errno, n, hex(hole.va_start), hex(lucky.addr)))
