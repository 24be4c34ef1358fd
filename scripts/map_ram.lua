-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The workload vm_map_ram of the kernel's allocator test: map some pages, unmap them,
-- again and again. As nothing in a block is used twice, every so many requests need a new
-- block, and a search with it; the old blocks are used up and wait on the lazy list. With
-- one mapping kept, the block that it is in is never given back.
--
--     vmaplab run map_ram [REQUESTS [PAGES [CPUS]]]

local n, count, cpus = scenario {
  title = "vm_map_ram, again and again",
  { "REQUESTS", 100, least = 1, most = 1000 },
  { "PAGES", 24, least = 1, most = 64 },
  { "CPUS", 2, least = 1, most = 8 },
}

lab.run(("space x86-64 cpus=%d online=%d block=128"):format(cpus, cpus))
local block_pages = lab.bounds().block_pages

-- What a piece takes of its block.
local piece = 1
while piece < count do
  piece = piece * 2
end
local in_block = block_pages // piece

-- Above the threshold a purge comes by itself, and addresses begin anew.
local function purged()
  return lab.last("purge") ~= nil
end

local searches, purges, given = 0, 0, {}
local function map_and_unmap()
  local answer = mapram(count)
  check(answer.ok, "mapped")
  check(not given[answer.addr], "no address is given out twice before a purge")
  given[answer.addr] = true
  searches = searches + lab.var.work_tries
  unmapram(answer.name)
  if purged() then
    purges, given = purges + 1, {}
  end
end

for i = 1, n do
  cpu((i - 1) % cpus)
  map_and_unmap()
end
local wanted = 0
for c = 0, cpus - 1 do
  local requests = (n - c + cpus - 1) // cpus
  wanted = wanted + (requests + in_block - 1) // in_block
end
check_equal(searches, wanted, "one search for every block, and no other")

local full = 0
for c = 0, cpus - 1 do
  full = full + (n - c + cpus - 1) // cpus // in_block
end
if purges == 0 then
  check_equal(lab.var.lazy_areas, full, "blocks that are used up wait on the lazy list")
end
check_equal(lab.var.vmap_lazy_nr, lab.var.lazy_areas * block_pages, "with all their pages")
check_equal(lab.var.leaf_entries, 0, "nothing is mapped")
purge()
check_equal(lab.var.areas, 0, "a purge gives everything back: nothing is mapped")

-- One mapping is kept, and everything else goes.
cpu(0)
local kept = mapram(1)
for i = 1, in_block do
  unmapram(mapram(count).name)
end
purge()
check_equal(#lab.blocks(), 1, "the block of the mapping stays, alone")
local block = lab.blocks()[1]
check(block.va_start <= kept.addr and kept.addr < block.va_start + block_pages * size "1p",
  "it is that block")
check(block.dirty >= block_pages - 2 * piece, "though nearly all of it is dirty")
unmapram(kept.name)
purge()
check_equal(lab.var.areas, 0, "until that one is unmapped, too")

print(("%d requests of %d pages on %d CPU%s: %d searches, %d purges; a block is used up after %d"):format(
  n, count, cpus, cpus == 1 and "" or "s", searches, purges, in_block))
