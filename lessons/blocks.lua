-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- vm_map_ram: blocks per CPU that hand out addresses without a search, and what
-- that costs: room is used once, blocks go back late, every flush of the aliases
-- covers the same range again, and nobody notices a double unmap. The space is as
-- small as blocks allow: eight of them, and two CPUs.

lesson {
  name = "blocks",
  title = "vm_map_ram and its blocks",
  minutes = 15,
  order = 130,
  space = "toy",
  api = 3,
}

local range, in_pages = lab.range, lab.in_pages

space("0xffffc90000000000..0xffffc90000400000", { cpus = 2, online = 2, block = 128 })

local PAGE = size("1p")
local block_pages = lab.bounds().block_pages

-- The block that holds an address, at the cursor; nil: it is gone.
local function block_of(addr)
  for _, block in ipairs(lab.blocks()) do
    if block.va_start == addr & ~(block_pages * PAGE - 1) then return block end
  end
end

-- What vmap counts of a block.
local function counts(block)
  return tr("`free` %d, `dirty` %d", block.free, block.dirty)
end

---------------------------------------------------------------------------

say([[
A file system that wants some pages in a row for a moment, maps and unmaps them
thousands of times a second. A search under a global lock each time, and a flush of all
TLBs in the end, would be far too slow. So there is `vm_map_ram`.

Each CPU has *blocks* of addresses and hands out pieces of them, without any search. Here
a block has %s, and the space has room for %d blocks. (On x86-64 with many CPUs a block has
1024 pages, 4 MiB.) On the screen,
`:pane-show blocks` puts a pane of them beside this text.]],
  in_pages(block_pages * PAGE), pages(lab.bounds().size) // block_pages)
pause()

-- 1. A block -------------------------------------------------------------------

title "1. Three pages cost a block"
local want <const> = 3
local first = stop_at("vb_new", mapram, want, "name=first")
say([[
Somebody maps %s. `vb_alloc` has looked into the queue of this CPU: there is no block. So
a new one is made, and only now `alloc_vmap_area` is asked, for the whole block.]],
  in_pages(want * PAGE))
ask {
  question = "How many of the block's pages will be left, when the operation has ended?",
  choices = {
    tr("%d: what was asked for is taken off", block_pages - want),
    tr("%d: a piece has a power of two of pages", block_pages - 4),
    tr("%d: the block is given to whoever made it", 0),
  },
  answer = function()
    return lab.at_end(function()
      local free = block_of(first.addr).free
      return free == block_pages - want and 1 or free > 0 and 2 or 3
    end)
  end,
  why = "vb_alloc works with get_order(size): 1 << order pages, a power of two.",
}
finish_op()
say([[
The block is %s. Counted are %s: %s of them, %s wanted.]],
  range(block_of(first.addr).va_start, block_of(first.addr).va_start + block_pages * PAGE),
  counts(block_of(first.addr)), in_pages((block_pages - block_of(first.addr).free) * PAGE),
  in_pages(want * PAGE))
check_equal(block_pages - block_of(first.addr).free, 4, "three pages are rounded up to four")
pause()

say "Two more pages, on the same CPU."
local _, second = predict {
  "address",
  operation = { mapram, 2, "name=second" },
  stop = "vb_take",
}
say [[
The block has room: the piece is cut off the front of what is untouched, `free` goes down,
and that was all. Nothing was searched, no area was made.]]
finish_op()
check_equal(lab.var.work_tries, 0, "no search at all")
check_equal(second.addr, first.addr + 4 * PAGE, "the piece lies behind the first")
pause()

cpu(1)
local other = mapram(2, { name = "other" })
finish_op()
say([[
On CPU 1 the same request takes another block, %s: a CPU uses its own, so no two of them
wait for each other.]],
  range(block_of(other.addr).va_start, block_of(other.addr).va_start + block_pages * PAGE))
check(block_of(other.addr).cpu ~= block_of(first.addr).cpu, "each CPU has its own block")
cpu(0)
pause()

-- 2. Used once ------------------------------------------------------------------

title "2. Room is used once"
local gone = stop_at("vbfree_dirty", unmapram, "first")
say [[
`first` is unmapped. The page tables are clear already; a TLB may still know the pages. So
their addresses must not be given to anybody yet. `vb_free` does no flush for it, it only
counts: so many pages are *dirty*, and all of them lie between `dirty_min` and `dirty_max`.]]
finish_op()
say([[
Now the block has %s, and the dirty pages lie in [%d, %d).]], counts(block_of(first.addr)),
  block_of(first.addr).dirty_min, block_of(first.addr).dirty_max)
check(gone.ok and block_of(first.addr).dirty == 4, "the whole piece is dirty")
local _, third = predict {
  "address",
  question = "Three pages once more. At which address?",
  operation = { mapram, want, "name=third" },
}
say([[
Behind the others, %s. The room of `first` is free and is not used: a block knows only its
untouched tail. That is the bargain: no lists of free pieces, no search, and no flush
before the block as a whole goes back.]], range(third.addr, third.addr + want * PAGE))
check(third.addr > second.addr, "freed room is not used again")
pause()

say "What if a mapping fails half way? One of its pages is missing here (`null=`)."
local before = block_of(first.addr)
local burnt = mapram(4, { name = "burnt", null = 2 })
finish_op()
local after = block_of(first.addr)
say([[
`vm_map_ram` returns NULL, and cleans up with `vm_unmap_ram`. `free` went from %d to %d,
`dirty` from %d to %d: the room is gone, though nobody has used it.]],
  before.free, after.free, before.dirty, after.dirty)
check(not burnt.ok, "the mapping fails")
check_equal(after.dirty - before.dirty, before.free - after.free, "its room is burnt")
pause()

-- 3. When a block goes back ----------------------------------------------------------

title "3. When a block goes back"
say [[
A block goes back in two ways. Either all of it is dirty: then `vb_free` frees it at once
(lazily, as always). Or a full purge comes by and finds it *fragmented*: nothing in it is
mapped any more, that is, `free` and `dirty` make up the whole block.]]
unmapram "other"
finish_op()
say([[
`other` was unmapped, so in the block of CPU 1 nothing is mapped: %s. In that of CPU 0
`second` and `third` are: %s. A purge begins.]],
  counts(block_of(other.addr)), counts(block_of(first.addr)))
stop_at("fragmented_test", purge)
ask {
  question = "Which blocks will it give back?",
  choices = { "none", "only that of CPU 0", "only that of CPU 1", "both" },
  answer = function()
    return lab.at_end(function()
      return 1 + (block_of(first.addr) and 0 or 1) + (block_of(other.addr) and 0 or 2)
    end)
  end,
  why = "Only where free + dirty is the whole block, nothing is mapped any more.",
}
finish_op()
check(not block_of(other.addr), "the fragmented block went back")
check(block_of(first.addr), "the other one stays")
say([[
One piece of one page, mapped for long, keeps a whole block: %s, of which most can never be
used again. Who keeps mappings for long should use `vmap`; the kernel's own comment at
`vm_map_ram` warns of it.]], in_pages(block_pages * PAGE))
pause()

-- 4. The flush of the aliases --------------------------------------------------------

title "4. The same flush, again and again"
say [[
Sometimes somebody must be sure that no TLB knows an old address: before page attributes
change, for example. That is `vm_unmap_aliases`: flush what is dirty in the blocks, and
what is on the lazy list.]]
local dirty = block_of(first.addr)
aliases()
finish_op()
local flush = lab.last "flush"
say([[
It flushed %s, the dirty range of the block, [%d, %d): one range, from the lowest dirty
page to the highest. `second` lies within it, and is flushed with it.]],
  range(flush.start, flush["end"]), dirty.dirty_min, dirty.dirty_max)
check_equal(pages(flush["end"] - flush.start), dirty.dirty_max - dirty.dirty_min,
  "the flush covers the dirty range")

stop_at("aliases_blocks", aliases)
ask {
  question = "The same at once again; nothing was mapped or unmapped. What is flushed?",
  choices = { "nothing: it was flushed just now", "the same range again" },
  answer = function()
    return lab.at_end(function() return lab.last "flush" and 2 or 1 end)
  end,
  why = "Nobody sets dirty_min and dirty_max back; the block does not know that it was flushed.",
}
finish_op()
check_equal(lab.last("flush").start, flush.start, "the same range is flushed again")
pause()

local far = getvm("4p", { start = lab.bounds().va_end - 8 * PAGE, name = "far" })
remvm(far)
stop_at("aliases_blocks", aliases)
ask {
  question = "Now an area near the end of the space is on the lazy list, too. How much will be flushed?",
  choices = {
    "two ranges: the dirty one, and the area",
    "one range, from the lowest dirty page to the end of the area",
  },
  answer = function()
    return lab.at_end(function()
      local all = lab.last "flush"
      return all.start == flush.start and all["end"] > far.addr and 2 or 1
    end)
  end,
  why = "Only the lowest start and the highest end are kept: the hull.",
}
finish_op()
local hull = lab.last "flush"
say([[
Flushed were %s, for %s that were in fact dirty or lazy. A flush of a large range is a flush
of the whole TLB, on every CPU.]], in_pages(hull["end"] - hull.start),
  in_pages((dirty.dirty + pages(far.size)) * PAGE))
check(hull.start == flush.start and hull["end"] == far.addr + far.size, "the hull is flushed")
pause()

-- 5. What nobody notices ---------------------------------------------------------------

title "5. What nobody notices"
say([[
A block counts pages. It does not know which ones. If somebody unmaps the same piece twice,
`dirty` goes up twice; now it is %d.]], block_of(first.addr).dirty)
unmapram "second"
unmapram "third"
purge()
finish_op()
check_equal(#lab.blocks(), 0, "with nothing mapped all blocks go back")
local half = block_pages // 2
local victim = mapram(half, { name = "victim" })
local twice = mapram(half, { name = "twice" })
finish_op()
local block = block_of(victim.addr)
say([[
All that was unmapped, and the blocks are gone. Now `victim` and `twice` were mapped, %s
each; together they are one whole block: %s. A block that is used up leaves the queue of its
CPU, so no purge looks at it any more: as long as one page of it is mapped, it stays.]],
  in_pages(half * PAGE), counts(block))
check(not block.queued, "a block that is used up is not queued")
task {
  text = tr([[
Make the block go back while `victim` is still mapped. A piece can be unmapped by its
address, as often as you like: `unmapram %s %d`.]], hex(twice.addr), half),
  check = function()
    if block_of(victim.addr) then return false, tr "The block is still there." end
    return lab.translate(victim.addr) ~= nil, tr "The block is gone, but so is the mapping."
  end,
  hints = {
    "A block goes back at once when dirty has reached its size. What makes dirty go up?",
    "Unmap twice, and then once more: its pages are counted two times.",
  },
  solution = function()
    unmapram(hex(twice.addr), half)
    unmapram(hex(twice.addr), half)
  end,
}
check(lab.translate(victim.addr), "victim is still mapped")
say [[
The addresses are on the lazy list now, and `victim` is still mapped there. So far the
kernel has not a word to say about it. A purge gives the addresses back, and somebody else
maps as many pages.]]
purge()
local heir = mapram(half, { name = "heir" })
finish_op()
check(not heir.ok, "the next one finds the pages mapped")
check_equal(lab.translate(victim.addr), nil, "and takes them from victim")
say([[
NULL, for one who has done nothing wrong: *%s*. And since `vm_map_ram` cleans up its range
after a failure, `victim` has lost its pages by now, too.]], lab.last("warn").text)
pause()

say "If there is untouched room left, the kernel does notice, at the last moment:"
purge()
local piece = mapram(half)
finish_op()
local ending
repeat
  ending = unmapram(hex(piece.addr), half)
until not ending.ok or not block_of(piece.addr)
finish_op()
check_equal(ending.outcome, "bug", "dirty reaches the block's size with room left: BUG")
say("- %s", lab.last("bug").text)
say "And `vm_map_ram` of no pages at all?"
local zero = mapram(0)
finish_op()
check_equal(zero.outcome, "bug", "count 0 is a BUG")
say("- %s", lab.last("warn").text)
say("- %s", lab.last("bug").text)
say [[
The warning alone would be harmless: but `vm_map_ram` goes on with address 0 and maps
nothing there, and an empty range is a fatal check of the page-table code.

What to take along: blocks make a mapping cheap by not searching, not reusing and not
flushing. They are right for what lives shortly. Counting without knowing what is counted
is quick, and takes every caller's word.]]
