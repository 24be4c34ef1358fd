-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- A million areas: stretches without a gap, stretches with one behind each area, and
-- one hole that is large enough. The search stands in the middle of them.

space "x86-64"

local ALL <const>, STRETCH <const>, PART <const> = 1000000, 60000, 50000
local GOOD <const> = ALL * 3 // 5 + 400		-- behind this area is the large hole
local page <const> = size "1p"
local at = lab.bounds().va_start
local from

for i = 1, ALL do
  local pages = i % 3 + 1
  alloc(pages * page, ("vstart=0x%x"):format(at))
  local gap = i // STRETCH % 3 == 1 and i % 5 or 0
  if i == GOOD then gap = 12 end
  if i == GOOD - 60 then from = at end
  if i > GOOD - 50 and i < GOOD and i % 7 == 0 then gap = i % 4 + 1 end
  at = at + (pages + gap) * page
  if i % PART == 0 then pause() end		-- a script that never pauses is stopped
end

lab.break_at "hole"
alloc("9p", "name=wanted", ("vstart=0x%x"):format(from))
while lab.locals().hole and lab.locals().hole < 3 * page do continue() end
say "All areas are there."
