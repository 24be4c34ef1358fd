-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Reading a real kernel. What /proc/vmallocinfo and the dump of the page tables of a
-- running 4.19 kernel say (recorded, one CPU, shortly after boot), field by field; then
-- the same state is made in the laboratory and its two listings are compared with the
-- recorded ones, line by line.

lesson {
  name = "realkernel",
  title = "Reading a real kernel",
  minutes = 15,
  order = 160,
  space = "x86-64",
  api = 2,
}

local PAGE = size("1p")

-- Recorded: the vmalloc space shortly after boot.
local INFO = {
  "0xffffc90000000000-0xffffc90000002000    8192 acpi_os_map_iomem+0x18a/0x1a0 phys=0x000000007ffe1000 ioremap",
  "0xffffc90000002000-0xffffc90000005000   12288 acpi_os_map_iomem+0x18a/0x1a0 phys=0x000000007ffe0000 ioremap",
  "0xffffc90000005000-0xffffc90000007000    8192 hpet_enable+0x35/0x2b2 phys=0x00000000fed00000 ioremap",
  "0xffffc90000007000-0xffffc90000009000    8192 acpi_os_map_iomem+0x18a/0x1a0 phys=0x00000000fed00000 ioremap",
  "0xffffc90000009000-0xffffc9000000d000   16384 vzalloc+0x18/0x20 pages=3 vmalloc",
}

-- And what the kernel shows to whoever may not see addresses.
local HASHED = "0x(____ptrval____)-0x(____ptrval____)   16384 vzalloc+0x18/0x20 pages=3 vmalloc"

-- Recorded: the dump of the page tables, the part of the vmalloc space.
local DUMP = {
  "0xffffc90000000000-0xffffc90000001000           4K     RW                 GLB NX pte",
  "0xffffc90000001000-0xffffc90000002000           4K                               pte",
  "0xffffc90000002000-0xffffc90000004000           8K     RW                 GLB NX pte",
  "0xffffc90000004000-0xffffc90000005000           4K                               pte",
  "0xffffc90000005000-0xffffc90000006000           4K     RW     PCD         GLB NX pte",
  "0xffffc90000006000-0xffffc90000007000           4K                               pte",
  "0xffffc90000007000-0xffffc90000008000           4K     RW                 GLB NX pte",
  "0xffffc90000008000-0xffffc90000009000           4K                               pte",
  "0xffffc90000009000-0xffffc9000000c000          12K     RW                 GLB NX pte",
  "0xffffc9000000c000-0xffffc90000200000        2000K                               pte",
  "0xffffc90000200000-0xffffc90040000000        1022M                               pmd",
  "0xffffc90040000000-0xffffc98000000000         511G                               pud",
  "0xffffc98000000000-0xffffea0000000000       33280G                               pgd",
}

-- A line of vmallocinfo without the caller, whose name cannot be the same here.
local function without_caller(line)
  return (line:gsub("^(%S+ +%d+) %S+ ?%[?%w*%]?( %l+=)", "%1%2"))
end

-- The first line in which the laboratory differs, and how many lines it has.
local function compare_info()
  local mine = {}
  for line in lab.vmallocinfo() do mine[#mine + 1] = without_caller(line) end
  for i = 1, math.max(#mine, #INFO) do
    if mine[i] ~= (INFO[i] and without_caller(INFO[i])) then return i, mine[i] end
  end
end

local function dump_now()
  local lines = {}
  for line, run in lab.ptdump(lab.bounds().va_start) do
    if run and run.section == "vmalloc() Area" then lines[#lines + 1] = line end
  end
  return lines
end

-- The run that holds an address, and its line.
local function run_at(addr)
  for text, run in lab.ptdump() do
    if run and run.va_start <= addr and addr < run.va_end then return run, text end
  end
end

local function differences(lines)
  local some = {}
  for i = 1, math.max(#lines, #DUMP) do
    if lines[i] ~= DUMP[i] then some[#some + 1] = i end
  end
  return some
end

-- What the kernel did at boot, as far as its listing tells.
local function boot()
  ioremap("0x7ffe1000", "4K", "name=acpi")
  ioremap("0x7ffe0000", "8K", "name=tables")
  ioremap("0xfed00000", "4K", "name=hpet")
  ioremap("0xfed00000", "4K", "name=timer")
  vzalloc("3p", "name=zeroes")
  finish_op()
end

---------------------------------------------------------------------------

say [[
A machine misbehaves, and somebody sends you `/proc/vmallocinfo` of it. What does it say?
In this lesson you read what a running 4.19 kernel has said, shortly after boot; then you
make the same state here, and compare.]]
pause()

-- 1. A line of vmallocinfo -----------------------------------------------------------

title "1. A line of /proc/vmallocinfo"
local line = INFO[5]
local from, to, bytes, caller, count, kind =
  line:match "^(0x%x+)%-(0x%x+) +(%d+) (%S+) pages=(%d+) (%a+)$"
bytes, count = math.tointeger(bytes), math.tointeger(count)
say("The file has one line for each area, in the order of addresses. This is one of them:")
say("`%s`", line)
say([[
- `%s-%s`: where it begins, and the first byte behind it
- `%d`: its size in bytes
- `%s`: who asked for it, as function, offset and length of the function
- `pages=%d`: how many page frames it has; missing where there are none of its own
- `%s`: what it is, from the flags of its vm_struct]], from, to, bytes, caller, count, kind)
check_equal(lab.eval(to) - lab.eval(from), bytes, "the size is the difference of the addresses")
ask {
  question = "How many bytes can the owner use?",
  choices = {
    tr("%d, as the line says", bytes),
    tr("%d: the guard page is counted in the size", bytes - PAGE),
    tr("%d: the guard page comes on top", bytes + PAGE),
  },
  answer = function()
    return count * PAGE == bytes and 1 or count * PAGE < bytes and 2 or 3
  end,
  why = tr("pages=%d, of %d bytes each, are %d bytes: one page less than the size.", count, PAGE,
    count * PAGE),
}
say([[
A line of a device has `phys=` instead: where its registers are. This is the timer of the
machine (HPET), mapped by two users at once:]])
say("- `%s`", INFO[3])
say("- `%s`", INFO[4])
pause()

say "And this is what the same file says in most kernels, by default:"
say("- `%s`", HASHED)
say([[
Addresses are hidden from a reader without the right to see them (`kptr_restrict`), or
hashed (since 4.15). A hashed line can be known by this: *end - start is not the size.*
Sizes, callers and kinds are right nevertheless; order and neighbours can't be told.]])
check(HASHED:match "(%d+) vzalloc" == tostring(bytes), "the size is still there")
pause()

-- 2. The same here ---------------------------------------------------------------------

title "2. Make it again"
say [[
Here are the five lines of that kernel's vmalloc space:]]
for _, each in ipairs(INFO) do say("- `%s`", each) end
task {
  text = [[
Make the same state here, with `ioremap` and `vzalloc`: the same places, sizes, `phys=` and
`pages=`. (The callers may differ. `vmallocinfo` shows what you have.)]],
  check = function()
    local i, mine = compare_info()
    return i == nil, tr("Line %d is not the same yet; yours says: %s", i or 0,
      mine or tr "(nothing)")
  end,
  hints = {
    "Begin at the top: each area goes right behind the last. The guard page is added for you: size - 4K is what was asked for.",
    "ioremap 0x7ffe1000 4K, then ioremap 0x7ffe0000 8K.",
    "Then ioremap 0xfed00000 4K two times, and vzalloc 3p.",
  },
  solution = boot,
}
check_equal(compare_info(), nil, "the listing is that of the real kernel")
say [[
Line for line the same. The order in which the kernel asked at boot can be read from the
addresses, because first fit with a cache goes upwards as long as nothing is freed.]]
pause()

-- 3. The dump of the page tables ----------------------------------------------------------

title "3. The page tables"
space "x86-64"
boot()
say [[
Areas are what the allocator believes. What the processor believes stands in the page
tables, and the kernel can dump them, too (in debugfs). Its lines of the vmalloc space
begin so:]]
for i = 1, 3 do say("- `%s`", DUMP[i]) end
say [[
- a line is as long a run as possible of entries with the same flags at the same level
- `RW` writable, `GLB` global (kept when the process changes), `NX` not executable
- the last word is the level where the run was found: pte, pmd, pud, pgd

Page frames are not shown. What is not mapped has no flags.]]
ask {
  question = "The second line has 4K and no flags. What is that?",
  choices = {
    "a hole between two areas",
    "the guard page of the first area",
    "a page of the first area that nobody has used yet",
  },
  answer = function()
    local start = lab.eval(DUMP[2]:match "^(0x%x+)")
    local vm = lab.vm(start)
    return not vm and 1 or vm.guard and start == vm.addr + vm.size - PAGE and 2 or 3
  end,
  why = "The area of the listing contains that page, and nothing is mapped in it. Kernel memory is mapped at once, not at the first use.",
}
say "Now the dump of the laboratory against that of the kernel, line by line:"
local mine = dump_now()
local differ = differences(mine)
say(plural("One line differs:", "%d lines differ:", #differ))
for _, i in ipairs(differ) do
  say("- kernel: `%s`", DUMP[i] or "")
  say("- here: `%s`", mine[i] or "")
end
check_equal(#mine, #DUMP, "both dumps have the same runs")
check_equal(table.concat(differ, " "), "5", "one line differs: that of the timer")
ask {
  question = "One flag is different there. What does PCD say?",
  choices = {
    "the page is not in memory",
    "the processor must not cache what is read there",
    "the page belongs to a device, and no process may see it",
  },
  answer = function()
    -- bit 4 of an entry is the cache disable bit of the architecture
    return DUMP[5]:find("PCD", 1, true) and 2 or 1
  end,
  why = "Page cache disable: the counter of a timer must be read anew each time. The ACPI code mapped the same registers cacheable.",
}
pause()

iounmap "hpet"
purge()
dropcache()
local PCD <const> = 1 << 4
local uncached = ioremap("0xfed00000", "4K", "name=uncached",
  { prot = 0x8000000000000163 | PCD })
finish_op()
differ = differences(dump_now())
say([[
The mapping was removed, and made again with PCD in its flags. Lines that differ now: %d.
All %d lines of the dump are those of the real kernel, byte for byte.]], #differ, #DUMP)
check_equal(#differ, 0, "the dump is that of the real kernel")
check(uncached.ok and compare_info() == nil, "and so is the listing")
pause()

-- 4. What is freed ---------------------------------------------------------------------------

title "4. What is freed"
local zeroes = lab.eval(from)
stop_at("vunmap_find", vfree, hex(zeroes))
ask {
  question = tr("The area of %s is freed now. What will become of its line in vmallocinfo?", caller),
  choices = {
    "it disappears",
    "it stays as it is until the next purge",
    "it stays, with another text: unpurged vm_area",
  },
  answer = function()
    return lab.at_end(function()
      for text in lab.vmallocinfo(zeroes) do
        return text:find("unpurged vm_area", 1, true) and 3 or 2
      end
      return 1
    end)
  end,
  why = "It is in the list still, marked as lazily freed, without a descriptor: no caller, no pages.",
}
finish_op()
for text in lab.vmallocinfo(zeroes) do say("- `%s`", text) end
check(lab.area(zeroes).lazy, "the area is lazy")
say [[
Many such lines are no leak: up to 32 MiB times the bit length of the number of CPUs may
wait. They disappear at the next purge. (An area without a descriptor that is *in use* is
called `vm_map_ram`, whoever made it.)]]
ask {
  question = "And the page tables: what does the dump have there now?",
  choices = {
    "nothing is mapped, and the run is found at the level pte: the tables stay",
    "nothing is mapped, and the run is found at the level pmd: the table was freed",
    "the pages are still mapped, until the purge",
  },
  answer = function()
    local run = run_at(zeroes)
    return run.flags ~= 0 and 3 or run.level == 1 and 1 or 2
  end,
  why = "vfree clears the entries at once. Tables of the kernel's part are never freed.",
}
local run, text = run_at(zeroes)
say("- `%s`", text)
check_equal(run.level, 1, "the table of ptes stays")
say [[
What to take along: `/proc/vmallocinfo` tells what the allocator has given to whom; sizes
include the guard page; hashed addresses can't be placed. The dump tells what is mapped,
how, and which tables exist. Where the two disagree, something is lazily freed, or wrong.

Recent kernels write the same lines in another order: since 5.4 what is unpurged comes
last, and since 6.9 the areas come node by node, no longer by address.]]
