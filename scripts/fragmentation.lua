-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Fragmentation over time. Areas of random sizes come and go in a space that is kept
-- equally full. Free pages stay as many as they were, but in smaller pieces, until
-- requests fail for which there is room enough in all. Now and then one fails although a
-- hole fits: then it has exactly the size that is wanted.
--
--     vmaplab run fragmentation [ROUNDS [LARGEST [FULL [SEED]]]]

local rounds, largest, full, seed = scenario {
  title = "Fragmentation over time",
  { "ROUNDS", 600, least = 8, most = 2000 },
  { "LARGEST", 16, least = 2, most = 32 },    -- request, in pages
  { "FULL", 80, least = 10, most = 95 },      -- per cent
  { "SEED", 4, least = 0 },
}
local SPACE_PAGES <const> = 256
local REPORTS <const> = 8

lab.run(("space start=0xffffc90000000000 end=0xffffc90000000000+%dp cpus=1 online=1"):format(SPACE_PAGES))

local draw = lab.random(seed)

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
  local i = draw(#live)
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
  local n = draw(largest)
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
