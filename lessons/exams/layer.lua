-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What is built on top of the search: vmalloc and vmap with their guard pages, ioremap,
-- the blocks of vm_map_ram, per-CPU groups. `steps` is the sum of what the exercises
-- allow.

exam {
  name = "layer",
  title = "The vm layer: vmalloc, ioremap, blocks, per-CPU groups",
  minutes = 25,
  order = 40,
  space = "toy",
  api = 3,
  steps = { 534, 781 },
}

-- Eight blocks of 128 pages, two CPUs.
local blocks <const> = "0xffffc90000000000..0xffffc90000400000 cpus=2 online=2 block=128"

-- What is counted in the only block there is.
local function block(field)
  return lab.blocks()[1][field]
end

---------------------------------------------------------------------------

say [[
Each question begins with an empty space. The commands that are told have run already;
everything is there to be looked at. An answer cannot be taken back; `skip` leaves a
question out.]]

-- 1. Guard pages ---------------------------------------------------------------

title "1. Guard pages"
say "The space has 64 pages."
predict {
  "address",
  operation = exercise {
    draw = function(draw)
      local gap, less = draw(3, 6), draw(0, 2)
      return {
        ("vmalloc %dp name=a"):format(draw(1, 4)),
        ("alloc %dp name=b"):format(gap),
        ("%s name=c"):format(draw:pick { "vmap 2", "vmalloc 3p", "vmalloc 1p", "vmap 4" }),
        "free b",
        "dropcache",
      }, ("vmalloc %dp name=x"):format(gap - less)
    end,
    steps = { 127, 160 },
  },
}

-- 2. ioremap ---------------------------------------------------------------------

title "2. ioremap"
predict {
  "address",
  operation = exercise {
    draw = function(draw)
      return {
        ("vmalloc %dp name=a"):format(draw(1, 20)),
        ("vmap %d name=b"):format(draw(1, 12)),
      }, ("ioremap 0x%x000 %dp name=x"):format(draw(0xe0000, 0xeffff), draw(2, 9))
    end,
    accept = function(answer)
      return answer.ok and lab.area("x").va_start > lab.area("b").va_end
    end,
    steps = { 113, 131 },
  },
}

-- 3. A block ------------------------------------------------------------------------

title "3. A block"
say "Now vm_map_ram works with blocks of 128 pages."
ask {
  question = "How many pages of the block can still be handed out after this operation? (a number)",
  operation = exercise {
    space = blocks,
    draw = function(draw)
      local a, b = draw(3, 9), draw(5, 20)
      return { ("mapram %d name=a"):format(a), ("mapram %d name=b"):format(b), "unmapram a" },
        ("mapram %d name=x"):format(draw(3, 30))
    end,
    steps = { 60, 135 },
  },
  answer = function() return block "free" end,
  why = "Each piece is rounded up to a power of two, and what was given back is not handed out again.",
}

-- 4. Dirty ----------------------------------------------------------------------------

title "4. What is dirty"
ask {
  question = "How many pages of the block are dirty after this operation? (a number)",
  operation = exercise {
    space = blocks,
    draw = function(draw)
      local commands = {}
      for i, name in ipairs { "a", "b", "c", "d" } do
        commands[i] = ("mapram %d name=%s"):format(draw(2, 17), name)
      end
      local order = draw:shuffle { "a", "b", "c", "d" }
      commands[5] = "unmapram " .. order[1]
      return commands, "unmapram " .. order[2]
    end,
    steps = { 38, 83 },
  },
  answer = function() return block "dirty" end,
  why = "Both pieces count in full, rounded up to a power of two as they were handed out.",
}

-- 5. Per-CPU groups -----------------------------------------------------------------------

title "5. A per-CPU group"
say "The space has 64 pages again."
ask {
  question = "With which page does the lower area of the group x begin? (a number, from 0)",
  operation = exercise {
    draw = function(draw)
      local apart = draw(6, 16)
      return {
        ("alloc %dp vstart=start+%dp name=a"):format(draw(2, 6), draw(42, 56)),
        ("alloc %dp name=b"):format(draw(1, 9)),
      }, ("pcpu 0,%dp %dp,%dp name=x"):format(apart, draw(2, 5), draw(2, 5))
    end,
    accept = function(answer) return answer.ok end,
    steps = { 79, 112 },
  },
  answer = function()
    for area in lab.areas() do
      if area.name == "x" then return lab.page(area.va_start) end
    end
  end,
  why = "The group is placed as high as all of its areas fit at their distances.",
}

-- 6. Worked out -----------------------------------------------------------------------------

title "6. How many pages"
ask {
  question = "How many pages of the space are free after this operation? (a number)",
  operation = exercise {
    draw = function(draw)
      local order = draw:shuffle { "a", "b", "c" }
      return {
        ("vmalloc %dp name=a"):format(draw(2, 7)),
        ("vmap %d name=b"):format(draw(2, 7)),
        ("vmalloc %dp name=c"):format(draw(2, 7)),
        (order[1] == "b" and "vunmap " or "vfree ") .. order[1],
      }, draw:pick { ("vmalloc %dp name=x"):format(draw(3, 7)), ("vmap %d name=x"):format(draw(3, 7)) }
    end,
    steps = { 117, 160 },
  },
  answer = function()
    local sum = 0
    for hole in lab.holes() do
      sum = sum + pages(hole.size)
    end
    return sum
  end,
  why = "Each area has a guard page; what was freed lazily takes up room until a purge.",
}

-- 7. A task ------------------------------------------------------------------------------------

title "7. One page too few"
local _, wanted = exercise {
  draw = function(draw)
    return { ("vmalloc %dp name=a"):format(draw(2, 9)) }, nil, draw(3, 9)
  end,
}
task {
  text = tr("Make a `vmalloc` of exactly %d pages fail while a hole of exactly as many pages is free.", wanted),
  check = function()
    local try
    for _, event in ipairs(lab.events()) do
      if event.kind == "try" then try = event end
    end
    if lab.outcome().kind == "ok" or not try then return false, tr "The last operation did not fail for want of room." end
    if try.size ~= (wanted + 1) * size "1p" then return false, tr "It was about another number of pages." end
    for hole in lab.holes() do
      if hole.size == wanted * size "1p" then return true end
    end
    return false, tr "No hole of this size is free."
  end,
  solution = function()
    alloc(pages(lab.bounds().va_end - lab.var.vmap_area_last.va_end) - wanted .. "p", "name=rest")
    vmalloc(wanted .. "p", "name=x")
  end,
}
