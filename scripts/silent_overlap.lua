-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Areas on top of each other. Rounding the end of the highest area up to a large
-- alignment wraps to address 0, which no test takes for an overflow; and as the walk
-- never came by there, 0 is given out again and again. __insert_vmap_area has a
-- check for overlaps, but for areas of positive size it cannot fire: who does
-- not begin at or above a node's end is sent to the left.
--
--     vmaplab run silent_overlap [REQUESTS]

local n = scenario {
  title = "A silent overlap",
  { "REQUESTS", 3, least = 1, most = 50 },
}

-- The nodes of the tree that begin at an address.
local function nodes_at(addr, node)
  if not node then
    return 0
  end
  local below = nodes_at(addr, node.left) + nodes_at(addr, node.right)
  return below + (node.va_start == addr and 1 or 0)
end

-- The uppermost gigabyte of all addresses, with one area at its very beginning.
lab.run "space 0xffffffffc0000000..0xffffffffffffffff"
alloc("1p", "name=top")

for i = 1, n do
  stop_at("insert_overlap", alloc, "1p", "align=1G", "nowarn=1")
  check(lab.locals().va_start < lab.locals().va.va_end, "the area has a positive size")
  finish_op()
  check_equal(lab.outcome().kind, "bug", ("request %d is stopped at last"):format(i))
  check_equal(lab.outcome().reason, "alloc_vmap_area:result-below-vstart", "for where it lies")
  check_equal(lab.var.areas, 1 + i, "but the area stays in the tree")
  check_equal(nodes_at(0, lab.tree()), i, "on top of those that were there")
end

-- Whoever looks the address up finds one of them; the others are out of reach.
local found = find(0)
check_equal(found.addr, 0, "a lookup finds one")

print(("%d request%s: %d area%s at address 0"):format(n, n == 1 and "" or "s", n, n == 1 and "" or "s"))
