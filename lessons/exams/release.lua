-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Giving back: what a free does to the cache, lazy areas, and what happens when there is
-- no room: the purge, the second search, EBUSY. Exercises are drawn until the model says
-- that they ask what they are meant to ask; `steps` is the sum of what they allow.

exam {
  name = "release",
  title = "Giving back: frees, lazy areas, overflow",
  minutes = 25,
  order = 20,
  space = "toy",
  api = 3,
  steps = { 401, 660 },
}

local names <const> = { "a", "b", "c", "d", "e", "f", "g", "h" }
local page <const> = size "1p"

-- Areas that fill the space, `count` of them.
local function full(draw, count)
  local commands, left = {}, 64
  for i = 1, count - 1 do
    local n = draw(4, 64 // count)
    commands[i] = ("alloc %dp name=%s"):format(n, names[i])
    left = left - n
  end
  commands[count] = ("alloc %dp name=%s"):format(left, names[count])
  return commands
end

-- Puts `verb NAME` behind the commands, for `some` of the first `count` areas.
local function release(draw, commands, verb, count, some)
  local chosen = draw:shuffle { table.unpack(names, 1, count) }
  for i = 1, some do
    commands[#commands + 1] = verb .. " " .. chosen[i]
  end
  return commands, chosen[some + 1]
end

-- Areas in a row, two gaps, and x, which the cache points to; and one that is still there.
local function row(draw)
  local commands = {}
  for i = 1, 6 do
    commands[i] = ("alloc %dp name=%s"):format(draw(1, 4), names[i])
  end
  local _, last = release(draw, commands, "free", 6, 2)
  commands[#commands + 1] = ("alloc %dp name=x"):format(draw(1, 5))
  return commands, last
end

---------------------------------------------------------------------------

say [[
The space has 64 pages and is empty before each question. The commands that are told
have run already; the space, the tree and the variables are there to be looked at. An
answer cannot be taken back; `skip` leaves a question out.]]

-- 1. The cache after a free -----------------------------------------------------

title "1. After a free"
predict {
  "cached",
  operation = exercise {
    draw = function(draw)
      local commands, last = row(draw)
      return commands, "free " .. last
    end,
    -- The cache has to move: what lies above the cached area would leave it alone.
    accept = function()
      local cached = lab.var.free_vmap_cache
      return cached ~= nil and cached.name ~= "x"
    end,
    steps = { 14, 20 },
  },
}

-- 2. The note after a free -----------------------------------------------------

title "2. And the next search"
predict {
  "hole",
  operation = exercise {
    draw = function(draw)
      local commands, last = row(draw)
      commands[#commands + 1] = "free " .. last
      return commands, ("alloc %dp name=y"):format(draw(2, 5))
    end,
    -- A hole has to be noted, and not the one that was noted before.
    accept = function()
      local try = lab.events("try")[1]
      return lab.var.cached_hole_size > 0 and try.why ~= "hit" and try.walk >= 2
    end,
    steps = { 50, 90 },
  },
}

-- 3. Lazy areas ---------------------------------------------------------------------

title "3. Lazy areas"
ask {
  question = "How many pages of the space are free after this operation? (a number; what a purge would still have to give back is not free)",
  operation = exercise {
    draw = function(draw)
      local commands = full(draw, 7)
      release(draw, commands, "lazy", 7, 4)
      return commands, draw:pick { "purge", "aliases" }
    end,
    accept = function() return #lab.events "purge" > 0 end,
    steps = { 69, 95 },
  },
  answer = function()
    local sum = 0
    for hole in lab.holes() do
      sum = sum + pages(hole.size)
    end
    return sum
  end,
  why = "A purge gives back all that was freed lazily, and nothing else was free.",
}

-- 4. A purge on the way ------------------------------------------------------------------

title "4. No room"
predict {
  "address",
  operation = exercise {
    draw = function(draw)
      local commands = full(draw, 6)
      release(draw, commands, "lazy", 6, 2)
      return commands, ("alloc %dp name=x"):format(draw(4, 9))
    end,
    accept = function(answer)
      local hole = lab.holes()()
      return answer.ok and #lab.events "purge" == 1 and hole and hole.va_start < lab.area("x").va_start
    end,
    steps = { 119, 145 },
  },
}

-- 5. How often ------------------------------------------------------------------------------

title "5. How many searches"
ask {
  question = "How many searches does this operation make, all together? (a number)",
  operation = exercise {
    draw = function(draw)
      local commands = full(draw, 5)
      release(draw, commands, "lazy", 5, draw(0, 2))
      commands[#commands + 1] = ("notifier name=n %s"):format(draw:pick {
        "report=0", "report=1 times=1", "report=1 times=2",
      })
      return commands, ("alloc %dp name=x nowarn=1"):format(draw(8, 20))
    end,
    -- The purge alone must not do: the notifier is asked.
    accept = function()
      return #lab.events "notify" >= 1
    end,
    steps = { 95, 220 },
  },
  answer = function() return #lab.events "try" end,
  why = "A search, a purge, one more search; and all of that again each time that a notifier reports something.",
}

-- 6. Room, and no room ------------------------------------------------------------------------

title "6. Is there room?"
predict {
  "address",
  operation = exercise {
    draw = function(draw)
      local commands = full(draw, 8)
      release(draw, commands, "free", 8, 2)
      local gap = draw(5, 9)
      commands[#commands + 1] = ("alloc %dp name=x nowarn=1"):format(gap + 2)
      return commands, ("alloc %dp name=y nowarn=1"):format(gap)
    end,
    accept = function(answer)
      local sum = 0
      for hole in lab.holes() do
        sum = sum + hole.size
      end
      return #lab.events "try" >= 1 and (answer.ok or sum >= 5 * page)
    end,
    steps = { 54, 90 },
  },
}

-- 7. A task -------------------------------------------------------------------------------------

title "7. EBUSY with room"
local _, wanted = exercise {
  draw = function(draw)
    return {}, nil, draw(2, 9)
  end,
}
task {
  text = tr("An empty space. By `alloc` and `free` alone, make a request for exactly %d pages fail with EBUSY although a hole of exactly as many pages is free.", wanted),
  check = function()
    local last = lab.outcome()
    if last.errno ~= "EBUSY" then return false, tr "The last operation did not fail with EBUSY." end
    local try = lab.events "try"[1]
    if not try or try.size ~= wanted * page then return false, tr "It was about another number of pages." end
    for hole in lab.holes() do
      if hole.size == wanted * page then return true end
    end
    return false, tr "No hole of this size is free."
  end,
  solution = function()
    alloc("1p", "name=a")
    alloc(wanted .. "p", "name=b")
    alloc("1p", "name=c")
    free "b"
    alloc(wanted + 1 .. "p", "name=d")
    alloc(pages(lab.bounds().va_end - lab.var.vmap_area_last.va_end) .. "p", "name=rest")
    alloc(wanted .. "p", "name=x", "nowarn=1")
  end,
}
