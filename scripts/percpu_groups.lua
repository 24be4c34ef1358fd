-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Per-CPU groups come and go at random, beside ordinary areas: the workload pcpu. The
-- distances within each group are always kept; groups and areas from the bottom stay out
-- of each other's way as long as there is room. A group that is refused although, by a
-- plain look at what is free, there is a base for it, shows what the search hint costs.
--
--     vmaplab run scripts/percpu_groups.lua [ROUNDS, 1 to 1000 [NODES, 1 to 4 [SEED]]]

title "Per-CPU groups, at random"

local function parameter(i, default, least, most, what)
  local value = tonumber(arg[i] or default)
  if math.type(value) ~= "integer" or value < least or value > most then
    error(("%s: %d to %d, not %s"):format(what, least, most, tostring(arg[i])), 0)
  end
  return value
end

local rounds = parameter(1, 200, 1, 1000, "rounds")
local nodes = parameter(2, 2, 1, 4, "nodes")
local seed = parameter(3, 1, 0, math.maxinteger, "the seed")
local PAGE <const> = size "1p"
local DISTANCE <const> = 24 -- pages from one area of a group to the next

local state = seed * 0x9e3779b97f4a7c15 + 88172645463325252
local function random(n)
  state = state ~ (state << 13)
  state = state ~ (state >> 7)
  state = state ~ (state << 17)
  return (state >> 1) % n
end

lab.run "space start=0xffffc90000000000 end=0xffffc90000000000+256p cpus=1 online=1"
local start, top = lab.bounds().va_start, lab.bounds().va_end

local function addresses(name)
  local some = {}
  for area in lab.areas() do
    if area.name == name and area.kind == "per-CPU" and not area.lazy then
      some[#some + 1] = area.va_start
    end
  end
  return some
end

-- Free as a plain look tells: the pages that no area has.
local function free_pages()
  local free = {}
  for hole in lab.holes() do
    for addr = hole.va_start, hole.va_end - PAGE, PAGE do free[addr] = true end
  end
  return free
end

-- The highest base at which all areas of a group are free; nil: none.
local function plain_base(each)
  local free = free_pages()
  for base = top - ((nodes - 1) * DISTANCE + each) * PAGE, start, -PAGE do
    local fits = true
    for node = 0, nodes - 1 do
      for i = 0, each - 1 do
        fits = fits and free[base + (node * DISTANCE + i) * PAGE]
      end
    end
    if fits then return base end
  end
end

local function group(each)
  local offs, sizes = {}, {}
  for node = 0, nodes - 1 do
    offs[#offs + 1], sizes[#sizes + 1] = node * DISTANCE .. "p", each .. "p"
  end
  return pcpu("offs=" .. table.concat(offs, ","), "sizes=" .. table.concat(sizes, ","))
end

local live, groups, refused, missed, lower = {}, 0, 0, 0, 0
for _ = 1, rounds do
  local what = random(8)
  if what < 3 then
    local each = 1 + random(6)
    local plain, hint = plain_base(each), lab.var.vmap_area_pcpu_hole
    local answer = group(each)
    if answer.ok then
      local at = addresses(answer.name)
      groups = groups + 1
      check_equal(#at, nodes, "one area for each node")
      for i = 2, nodes do
        check_equal(at[i] - at[i - 1], DISTANCE * PAGE, "at the distance that was asked for")
      end
      if plain and at[1] < plain then
        local behind = plain + ((nodes - 1) * DISTANCE + each) * PAGE
        check(behind > hint, "where a group lies lower than it had to, the room is above the hint")
        lower = lower + 1
      end
      check_equal(lab.var.vmap_area_pcpu_hole, at[nodes], "the hint is the start of the highest area")
      live[#live + 1] = { name = answer.name, release = pcpufree }
    else
      refused = refused + 1
      -- the search has purged once, so look at what is free now
      missed = missed + (plain_base(each) and 1 or 0)
      check_equal(answer.outcome, "null", "what is refused is NULL")
    end
  elseif what < 5 then
    local answer = vmalloc((1 + random(8)) * PAGE)
    if answer.ok then live[#live + 1] = { name = answer.name, release = vfree } end
  elseif #live > 0 then
    local i = 1 + random(#live)
    live[i].release(live[i].name)
    live[i] = live[#live]
    live[#live] = nil
  end
end
lab.run "verify"

print(("%d groups of %d areas: %d lie lower than they had to, %d were refused, %d of these beside room"):format(
  groups, nodes, lower, refused, missed))
