-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Page tables: which ones a mapping makes, with four levels and with five, what a failure
-- leaves behind, what unmapping takes away. The exercises differ in where and how much;
-- that a boundary is crossed, or that a table is there already, is seen to by accept().
-- `steps` is the sum of what the exercises allow.

exam {
  name = "tables",
  title = "Page tables: levels, boundaries, failures",
  minutes = 20,
  order = 30,
  space = "x86-64",
  api = 3,
  steps = { 367, 580 },
}

local function made(level)
  return lab.var[level .. "_tables"]
end

-- "map start+2M-3p 5p pfn=0x1000": across the boundary.
local function across(boundary, below, above)
  return ("map start+%s-%dp %dp pfn=0x1000"):format(boundary, below, below + above)
end

---------------------------------------------------------------------------

say [[
Each question begins with an empty space, where no table is made but the top one. A pte table
covers 2 MiB, a pmd table 1 GiB, a pud table 512 GiB. The commands that are told have
run already; everything is there to be looked at. An answer cannot be taken back; `skip`
leaves a question out.]]

-- 1. A boundary -------------------------------------------------------------

title "1. Which tables"
predict {
  "tables",
  operation = exercise {
    draw = function(draw)
      local first = across(draw(1, 40) * 2 .. "M", draw(1, 3), draw(1, 3))
      local boundary = draw:pick { draw(1, 60) * 2 .. "M", draw(1, 6) .. "G", 512 * draw(1, 3) .. "G" }
      return { first }, across(boundary, draw(1, 4), draw(1, 4))
    end,
    steps = { 56, 100 },
  },
}

-- 2. The neighbourhood ----------------------------------------------------------

title "2. In the neighbourhood"
predict {
  "tables",
  operation = exercise {
    draw = function(draw)
      local at = draw(1, 400)
      local commands = {}
      for i = 1, 3 do
        commands[i] = ("map start+%dM+%dp %dp pfn=0x1000"):format(draw(0, 500) * 2, draw(1, 99), draw(2, 9))
      end
      return commands, ("map start+%dG+%dM-%dp %dp pfn=0x2000"):format(draw(0, 1), at * 2, draw(1, 3), draw(4, 8))
    end,
    steps = { 60, 80 },
  },
}

-- 3. Five levels ----------------------------------------------------------------

title "3. Five levels"
say "Now the space has five levels: a p4d table lies between pgd and pud, and covers 256 TiB."
predict {
  "tables",
  operation = exercise {
    space = "x86-64-5level",
    draw = function(draw)
      local boundary = draw:pick { draw(1, 9) .. "G", 512 * draw(1, 7) .. "G" }
      return { ("map start+%dp %dp pfn=0x1000"):format(draw(1, 99), draw(2, 9)) },
        across(boundary, draw(1, 4), draw(1, 4))
    end,
    steps = { 62, 104 },
  },
}

-- 4. A failure -------------------------------------------------------------------------

title "4. A failure"
ask {
  question = "Memory for one of the tables is refused (`tfail` tells for which). How many pages are mapped after this operation, those from before included? (a number)",
  operation = exercise {
    draw = function(draw)
      local g = draw(1, 9)
      local low = draw:pick { g * 1024 - 2, g * 1024 - 2 * draw(2, 99) }
      return { ("map start+%dM+%dp %dp pfn=0x1000"):format(low, draw(1, 99), draw(1, 9)) },
        ("%s tfail=%d"):format(across(g .. "G", draw(2, 5), draw(2, 5)), draw(1, 2))
    end,
    accept = function(answer) return not answer.ok end,
    steps = { 28, 66 },
  },
  answer = function() return lab.var.leaf_entries end,
  why = "What was mapped before the failure stays; the caller would have to unmap it.",
}

-- 5. Large entries ------------------------------------------------------------------------

title "5. Large entries"
say "Now `ioremap_page_range` may make large entries of 2 MiB."
ask {
  question = "How many entries lead to memory after this operation, large and small ones together? (a number)",
  operation = exercise {
    space = "x86-64 huge=1",
    draw = function(draw)
      local below, large, above = draw(1, 12), draw(1, 4), draw(1, 12)
      return {}, ("iomaprange start+%dM-%dp %dM+%dp phys=%dM-%dp"):format(draw(1, 40) * 2, below,
        large * 2, below + above, 2048 + 2 * draw(1, 99), below)
    end,
    accept = function(answer) return answer.ok end,
    steps = { 95, 140 },
  },
  answer = function() return lab.var.leaf_entries end,
  why = "A large one wherever address and memory are both aligned to 2 MiB and as much is left; small ones before and behind.",
}

-- 6. Unmapping ---------------------------------------------------------------------------------

title "6. Unmapping"
ask {
  question = "How many tables are there after this operation, but for the top one: pte, pmd and pud together? (a number)",
  operation = exercise {
    draw = function(draw)
      local megabytes = draw(1, 99) * 2
      return {
        across(megabytes .. "M", draw(1, 3), draw(1, 3)),
        across(draw(1, 2) * draw:pick { 1, 512 } .. "G", draw(1, 3), draw(1, 3)),
      }, ("unmap start+%dM-%dp %dp"):format(megabytes, draw(3, 9), draw(12, 18))
    end,
    steps = { 66, 90 },
  },
  answer = function() return made "pte" + made "pmd" + made "pud" end,
  why = "Unmapping clears entries and gives no table back.",
}

-- 7. A task ----------------------------------------------------------------------------------------

title "7. Two tables, no more"
local _, count, gigabytes = exercise {
  draw = function(draw)
    local n, g = draw(3, 9), draw(2, 9)
    return { ("map start+%dG %dp pfn=0x1000"):format(g, draw(1, 9)) }, nil, n, g
  end,
}
local before = { pte = made "pte", pmd = made "pmd", pud = made "pud" }
task {
  text = tr("Map exactly %d pages with one `map`, so that a pte table and a pmd table are made, one of each, and no pud table.", count),
  check = function()
    if lab.outcome().n ~= count then return false, tr "The last operation did not map as many pages." end
    return made "pte" - before.pte == 1 and made "pmd" - before.pmd == 1 and made "pud" == before.pud,
      tr "Other tables were made, or none."
  end,
  solution = function()
    map(("start+%dG"):format(gigabytes + 1), count .. "p", "pfn=0x2000")
  end,
}
