-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The tables that addresses need before they lead anywhere. The learner predicts
-- which tables a mapping makes, on both sides of each boundary and with 4 and 5
-- levels; then mapping fails in every way that it can, and what stays behind is
-- counted. At the end come large entries, and the corners where one level looks and
-- another does not.

lesson {
  name = "pagetables",
  title = "Page tables: levels, boundaries, what stays",
  minutes = 15,
  order = 110,
  space = "x86-64",
  api = 3,
}

local one <const> = size "1p"
local slots <const> = one // 8		-- of a table: a page full of entries

-- How many bits it takes to count up to n - 1, n being a power of two.
local function bits(n)
  local count = 0
  while 1 << count < n do
    count = count + 1
  end
  return count
end

local function count_of(level)
  return lab.var[level .. "_tables"]
end

local function mapped()
  return lab.var.leaf_entries
end

-- How many pages of a range lead to a frame.
local function leading(from, bytes)
  local count = 0
  for addr = from, from + bytes - 1, one do
    if lab.translate(addr) then count = count + 1 end
  end
  return count
end

---------------------------------------------------------------------------

say([[
An address becomes a frame by way of %d tables: pgd, pud, pmd, pte. (With 4 levels the
kernel's fifth, p4d, is the pgd itself.) A new kernel has only the one at the top; the others
are made when an address first needs them, one page of memory each.

This lesson is about these pages: when they are made, and who ever gives them back. Key `F4`
shows the tables along the way, `^U` comes back here (at the prompt: `tables ADDRESS`).]],
  lab.bounds().levels)
check_equal(count_of "pte", 0, "there is no table but the top one")
pause()

-- 1. Boundaries --------------------------------------------------------------

title "1. Boundaries"
say([[
A table has %d slots. A slot of the pte table is a page; a whole pte table is %d MiB, a
pmd table %d GiB, a pud table %d GiB. At those distances one table ends and the next
begins.

Now two pages below the first such boundary are mapped, and two above it.]],
  slots, slots * one >> 20, slots * slots * one >> 30, slots * slots * slots * one >> 30)
predict { "tables", operation = { map, "start+2M-2p", "4p", "pfn=0x1000" }, stop = "table_request" }
say [[
Each level does the same: get the table under the slot that it was given, and if there is none,
make it. Here the first request for memory is about to be made.]]
pause()
finish_op()
ask {
  question = "Of the lowest kind, pte: how many tables are there now? (a number)",
  answer = count_of "pte",
  why = "Two pages lie on each side of the boundary; each side needs its own.",
}
say "The same four pages, now around the first boundary between two pmd tables."
predict { "tables", operation = { map, "start+1G-2p", "4p", "pfn=0x1000" } }
say([[
For %d pages mapped so far %d pte, %d pmd and %d pud tables were made. Tables are cheap
when the neighbourhood is in use, and dear for the first to come.]],
  mapped(), count_of "pte", count_of "pmd", count_of "pud")
local before = { pte = count_of "pte", pmd = count_of "pmd", pud = count_of "pud" }
local function two_new()
  if lab.outcome().n ~= 3 then return false, tr "The last operation did not map three pages." end
  local new = count_of "pte" - before.pte
  if count_of "pmd" ~= before.pmd or count_of "pud" ~= before.pud then
    return false, tr "A pmd or pud table was made, too."
  end
  return new == 2, tr("New pte tables so far: %d.", new)
end
task {
  text = [[
Map *three* pages with `map` so that two pte tables are made, and no other table.]],
  check = two_new,
  hints = {
    "The three pages must lie on both sides of a 2 MiB boundary, where nothing is mapped on either side.",
    "And below start+1G, so that pmd and pud are there already. Free of tables are the slots from start+4M on.",
    "map start+8M-1p 3p",
  },
  solution = function()
    map("start+8M-1p", "3p")
  end,
}
check(two_new(), "two pte tables and nothing else")

-- 2. Five levels -----------------------------------------------------------------

title "2. One level more"
space "x86-64-5level"
say([[
The same with %d levels: now there is a p4d table between pgd and pud, and addresses have
%d bits more. A single page in an empty space.]], lab.bounds().levels, bits(slots))
predict { "tables", operation = { map, "start", "1p", "pfn=0x1000" } }
check_equal(lab.var.p4d_tables, 1, "with 5 levels there is a p4d table")
pause()

-- 3. Failing ------------------------------------------------------------------------

title "3. What a failure leaves behind"
space "x86-64"
say [[
Back to 4 levels, and an empty space. Two pages are to be mapped, and the third request for
a table is refused.]]
predict { "tables", operation = { map, "start", "2p", "pfn=0x2000", "tfail=3" } }
finish_op()
say([[
`-%s`; no page is mapped. But the tables that had been made, %d pud and %d pmd, stay where they
are. Nothing is undone on the way back.]], lab.outcome().errno, count_of "pud", count_of "pmd")
check_equal(mapped(), 0, "no page is mapped")
check_equal(count_of "pmd", 1, "the tables stay")
say "Somebody tries the same once more, and this time there is memory."
predict { "tables", operation = { map, "start", "2p", "pfn=0x2000" } }
finish_op()

local busy = lab.eval "start" - 2 * one + size "2M"
map(busy + 2 * one, "1p", "pfn=0x50")
local pages_before = mapped()
stop_at("map_pmd_failed", map, busy, "4p", "pfn=0x60")
stop_at "map_pmd_failed"		-- the second of the two tables
check(lab.locals().err ~= 0, "the lowest level has failed")
say([[
The next failure needs no lack of memory. Two pages before a boundary are to be mapped and two
behind it, and behind it a slot is in use. `vmap_pte_range` has warned and returned an error,
`err` in the variables: EBUSY. Step along (`s`) and see what its callers make of it.]])
pause()
ask {
  question = "Which error does the caller of the whole get?",
  choices = { "EBUSY", "ENOMEM" },
  operation = { finish_op },
  answer = function()
    return lab.outcome().errno == "ENOMEM" and 2 or 1
  end,
  why = "Each level only asks whether there was an error, and returns -ENOMEM.",
}
ask {
  question = "How many of the four pages have stayed mapped, beside the one that was in the way? (a number)",
  answer = mapped() - pages_before,
  why = "What was mapped before the failure stays. The caller has to unmap all of it, and does.",
}
check_equal(lab.outcome().errno, "ENOMEM", "EBUSY became ENOMEM")
check_equal(lab.last("warn").reason, "vmap_pte_range:pte-busy", "the slot was in use")
pause()

title "4. Unmapping"
local tables = count_of "pte"
unmap("start", "4M")
finish_op()
say([[
Everything is unmapped now: %d entries in use. And tables: %d pte, %d pmd, %d pud. Unmapping
clears entries, and never gives a table back; only a large entry that takes its place does. So
the next mapping here needs no memory, and no CPU can be on its way through a table that
is gone.]],
  mapped(), count_of "pte", count_of "pmd", count_of "pud")
check_equal(count_of "pte", tables, "unmapping frees no table")
predict { "tables", operation = { map, "start", "4p", "pfn=0x3000" } }
finish_op()

-- 5. Walking -------------------------------------------------------------------------

title "5. Empty is not always empty"
say [[
`vmalloc_to_page` walks the tables for addresses that should be mapped. An address at
start+4M has no pte table: its *pmd* slot is empty. One at start+2G has no pmd
table: its *pud* slot is empty. Neither is mapped.]]
local at_pmd, at_pud
ask {
  question = "For which of the two does the kernel warn?",
  choices = { "for neither: an empty slot is nothing strange", "for both", "for start+2G only",
    "for start+4M only" },
  operation = function()
    walk "start+2G"
    at_pud = lab.last "warn" ~= nil
    walk "start+4M"
    at_pmd = lab.last "warn" ~= nil
  end,
  answer = function()
    return at_pmd and (at_pud and 2 or 4) or (at_pud and 3 or 1)
  end,
  why = "An empty pmd slot counts as malformed, and the test for malformed comes first. pud_bad lets an empty slot pass.",
}
walk "start+6M"
finish_op()
say [[
And only once: the same walk at start+6M is silent. The warning is a WARN_ON_ONCE, one
flag for the line and not for the address.]]
check(at_pmd and not at_pud, "an empty pmd slot warns, an empty pud slot does not")
check(not lab.last "warn", "the second time nothing is said")
pause()

-- 6. The end of all addresses ------------------------------------------------------------

title "6. The last page of all"
local last = -one
say([[
The last page of the address space begins at %s. Its end is the next address, and that is %d:
the sum has wrapped around.]], hex(last), last + one)
ask {
  question = "What happens to somebody who maps this page?",
  choices = { "It is mapped", "An error", "The kernel stops: BUG" },
  operation = { map, last, "1p", "pfn=0x1000" },
  answer = function(answer)
    return answer.outcome == "bug" and 3 or answer.ok and 1 or 2
  end,
  why = "The range has to be larger than nothing: BUG_ON(addr >= end). The end is 0, and below every address.",
}
check_equal(lab.outcome().kind, "bug", "a range that ends at 0 is fatal")
reverse_next_op()
say [[
A range of size 0 ends the same way. (Here we just go back to before it, which a kernel
cannot.)]]
pause()

-- 7. Large entries --------------------------------------------------------------------------

title "7. One entry for a whole table"
space("x86-64", "huge=1")
say([[
Device memory lies in one piece, so one *large* entry at the pmd level can stand for
%d pages. `ioremap_page_range` makes one wherever size and alignment allow it. 2 MiB,
aligned.]], slots)
predict { "tables", operation = { iomaprange, "start+2M", "2M", "phys=0xe0000000" } }
finish_op()
local base = lab.eval "start+2M"
local all = leading(base, size "2M")
say([[
%d entry, and %d pages lead somewhere. Now one of them is unmapped, in the middle.]],
  mapped(), all)
ask {
  question = "How many of these pages still lead somewhere? (a number)",
  operation = { unmap, "start+2M+64p", "1p" },
  answer = function()
    return leading(base, size "2M")
  end,
  why = "An entry cannot be cleared in part, and vunmap does not split it into a table.",
}
finish_op()
check_equal(leading(base, size "2M"), 0, "unmapping a part drops all of it")
check_equal(mapped(), 0, "the large entry has gone")
map("start+8M+2p", "1p", "pfn=0x1000")
ask {
  question = "Last time a busy slot was a warning and an error. One page of an ioremap of 4 pages at start+8M is mapped already. What now?",
  choices = { "A warning, and ENOMEM", "The kernel stops: BUG" },
  operation = { iomaprange, "start+8M", "4p", "phys=0xe0000000" },
  answer = function(answer)
    return answer.outcome == "bug" and 2 or 1
  end,
  why = "lib/ioremap.c has a BUG_ON where mm/vmalloc.c has a WARN_ON.",
}
check_equal(lab.outcome().kind, "bug", "ioremap over a mapping is fatal")
reverse_next_op()
pause()

-- 8. A broken slot at the top -----------------------------------------------------------------

title "8. Who looks at the top?"
-- Breaks the top slot of a page, unmaps, and tells which function found it.
local function finder()
  map("start+2M", "1p", "pfn=0x1000")
  setentry(lab.bounds().levels, "start+2M", 0x801)
  stop_at("unmap_slot_report", unmap, "start+2M", "1p")
  local name = lab.stack()[2].name
  finish_op()
  return name, lab.last("bad-entry").code
end
say [[
The last corner. A slot of the top table is broken: present, but no table. `vunmap_page_range`
comes by. It tests each slot by `none_or_clear_bad`, reports it and clears it. The question is
who does: with 5 levels, and with 4.]]
space "x86-64-5level"
local five, level_five = finder()
space "x86-64"
local four, level_four
ask {
  question = tr("With 5 levels it is %s. And with 4?", five),
  choices = { "the same", "vunmap_p4d_range, one level further down" },
  operation = function()
    four, level_four = finder()
  end,
  answer = function()
    return four == five and 1 or 2
  end,
  why = "With 4 levels pgd_none and pgd_bad are constants: the pgd is folded into the p4d, and the p4d functions look at the top table.",
}
say([[
%s with 5 levels, %s with 4; the message names level %d or level %d, for the same broken slot.

What to take along: tables are made on demand, one level after the other, and stay. A mapping
that fails leaves its tables, and its first pages, behind; errors become ENOMEM on the
way; and each level believes what the others have tested. Who cleans up is the caller.]],
  five, four, level_five, level_four)
check(five ~= four, "the broken slot is found at another level")
check_equal(level_five - level_four, 1, "one further down with 4 levels")
