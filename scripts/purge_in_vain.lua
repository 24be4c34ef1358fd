-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What the second search is worth. A request that finds no room has everything
-- purged that was freed lazily, and is searched for once more. If something was
-- purged, the second search can end differently: the cache moves down to what
-- became free. If nothing was, it is the first one again, behind the same cached
-- area, although a hole further down would do.
--
--     vmaplab run purge_in_vain [PAGES]

local n = scenario {
  title = "A purge in vain",
  { "PAGES", 3, least = 1, most = 20 },       -- of the hole
}
local wanted = n * size("1p")

local function searches()
  return lab.events("try"), #lab.events("purge")
end

-- An area that waits for a purge or a hole that was noted, both of the size that
-- will be wanted, and nothing else free.
local function full_space()
  lab.run "space toy"
  alloc("1p", "name=below")
  local gap = alloc(wanted, "name=gap")
  alloc("1p", "name=above")
  return gap
end

local function fill()
  return alloc(lab.bounds().va_end - lab.var.vmap_area_last.va_end, "name=rest")
end

-- Nothing to purge: a noted hole of just the right size.
local gap = full_space()
free(gap)
alloc(wanted + size("1p"), "name=larger")
fill()
check_equal(lab.var.cached_hole_size, wanted, "the hole is noted")
local cached = lab.var.free_vmap_cache.va_start
local refused = alloc(wanted, "name=refused", "nowarn=1")
local vain, vain_purges = searches()
check_equal(refused.errno, "EBUSY", "nothing to purge: the request fails")
check_equal(#vain, 2, "it was searched for twice")
check_equal(vain_purges, 1, "with a purge in between")
check_equal(vain[2].start, vain[1].start, "the second search begins where the first began")
check_equal(vain[2].why, vain[1].why, "for the same reason")
check_equal(lab.var.free_vmap_cache.va_start, cached, "the cache has not moved")
check_equal(lab.holes()().size, wanted, "the hole that would do is there")

-- The same hole, but as an area that waits: the purge makes it one.
gap = full_space()
fill()
lazy(gap)
local placed = alloc(wanted, "name=placed")
local useful, useful_purges = searches()
check(placed.ok, "something to purge: the request succeeds")
check_equal(#useful, 2, "in its second search")
check_equal(useful_purges, 1, "after one purge")
check(not useful[1].found and useful[2].found, "the first has found nothing")
check(math.ult(useful[2].start, useful[1].start), "the second begins lower: the cache has moved")
check_equal(placed.addr, gap.addr, "the area goes where the purge has made room")

print(("%d page%s: %s with a hole that fits, %s with an area of that size to be purged"):format(
  n, n == 1 and "" or "s", refused.errno, hex(placed.addr)))
