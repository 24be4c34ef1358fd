-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Per-CPU groups come and go at random, beside ordinary areas: the workload pcpu. The
-- distances within each group are always kept; groups and areas from the bottom stay out
-- of each other's way as long as there is room. A group that is refused although, by a
-- plain look at what is free, there is a base for it, shows what the search hint costs.
--
--     vmaplab run percpu_groups [ROUNDS [NODES [SEED]]]

local rounds, nodes, seed = scenario {
  title = "Per-CPU groups, at random: pcpu",
  { "ROUNDS", 200, least = 1, most = 1000 },
  { "NODES", 2, least = 1, most = 4 },
  { "SEED", 1, least = 0 },
}

local PAGE <const> = size "1p"
local DISTANCE <const> = 24 -- pages from one area of a group to the next

local draw = lab.random(seed)

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
  local what = draw(0, 7)
  if what < 3 then
    local each = draw(6)
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
    local answer = vmalloc(draw(8) * PAGE)
    if answer.ok then live[#live + 1] = { name = answer.name, release = vfree } end
  elseif #live > 0 then
    local i = draw(#live)
    live[i].release(live[i].name)
    live[i] = live[#live]
    live[#live] = nil
  end
end
lab.run "verify"

print(("%d groups of %d areas: %d lie lower than they had to, %d were refused, %d of these beside room"):format(
  groups, nodes, lower, refused, missed))
