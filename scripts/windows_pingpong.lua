-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Two windows share one cache. The allocator remembers a single place; whoever
-- allocates in turns from a lower window (vmalloc) and a higher one (modules)
-- throws it away at every turn, and each search walks past all areas of its
-- window again. The same requests, first one window and then the other, walk
-- one step each.
--
--     vmaplab run windows_pingpong [REQUESTS]

local n = scenario {
  title = "Two windows, one cache",
  { "REQUESTS", 20, least = 2, most = 200 },  -- for each window
}
local low, high

local function request(window, index)
  local answer = alloc("1p", {
    vstart = window.vstart, vend = window.vend, name = window.name .. index,
  })
  check(answer.ok, ("%s%d is placed"):format(window.name, index))
  window.addr[index] = answer.addr
  local try = lab.last("try")
  window.walk = window.walk + try.walk
  return try.why
end

local function new_windows()
  lab.run "space modules"
  local bounds = lab.bounds()
  local middle = bounds.va_start + (bounds.size >> 1)
  low = { name = "low", vstart = bounds.va_start, vend = middle, walk = 0, addr = {} }
  high = { name = "high", vstart = middle, vend = bounds.va_end, walk = 0, addr = {} }
end

new_windows()
for i = 1, n do
  request(low, i)
end
for i = 1, n do
  request(high, i)
end
local apart = low.walk + high.walk
local low_addr, high_addr = low.addr, high.addr

new_windows()
for i = 1, n do
  local why_low, why_high = request(low, i), request(high, i)
  if i > 1 then
    check_equal(why_low, "vstart", "the way down drops the cache: it begins lower")
  end
  check_equal(why_high, "below", "the way up leaves it, too: the cached area ends below")
end
local in_turns = low.walk + high.walk

for i = 1, n do
  check_equal(low.addr[i], low_addr[i], "the order makes no difference for the address")
  check_equal(high.addr[i], high_addr[i], "in the other window neither")
end
check_equal(in_turns, n * (n - 1), "in turns, request i walks past i - 1 areas in each window")
check_equal(apart, 2 * (n - 1), "one window after the other, each walks past one")

print(("%d requests in turns walked past %d areas; one window after the other, past %d"):format(
  2 * n, in_turns, apart))
