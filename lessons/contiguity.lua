-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Why there is a vmalloc at all. Memory comes in page frames from all over the
-- place; a program wants addresses in a row. Page tables stand between the two. The
-- learner translates an address by hand, sees the same frame from two addresses,
-- and finds out which of the two has to be in a row: that is the question that
-- the rest of the course is about.

lesson {
  name = "contiguity",
  title = "Addresses in a row, frames anywhere",
  minutes = 12,
  order = 20,
  space = "toy",
  api = 3,
}

local page = lab.page
local page_bytes <const> = size "1p"
local slots <const> = page_bytes // 8		-- of a table: a page full of entries

-- How many bits it takes to count up to n - 1, n being a power of two.
local function bits(n)
  local count = 0
  while 1 << count < n do
    count = count + 1
  end
  return count
end

local offset_bits <const> = bits(page_bytes)

-- The frame of page i of an area, from 0.
local function frame_of(name, i)
  return lab.frames_of(name)[i + 1]
end

-- How many of its pages have the next frame behind that of the page before.
local function neighbours(name)
  local frame, count = lab.frames_of(name), 0
  for i = 2, #frame do
    if frame[i] == frame[i - 1] + 1 then count = count + 1 end
  end
  return count
end

---------------------------------------------------------------------------

frames("scattered", "seed=7")

say [[
A driver needs a table of 16 KiB and wants to use it as an array: one address, then
the next, up to the end. The machine has the memory, but not in one piece. What has been
handed out and given back for days is free here and there, one *page frame* of 4 KiB at
a time.

Does the table have to wait until four frames side by side are free? This lesson is
about the answer: no. It shows what a page table does, and which problem is left over
for `vmalloc`.]]
pause()

-- 1. Frames ------------------------------------------------------------------

title "1. Four frames"
predict { "address", operation = { vmalloc, "4p", "name=buf" } }
finish_op()
local buf = lab.vm "buf"
say([[
`buf` begins at page %d of this small space. It takes %d pages of addresses: %d for the
data, and one guard page that leads nowhere. And these are the frames behind them:

- page 0 has frame %s
- page 1 has frame %s
- page 2 has frame %s
- page 3 has frame %s]],
  page(buf.addr), pages(buf.size), buf.nr_pages, hex(frame_of("buf", 0)),
  hex(frame_of("buf", 1)), hex(frame_of("buf", 2)), hex(frame_of("buf", 3)))
say [[
Key `t` shows where in memory they lie, `^U` comes back here (at the prompt it is
the command `frames`).]]
check_equal(#lab.frames_of "buf", buf.nr_pages, "each page of data has its frame")
check_equal(neighbours "buf", 0, "no two of them are neighbours")
pause()

-- 2. By hand -------------------------------------------------------------------

title "2. From an address to memory"
local offset = 0x123
local probe = buf.addr + 2 * page_bytes + offset
say([[
An address has two halves. The lower %d bits are the place within the page, and nobody
translates them. What lies above is the number of the page; it is looked up, and gives the
number of the frame.]], offset_bits)
ask {
  question = tr("Where in memory is the byte at address %s, that is buf + 2 pages + %s? (a physical address, such as 0x12345678)",
    hex(probe), hex(offset)),
  answer = function()
    return lab.translate "buf+2p" * page_bytes + offset
  end,
  why = tr("Page 2 has frame %s; a frame has %s bytes; and the place within it is %s.",
    hex(frame_of("buf", 2)), hex(page_bytes), hex(offset)),
}
check_equal(lab.translate(probe), frame_of("buf", 2), "the tables lead to the frame of page 2")

-- 3. The walk --------------------------------------------------------------------

title "3. A table of tables"
local walked = stop_at("walk_slot", walk, "buf+2p")
local levels = lab.table_walk(probe)
local address_bits = offset_bits + #levels * bits(slots)
say([[
An address has %d bits that count; %d of them are the offset. One table for all pages
would have 2 to the power of %d entries. So it is a tree with %d levels. Each table is
a page itself, with %d slots; each level uses %d bits of the address.

`vmalloc_to_page` does in C what the processor does in hardware. Here it stands at the
top table. Step on (`s`) and watch `level`, `index` and `table` in the variables:
each level leads to the next table. (`F4` shows these tables, `^U` comes back.)]], address_bits, offset_bits,
  address_bits - offset_bits, #levels, slots, bits(slots))
pause()

stop_at "walk_pte"
local leaf = levels[#levels]
say([[
The way was: slot %d of the top table, then slot %d, then slot %d. Now it stands in the
last table, the *pte* table.]], levels[1].index, levels[2].index, levels[3].index)
ask {
  question = "Which slot of the pte table has the entry of page 2? (a number)",
  answer = leaf.index,
  why = tr("The %d bits above the offset: %s >> %d, and of that the lowest %d bits.", bits(slots),
    hex(probe), offset_bits, bits(slots)),
}
finish_op()
check_equal(leaf.index, probe >> offset_bits & slots - 1, "the slot is the 9 bits above the offset")
check_equal(walked.pfn, frame_of("buf", 2), "the walk finds the frame")
say([[
The entry holds the frame, %s, and some bits: present, writable, not executable. Page 3 is
in the slot behind it. *Neighbours in the table, anywhere in memory*: that is all there is
to being contiguous.]], hex(frame_of("buf", 2)))
pause()

-- 4. Two names for one frame -------------------------------------------------------

title "4. One frame, two addresses"
-- A live area other than buf whose addresses lead to the frame of page 2 of buf.
local function alias()
  local wanted = frame_of("buf", 2)
  for area in lab.areas() do
    if area.name ~= "buf" then
      for addr = area.va_start, area.va_end - 1, page_bytes do
        if lab.translate(addr) == wanted then return addr end
      end
    end
  end
end

say [[
If addresses and frames have so little to do with each other, nothing says that a frame
can have only one address. `vmap` maps frames that somebody else has.]]
task {
  text = [[
Make a second address lead to the frame of page 2 of `buf`.]],
  check = function()
    return alias() ~= nil, tr "No other address leads there yet."
  end,
  hints = {
    "vmap takes the number of pages and the number of the first frame: help vmap.",
    "The frame of page 2 is told by the command frames, and by: walk buf+2p.",
    "vmap 1 pfn= and then that number.",
  },
  solution = function()
    vmap(1, { pfn = frame_of("buf", 2) })
  end,
}
say([[
%s and %s are the same byte of memory now. What is written at one is read at the other.]],
  hex(alias()), hex(buf.addr + 2 * page_bytes))
check_equal(lab.translate(alias()), lab.translate "buf+2p", "two addresses, one frame")
pause()

-- 5. What has to be in a row ----------------------------------------------------------

title "5. What is scarce"
-- Fills up with areas of 3 pages and their guard pages, and frees every second one.
local count = 0
while true do
  local filler = vmalloc("3p", { name = "x" .. count })
  if filler.outcome ~= "ok" then break end
  count = count + 1
end
for i = 0, count - 1, 2 do
  vfree("x" .. i)
end
purge()
local free_pages, largest = 0, 0
for hole in lab.holes() do
  free_pages = free_pages + pages(hole.size)
  largest = math.max(largest, pages(hole.size))
end
local wanted = largest
say([[
The space was filled with %s, and every second one was freed again. %d pages of addresses
are free, and frames there are plenty. The largest hole in the addresses has %d pages.

Somebody asks `vmalloc` for %d pages of data. There are frames, there are addresses.]],
  plural("one area", "%d areas", count), free_pages, largest, wanted)
local got
ask {
  question = "What comes of it?",
  choices = {
    "It succeeds: the pages are put into several holes, the tables make them one",
    "It fails: not enough frames in a row",
    "It fails: not enough addresses in a row",
  },
  operation = { vmalloc, wanted * page_bytes, { name = "big" } },
  answer = function(big)
    got = big
    return got.outcome == "ok" and 1 or 3
  end,
  why = "Frames can be anywhere. The addresses are what the caller counts on to be in a row, with the guard page behind them; no table can help there.",
}
finish_op()
say([[
`vmalloc` gave up: %d pages with the guard page do not fit into a hole of %d. So the
problem has moved. Frames may lie anywhere, thanks to the tables; somebody has to find
*free addresses in a row*, quickly, among thousands of areas.

That somebody is `alloc_vmap_area`. The rest of the course is about how it searches, what it
remembers, and what it gets wrong.]], wanted + 1, largest)
check_equal(got.outcome, "null", "no row of addresses is long enough")
check(free_pages > wanted + 1, "although enough of them are free")
