-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The search: first fit, the cache pointer, the hole size, alignment. Each exercise is
-- drawn until the model says that it asks what it is meant to ask: that there is a hole
-- to be passed by, that the cache is dropped, that an address has to be rounded up.
-- `steps` is the sum of what the exercises allow.

exam {
  name = "search",
  title = "The search: first fit, cache and hole size",
  minutes = 20,
  order = 10,
  space = "toy",
  api = 3,
  steps = { 271, 355 },
}

local letters <const> = { "a", "b", "c", "d", "e", "f", "g", "h" }

-- Areas in a row, `count` of them; every other one is freed, in any order.
local function row(draw, count)
  local commands, freed = {}, {}
  for i = 1, count do
    commands[i] = ("alloc %dp name=%s"):format(draw(i % 2 == 0 and 2 or 1, 5), letters[i])
    if i % 2 == 0 then freed[#freed + 1] = "free " .. letters[i] end
  end
  for _, command in ipairs(draw:shuffle(freed)) do
    commands[#commands + 1] = command
  end
  return commands
end

---------------------------------------------------------------------------

say [[
The space has 64 pages and is empty before each question. The commands that are told
have run already; the space, the tree and the variables are there to be looked at. An
answer cannot be taken back; `skip` leaves a question out.]]

-- 1. First fit ----------------------------------------------------------------

title "1. First fit"
predict {
  "address",
  operation = exercise {
    draw = function(draw)
      local commands = row(draw, 7)
      commands[#commands + 1] = "dropcache"
      return commands, ("alloc %dp name=x"):format(draw(2, 5))
    end,
    accept = function()
      local try = lab.events("try")[1]
      return try.walk >= 2 and lab.var.cached_hole_size > 0
        and lab.area("x").va_start < lab.var.vmap_area_last.va_start
    end,
    steps = { 67, 83 },
  },
}

-- 2. The cache ------------------------------------------------------------------

title "2. The cache pointer"
predict {
  "cache", "address",
  operation = exercise {
    -- Each of the answers for every fifth student.
    draw = function(draw)
      local wanted = draw:pick { "hit", "size", "vstart", "align", "below" }
      local y = { vstart = " vstart=start+4p", align = " align=16K" }
      local x = { below = (" vstart=start+%dp"):format(draw(38, 52)) }
      local commands = row(draw, 6)
      commands[#commands + 1] = ("alloc %dp%s name=y"):format(draw(3, 6), y[wanted] or "")
      return commands, ("alloc %dp%s name=x"):format(draw(1, 4), x[wanted] or ""), wanted
    end,
    accept = function(_, wanted)
      local try = lab.events("try")[1]
      return try.why == wanted and (wanted == "below" or try.walk >= 1)
    end,
    steps = { 40, 75 },
  },
}

-- 3. The note ---------------------------------------------------------------------

title "3. The hole size"
predict {
  "hole",
  operation = exercise {
    draw = function(draw)
      return row(draw, 8), ("alloc %dp name=x"):format(draw(3, 6))
    end,
    accept = function()
      local before = lab.var.cached_hole_size
      return before > 0 and lab.events("try")[1].walk >= 3
    end,
    steps = { 60, 70 },
  },
}

-- 4. Equal --------------------------------------------------------------------------

title "4. Once more: cache and address"
predict {
  "cache", "address",
  operation = exercise {
    draw = function(draw)
      local gap = draw(2, 6)
      return {
        ("alloc %dp name=a"):format(draw(4)),
        ("alloc %dp name=b"):format(gap),
        ("alloc %dp name=c"):format(draw(4)),
        "free b",
        ("alloc %dp%s name=d"):format(gap + draw(3), draw:pick { "", "", " align=16K" }),
      }, ("alloc %dp name=x"):format(gap + draw(-1, 0)), gap
    end,
    accept = function()
      return lab.events("try")[1] ~= nil
    end,
    steps = { 52, 64 },
  },
}

-- 5. Alignment ------------------------------------------------------------------------

title "5. Alignment"
predict {
  "address",
  operation = exercise {
    draw = function(draw)
      return row(draw, 5), ("alloc %dp align=%dK name=x"):format(draw(2, 4), draw:pick { 16, 32 })
    end,
    accept = function()
      local x = lab.area "x"
      local before = lab.area(x.va_start - 1)
      return not before and lab.events("try")[1].walk >= 1
    end,
    steps = { 52, 63 },
  },
}

-- 6. A task -------------------------------------------------------------------------------

title "6. A note of your own"
local _, wanted = exercise {
  draw = function(draw)
    return {}, nil, draw(2, 7)
  end,
}
task {
  text = tr("An empty space. By `alloc` and `free` alone, make `cached_hole_size` exactly %d pages.", wanted),
  check = function()
    return lab.var.cached_hole_size == wanted * size "1p", tr "cached_hole_size is another one."
  end,
  solution = function()
    alloc("1p", "name=a")
    alloc(wanted .. "p", "name=b")
    alloc("1p", "name=c")
    free "b"
    alloc(wanted + 1 .. "p", "name=d")
  end,
}
