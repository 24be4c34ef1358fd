-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What lazy purge protects. Somebody keeps using addresses that were freed.
-- The page tables are clear at once, but a CPU that has used the addresses
-- before goes by its TLB, to page frames that belong to somebody else by now.
-- Only a flush ends that. So the addresses stay taken until a purge, which
-- flushes first: nobody can be given addresses that a TLB still knows.
--
--     vmaplab run use_after_unmap [PAGES [SEED]]

local n, seed = scenario {
  title = "Use after unmap",
  { "PAGES", 4, least = 1, most = 32 },
  { "SEED", 7, least = 0 },
}

space "x86-64"
frames("scattered", { seed = seed })

-- Addresses in a row, frames all over memory.
local old = vmalloc(n * size "1p", { name = "old" })
local frame = lab.frames_of "old"
for i = 1, n do
  check_equal(touch(old.addr + (i - 1) * size "1p").pfn, frame[i], "the page tables lead there")
end
check_equal(#lab.translations(0), n, "CPU 0 remembers every page")

-- Freed: the tables know it, CPU 0 does not, CPU 1 never knew them.
vfree(old)
check_equal(lab.translate(old.addr), nil, "the page tables lead nowhere")
local new = vmalloc(n * size "1p", { name = "new" })
check(math.ult(old.addr, new.addr), "the addresses are not given out again yet")
check_equal(lab.frames_of("new")[1], frame[n], "the frames are: the last one freed comes first")
for i = 1, n do
  local hit = touch(old.addr + (i - 1) * size "1p")
  check_equal(hit.outcome, "stale", "CPU 0 still gets through")
  check_equal(lab.frame_owner(hit.pfn).name, "new", "to a frame of the new owner")
end
cpu(1)
check_equal(touch(old.addr).outcome, "fault", "CPU 1 asks the page tables")

-- The purge flushes, on every CPU, before the addresses become free.
purge()
check_equal(lab.last("flush").start, old.addr, "the flush begins at the freed area")
cpu(0)
check_equal(touch(old.addr).outcome, "fault", "CPU 0 no longer gets through")
dropcache()
local again = vmalloc(n * size "1p", { name = "again" })
check_equal(again.addr, old.addr, "now the addresses can be given out again")

print(("%d page%s: CPU 0 got to the new owner's frames %d time%s before the flush"):format(
  n, n == 1 and "" or "s", n, n == 1 and "" or "s"))
