-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- When are lazily freed areas given back? Once more than 32 MiB times the
-- bit length of the number of CPUs have gathered; exactly that much is not
-- enough. And a limit once forced, as iounmap can do, is never taken back.
--
--     vmaplab run lazy_threshold [CPUS]

local cpus = scenario {
  title = "The threshold of the lazy list",
  { "CPUS", 4, least = 1, most = 64 },
}

local function bit_length(number)
  local bits = 0
  while number > 0 do
    number, bits = number >> 1, bits + 1
  end
  return bits
end

local function purged()
  return lab.last("purge") ~= nil
end

lab.run("space x86-64 cpus=" .. cpus .. " online=" .. cpus)
local limit = pages(size("32M")) * bit_length(cpus)

-- Exactly as many pages as the limit, in two areas, and then one more.
local first = alloc((limit - 100) * size("1p"))
local second = alloc("100p")
local one_more = alloc("1p")

lazy(first)
check(not purged(), "below the limit nothing is purged")
lazy(second)
check_equal(lab.var.vmap_lazy_nr, limit, "the limit is reached")
check(not purged(), "but not passed: the comparison is strict")
lazy(one_more)
check(purged(), "one page more, and everything is given back")
check_equal(lab.var.vmap_lazy_nr, 0, "the count is 0 again")
check_equal(lab.var.areas, 0, "no area is left")

-- set_iounmap_nonlazy sets the count itself above the limit. A purge takes off
-- only what it has freed, so the count stays just below for ever.
local some = {}
for i = 1, 3 do
  some[i] = alloc("2p")
end
nonlazy()
check_equal(lab.var.vmap_lazy_nr, limit + 1, "the count is forced above the limit")
for i = 1, 3 do
  lazy(some[i])
  check(purged(), ("lazy free %d purges at once"):format(i))
  check_equal(lab.var.vmap_lazy_nr, limit + 1, "and leaves the count where it was")
end

print(("%d CPUs: %d pages (%d MiB) may wait; one more is too many"):format(
  cpus, limit, limit * size("1p") >> 20))
