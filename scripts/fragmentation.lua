-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Fragmentation over time. Areas of random sizes come and go in a space that is kept
-- equally full. Free pages stay as many as they were, but in smaller pieces, until
-- requests fail for which there is room enough in all. Now and then one fails although a
-- hole fits: then it has exactly the size that is wanted.
--
--     vmaplab run scripts/fragmentation.lua [ROUNDS, 8 to 2000 [LARGEST REQUEST, 2 to 32 PAGES
--                                           [FULL, 10 to 95 PER CENT [SEED]]]]

title "Fragmentation over time"

local function parameter(i, default, least, most, what)
  local value = tonumber(arg[i] or default)
  if math.type(value) ~= "integer" or value < least or value > most then
    error(("%s: %d to %d, not %s"):format(what, least, most, tostring(arg[i])), 0)
  end
  return value
end

local rounds = parameter(1, 600, 8, 2000, "rounds")
local largest = parameter(2, 16, 2, 32, "the largest request in pages")
local full = parameter(3, 80, 10, 95, "how full, per cent")
local seed = parameter(4, 1, 0, math.maxinteger, "the seed")
local SPACE_PAGES <const> = 256
local REPORTS <const> = 8

lab.run(("space start=0xffffc90000000000 end=0xffffc90000000000+%dp cpus=1 online=1"):format(SPACE_PAGES))

-- The same numbers on every machine: xorshift.
local state = seed * 0x9e3779b97f4a7c15 + 88172645463325252
local function random(n)
  state = state ~ (state << 13)
  state = state ~ (state >> 7)
  state = state ~ (state << 17)
  return (state >> 1) % n
end

local function free_ranges()
  local total, best, count = 0, 0, 0
  for hole in lab.holes() do
    total, best, count = total + hole.size, math.max(best, hole.size), count + 1
  end
  return { total = total, largest = best, count = count }
end

local live, used = {}, 0
local failed = { full = 0, scattered = 0, spurious = 0 }

local function release()
  local i = 1 + random(#live)
  used = used - live[i].pages
  free(live[i].area)
  live[i] = live[#live]
  live[#live] = nil
end

-- Why a request was refused, by what is free now.
local function judge(bytes)
  local now = free_ranges()
  if now.total < bytes then
    failed.full = failed.full + 1
  elseif now.largest < bytes then
    failed.scattered = failed.scattered + 1
  else
    failed.spurious = failed.spurious + 1
    check_equal(now.largest, bytes, "where a request fails beside a hole that fits, it fits exactly")
  end
end

local function request()
  local n = 1 + random(largest)
  local answer = alloc(n * size "1p")
  if answer.ok then
    live[#live + 1] = { area = answer.name, pages = n }
    used = used + n
  else
    check_equal(answer.errno, "EBUSY", "what fails, fails for want of room")
    judge(n * size "1p")
  end
end

local report = {}
for i = 1, rounds do
  while used > SPACE_PAGES * full // 100 and #live > 1 do
    release()
  end
  request()
  if i % math.max(1, rounds // REPORTS) == 0 then
    local now = free_ranges()
    check_equal(now.total + used * size "1p", lab.bounds().size, "areas and holes make up the space")
    report[#report + 1] = ("after %4d requests: %3d areas, %3d free pages in %2d holes, the largest %3d"):format(
      i, #live, pages(now.total), now.count, pages(now.largest))
  end
end
check_equal(lab.var.areas, #live, "nobody is lost")
lab.run "verify"

for _, line in ipairs(report) do
  print(line)
end
print(("%d requests of 1 to %d pages: %d refused with too little free, %d with enough in pieces, %d beside a hole that fits"):format(
  rounds, largest, failed.full, failed.scattered, failed.spurious))
