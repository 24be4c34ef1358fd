-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Why addresses are not given back when they are freed. Page tables can be cleared
-- at once; what the CPUs remember of them cannot, at least not cheaply. The learner
-- makes a CPU run into somebody else's memory, sees what one flush covers, works out how
-- much may wait, and meets three ways in which that count is not what it seems.

lesson {
  name = "lazy",
  title = "Lazy freeing: the TLB and the threshold",
  minutes = 15,
  order = 90,
  space = "x86-64",
  api = 3,
}

local in_pages = lab.in_pages
local one <const> = size "1p"

-- How many pages may wait, as the kernel works it out when an area of one page is freed.
local function limit()
  local probe = alloc "1p"
  stop_at("lazy_limit", lazy, probe)
  local pages_allowed = lab.locals().limit
  finish_op()
  purge()
  return pages_allowed
end

local function mebibytes(count)
  return count * one >> 20
end

---------------------------------------------------------------------------

space("x86-64", "cpus=8", "online=2")
frames("scattered", "seed=7")
local old = vmalloc("4p", "name=old")
local keep = vmalloc("4p", "name=keep")
local far = vmalloc("4p", "name=far")
for _, area in ipairs { old, keep, far } do
  touch(area.addr)
end
finish_op()

say([[
An area is freed. Its entries in the page tables are cleared, its frames go back; one would
think that its addresses could go to the next who asks. In this kernel they cannot, not
yet. The reason is not in the kernel, but in the processor.

Three areas are here: `old`, `keep` and `far`. CPU 0 has used each of them once, and
remembers the way in its *TLB*: %s. Key `t` shows them, `^U` comes back here (at
the prompt: `tlb`).]], plural("one translation", "%d translations", #lab.translations(0)))
check_equal(#lab.translations(0), 3, "CPU 0 remembers three translations")
pause()

-- 1. What a CPU remembers -----------------------------------------------------------

title "1. Cleared, but not forgotten"
local frame = lab.frames_of("old")[1]
vfree "old"
finish_op()
say([[
`old` is freed. The page tables no longer lead from its addresses to anywhere. Its frames,
among them %s, are free, and the last one freed will be the first to be handed out.]], hex(frame))
check_equal(lab.translate(old.addr), nil, "the tables are cleared")
say "Now somebody else asks for a larger area. Where will it lie? There is an empty place at the bottom, it seems."
predict { "address", operation = { vmalloc, "12p", "name=new" } }
finish_op()
say([[
Behind all others. `old` is still in the tree: freed, but *lazily*. Its frames, however,
have gone: %s belongs to `%s` now.]], hex(frame), lab.frame_owner(frame).name)
check_equal(lab.frame_owner(frame).name, "new", "the frame has a new owner")
check(lab.area(old.addr).lazy, "the addresses still belong to old")
pause()

local hit
ask {
  question = "CPU 0 has a bug: it reads from old once more. What will it get?",
  choices = {
    "A page fault: the tables lead nowhere",
    "A frame that belongs to somebody else",
    "What was there before: the frame is kept as long as the addresses",
  },
  operation = { touch, old.addr },
  answer = function(touched)
    hit = touched
    return hit.outcome == "stale" and 2 or 1
  end,
  why = "The processor asks its TLB first, and believes it. Nobody has told it that the entry was cleared.",
}
finish_op()
cpu(1)
local other = touch(old.addr)
cpu(0)
say([[
It got to frame %s, which is a page of `%s`. On CPU 1 the same instruction is a page
fault, as that CPU has never used the address.

Now imagine that the *addresses* had been given away, too: then CPU 0 would make this
mistake without any bug in the program. That is what must not happen. Before an address is
given out again, all CPUs have to forget it: a *flush*.]],
  hex(hit.pfn), lab.frame_owner(hit.pfn).name)
check_equal(hit.outcome, "stale", "CPU 0 goes by its TLB")
check_equal(other.outcome, "fault", "CPU 1 goes by the tables")
pause()

-- 2. One flush for many ----------------------------------------------------------------

title "2. One flush for many"
vfree "far"
say([[
A flush interrupts every CPU. When each `vunmap` did one, a test of map, touch and
unmap on 8 CPUs took 70,631 ns a round; since 2.6.28 it takes 2,900. The idea: let freed areas
wait on a list, `vmap_purge_list`, and flush once for all of them.

`far` has been freed, too. The list is a stack: the first on it is `%s`. Now it is purged.]],
  lab.var.vmap_purge_list.name)
check_equal(lab.var.vmap_purge_list.name, "far", "the newest comes first")
local hull
ask {
  question = "Two areas wait, old and far; keep lies between them and is in use. What will be flushed?",
  choices = {
    "old and far, one after the other",
    "one range, from the beginning of old to the end of far",
    "everything that the CPUs remember",
  },
  operation = { stop_at, "purge_flush", purge },
  answer = function()
    hull = lab.locals()
    return hull.start == old.addr and hull["end"] == far.addr + far.size and 2 or 1
  end,
  why = "The loop before has only kept the lowest start and the highest end.",
}
stop_at "flush_done"
say([[
A single call, from %s to %s: the *hull* of all that waits. It has cost CPU 0 %s, and one
of them was right: that of `keep`, which lies in between. The CPU will look it up again when
it is needed. Being wrong in this direction is cheap.]], hex(hull.start), hex(hull["end"]),
  plural("one translation", "%d translations", lab.locals().dropped))
check_equal(lab.locals().dropped, 3, "the flush has dropped the translation of keep, too")
pause()

finish_op()
check_equal(#lab.translations(0), 0, "CPU 0 remembers nothing of it")
check_equal(lab.area(old.addr), nil, "the addresses are free now, after the flush")

-- 3. Your turn ---------------------------------------------------------------------------

title "3. Your turn"
task {
  text = [[
Make CPU 1 run into memory that belongs to somebody else: with `touch` it shall get to a
frame by an address that was freed before.]],
  check = function()
    local stale = lab.last "stale"
    return stale and stale.code == 1 and lab.frame_owner(stale.pfn) ~= nil,
      stale and tr "It is CPU 1 that should do it, and the frame should have an owner."
      or tr "The last operation was no use after unmap."
  end,
  hints = {
    "A CPU only remembers what it has used itself: cpu 1, and touch an address, before the area is freed.",
    "Then the frames must go to somebody: vfree the area, and vmalloc one that is at least as large.",
    "cpu 1; vmalloc 4p name=mine; touch mine; vfree mine; vmalloc 8p name=yours; and then touch the address that mine had.",
  },
  solution = function()
    cpu(1)
    local mine = vmalloc("4p", "name=mine")
    touch(mine.addr)
    vfree "mine"
    vmalloc("8p", "name=yours")
    touch(mine.addr)
  end,
}
finish_op()
say "Only a flush would have prevented that. So a purge always flushes first, and gives the addresses back afterwards."
check(lab.last "stale", "a use after unmap")
pause()

-- 4. The threshold ------------------------------------------------------------------------

title "4. How much may wait?"
space("x86-64", "cpus=8", "online=1")
local allowed = {}
for _, count in ipairs { 1, 2, 3, 4, 8 } do
  online(count)
  allowed[count] = limit()
end
say([[
What waits is in the way of every search, so it must not be too much. The more CPUs there
are, the dearer is a flush, the more may wait. `free_vmap_area_noflush` compares with
`lazy_max_pages`:

- 1 CPU: %d pages, that is %d MiB
- 2 CPUs: %d pages, %d MiB
- 3 CPUs: %d pages, %d MiB
- 4 CPUs: %d pages, %d MiB]], allowed[1], mebibytes(allowed[1]), allowed[2],
  mebibytes(allowed[2]), allowed[3], mebibytes(allowed[3]), allowed[4], mebibytes(allowed[4]))
ask {
  question = "How many pages may wait with 8 CPUs online? (a number)",
  answer = allowed[8],
  why = tr("It is %d MiB for each bit that it takes to write the number of CPUs: a logarithm, no product.",
    mebibytes(allowed[1])),
}
check_equal(allowed[2], allowed[3], "2 and 3 CPUs have the same number of bits")

online(1)
local most = allowed[1]
local large = alloc((most - 1) * one, { name = "large" })
local small = alloc("1p", "name=small")
local more = alloc("1p", "name=more")
lazy(large)
say([[
One CPU again. `large`, %d pages, waits already. Now `small` is freed, one page: exactly
%d would wait.]], most - 1, most)
ask {
  question = "Will it be purged now?",
  choices = { "yes, the limit is reached", "no" },
  operation = { lazy, small },
  answer = function()
    return lab.last "purge" and 1 or 2
  end,
  why = tr("nr_lazy > limit: %d > %d is false.", most, most),
}
check_equal(lab.var.vmap_lazy_nr, most, "as many wait as may")
stop_at("lazy_limit", lazy, more)
say([[
One page more: here is the comparison, with %d and %d. Step on, and see it purge.]],
  lab.locals().nr_lazy, lab.locals().limit)
pause()
finish_op()
check(lab.last "purge", "one page more is too much")
check_equal(lab.var.vmap_lazy_nr, 0, "and nothing waits any more")

-- 5. A count that is a lie -----------------------------------------------------------------

title "5. A count that is not one"
local some = {}
for i = 1, 3 do
  some[i] = alloc "2p"
end
nonlazy()
finish_op()
local forced = lab.var.vmap_lazy_nr
say([[
For some mappings waiting would be dangerous. `set_iounmap_nonlazy` is for them: the next
one that is freed shall be purged at once. It does so by setting `vmap_lazy_nr` to %d, one
more than the limit, although nothing waits.

Three areas of %s are there. The first is freed: it is purged at once, of course. And then?]],
  forced, in_pages(2 * one))
lazy(some[1])
check(lab.last "purge", "the next lazy free purges")
ask {
  question = "The second area is freed lazily. Will there be a purge?",
  choices = { "yes", "no, the count is 0 again" },
  operation = { lazy, some[2] },
  answer = function()
    return lab.last "purge" and 1 or 2
  end,
  why = "A purge takes off what it has freed, page for page. What was made up stays for ever.",
}
finish_op()
say([[
The count is %d, and nothing waits. From now on every lazy free is a purge and a flush:
lazy freeing is off until the next boot, and nobody has decided that.]], lab.var.vmap_lazy_nr)
check_equal(lab.var.vmap_lazy_nr, forced, "the purge leaves what was made up")
check_equal(lab.var.lazy_areas, 0, "though nothing waits")
pause()

-- 6. Somebody else is at it ---------------------------------------------------------------------

title "6. Somebody else is at it"
purgelock "on"
say([[
The last case: while an area is freed, another CPU is just purging, and holds
`vmap_purge_lock`. The third area is freed.]])
ask {
  question = "What does the one that frees do?",
  choices = { "It waits for the lock, then purges", "Nothing: the area just waits" },
  operation = { lazy, some[3] },
  answer = function()
    return lab.last "purge" and 1 or 2
  end,
  why = "try_purge_vmap_area_lazy only tries to take the lock. Who is at it may be done before our area comes to the list; then it waits for the next.",
}
purgelock "off"
finish_op()
say([[
%s waits, with the count above the limit. The limit is no promise; the next who frees
something will clear up.

What to take along: *freed* has three stages here. The frames are free at once, the entries
are clear at once, the addresses are free after a flush that all CPUs have seen. Whoever
frees something that others may have remembered has to ask when they will forget it.]],
  plural("One area", "%d areas", lab.var.lazy_areas))
check_equal(lab.var.lazy_areas, 1, "the area waits although the limit is passed")
