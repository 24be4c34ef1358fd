-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- vmalloc and its relatives: an area of addresses is one thing, the page frames
-- behind it another. What each caller brings, the guard page between neighbours,
-- the array that vmalloc needs for itself, what a failure leaves behind, and why
-- vfree takes any address of the area. Every number is read from the model.

lesson {
  name = "vmalloc",
  title = "vmalloc, vmap, ioremap and vfree",
  minutes = 15,
  order = 120,
  space = "toy",
  api = 3,
}

local page, range, in_pages = lab.page, lab.range, lab.in_pages
local PAGE = size("1p")

---------------------------------------------------------------------------

say [[
`alloc_vmap_area` hands out addresses, and nothing else: no memory lies behind
them. `vmalloc`, `vmap` and `ioremap` do the rest. This lesson is about what they
put behind the addresses, what they keep free, and what is left when something
goes wrong in the middle.]]
pause()

-- 1. The guard page ---------------------------------------------------------

title "1. One page more"
local table_pages <const> = 3
local first = stop_at("getvm_guard", vmalloc, table_pages .. "p", "name=table")
say([[
Somebody wants %s. `__vmalloc` asks `__get_vm_area` for an area with a descriptor,
a `vm_struct`; and there it stands now, in front of the request for addresses.]],
  in_pages(table_pages * PAGE))
ask {
  question = "How many pages of addresses will the area take?",
  choices = {
    tr("%s: what was asked for", in_pages(table_pages * PAGE)),
    tr("%s: one more", in_pages((table_pages + 1) * PAGE)),
    tr("%s: a power of two, and one more", in_pages((table_pages + 2) * PAGE)),
  },
  answer = function() return pages(first.size) - table_pages + 1 end,
  why = "Unless VM_NO_GUARD is set, __get_vm_area adds one page: the guard page.",
}
finish_op()
local vm = lab.vm "table"
say([[
The area takes %s, %s frames lie behind it (`nr_pages` is %d). The last page of each
vm area is never mapped. Whoever runs over the end of a table meets a page fault at
once, and not the neighbour's data some days later.]],
  in_pages(vm.size), vm.nr_pages, vm.nr_pages)
check_equal(pages(vm.size), vm.nr_pages + 1, "one page more than there are frames")

local last_byte, behind = vm.addr + vm.nr_pages * PAGE - 1, vm.addr + vm.nr_pages * PAGE
local inside = touch(last_byte)
say([[
Here the last byte of the table is used: it lies in frame %s.]], hex(inside.pfn))
check(inside.ok, "the last byte of the table is mapped")
pause()
local over = touch(behind)
say [[
And the byte behind it: a page fault. This is what the guard page is for. The price is a page
of addresses for each area; a page of memory it is not.]]
check_equal(over.outcome, "fault", "the guard page is not mapped")
pause()

-- 2. Who brings what ----------------------------------------------------------

title "2. Who brings the pages"
say [[
`vmalloc` takes page frames of its own, one by one, from anywhere. `vmap` gets pages
that somebody else has, and only lays them out in a row. `ioremap` has no pages at all:
behind its addresses are the registers of a device. All three go through
`__get_vm_area`; the flags of the area tell them apart.]]
local frames_before = lab.var.frames
local borrowed = vmap(4, { pfn = 0x5000, name = "borrowed" })
finish_op()
say([[
That was `vmap` of %s, from frame %s on. It takes %s of the space, and no frame was
taken from the system for it. `vunmap` gives back the addresses and leaves the pages
alone; `vfree` would free them as well.]],
  in_pages(borrowed.size - PAGE), hex(lab.translate(borrowed.addr)), range(lab.area "borrowed"))
check_equal(lab.var.frames, frames_before, "vmap takes no page frames")

local device_pages <const> = 10
say([[
Now a driver wants %s of a device. Only for an area with VM_IOREMAP, `__get_vm_area`
overrules what the caller says of the alignment: it becomes the power of two at or
above the size (before the guard page is added). So large entries can be used if the
device is large enough.]], in_pages(device_pages * PAGE))
local _, device = predict {
  "address",
  operation = { ioremap, "0xfe001000", device_pages .. "p", "name=device" },
  stop = "getvm_descriptor",
}
say([[
`align` is %s here, %s. The space is free from page %d on, so the search has to
round up from there.]], hex(lab.locals().align), in_pages(lab.locals().align),
  page(lab.area("borrowed").va_end))
check(lab.locals().align >= device_pages * PAGE
  and lab.locals().align < 2 * device_pages * PAGE,
  "the alignment is the next power of two")
pause()

finish_op()
check_equal(device.addr % lab.eval("64K"), 0, "the device area is aligned")
say([[
The device lies at %s. Between it and `borrowed` a hole is left: one reason why
ioremap and vmalloc in one space make holes. The areas, with their flags:]],
  range(lab.area(device.addr)))
for _, area in lab.vmallocinfo() do
  local it = lab.vm(area.va_start)
  say("- `%s`: flags %s, %s, %s", it.name, hex(it.flags), area.kind, range(area))
end
pause()

-- 3. A failure in the middle ---------------------------------------------------

title "3. What a failure leaves"
local want <const>, have <const> = 20, 5
local frames_of_table = lab.var.frames
local failed = stop_at("fill_failed", vmalloc, want .. "p", "name=failed", "pfail=" .. have + 1)
local addr = lab.locals().addr
local found = lab.area(addr)
say([[
`vmalloc` makes the area first and gets its frames afterwards. Here %s were wanted, and
the system had only %d frames left. The operation stands where `__vmalloc_area_node`
finds that out: the area %s is in list and tree, with %d frames, and nothing is mapped.]],
  in_pages(want * PAGE), have, range(found), lab.vm(addr).nr_pages)
ask {
  question = "vmalloc will return NULL. What becomes of the area?",
  choices = {
    "it is taken out of list and tree at once",
    "it stays in list and tree, marked as lazily freed, until the next purge",
    "it stays as it is: nobody knows of it",
  },
  answer = function()
    local after = lab.at_end(function() return lab.area(addr) end)
    return not after and 1 or after.lazy and 2 or 3
  end,
  why = "The way back is vfree, and vfree frees lazily as always.",
}
finish_op()
check(not failed.ok, "vmalloc has failed")
check(lab.area(addr).lazy, "the area is lazy")
check_equal(lab.var.frames, frames_of_table, "its frames went back")
say([[
The frames went back to the system, the addresses did not: %s wait on the lazy list,
counted in `vmap_lazy_nr`. A system that is short of memory and tries again and again
eats addresses as well, until the next purge.]],
  in_pages(lab.var.vmap_lazy_nr * PAGE))
check_equal(lab.var.vmap_lazy_nr, want + 1, "all its pages are counted, the guard page too")
pause()
purge()
finish_op()
check_equal(lab.area(addr), nil, "a purge gives the addresses back")
say("A purge gives them back: of %s, none is left on the lazy list.", in_pages((want + 1) * PAGE))
pause()

-- 4. vfree ---------------------------------------------------------------------

title "4. Free me, from anywhere"
say([[
`vfree` gets an address and has to find the area. It asks `find_vmap_area` for the area
that *contains* the address. Compare that with `kfree`, which wants the very pointer
that `kmalloc` gave. Somebody frees `table` with the address of its guard page, %s.]],
  hex(behind))
local guard_free = stop_at("vunmap_find", vfree, "table+" .. table_pages .. "p")
ask {
  question = "What does that do?",
  choices = {
    "nothing but a warning: no frame lies behind that address",
    "the guard page alone is freed",
    "the whole area is freed",
  },
  answer = function()
    return lab.at_end(function()
      return #lab.events("warn") > 0 and 1 or lab.area(vm.addr).lazy and 3 or 2
    end)
  end,
  why = "The area contains its guard page, so find_vmap_area finds it; remove_vm_area then takes all of it.",
}
stop_at "vunmap_remove"
say([[
`va` is %s: found. From here on nobody knows any more which address was given. An
address inside of the area, if only it begins a page, does as well as its start.]],
  range(lab.area(vm.addr)))
finish_op()
check(guard_free.ok and lab.area(vm.addr).lazy, "the whole area is freed")
pause()

title "5. Free me twice"
local twice = vmalloc("2p", "name=twice")
vfree("twice", "keep=1")
finish_op()
say([[
A new area, `twice` in %s, was allocated and freed. Its owner forgets that, and
frees it again. The area is still in the tree, because it is lazy, but its descriptor is
gone.]], range(lab.area(twice.addr)))
local function how_it_ends(answer)
  return answer.outcome == "oops" and 3 or #lab.events("warn") > 0 and 2 or 1
end
local second = stop_at("vunmap_find", vfree, "twice", "keep=1")
ask {
  question = "How does the second vfree end?",
  choices = {
    "it goes unnoticed", "with a warning, and the kernel goes on",
    "it follows a NULL pointer: an oops",
  },
  answer = function() return lab.at_end(function() return how_it_ends(second) end) end,
  why = "The area is found, it has no vm_struct any more: that is tested, and warned of.",
}
finish_op()
check_equal(how_it_ends(second), 2, "a second vfree while lazy is a warning")
for _, event in ipairs(lab.events "warn") do
  say("The kernel's log has: *%s*.", event.text)
end
pause()

purge()
finish_op()
say "Now the lazy list was purged, and `twice` is freed for the third time."
local third = stop_at("vunmap_find", vfree, "twice", "keep=1")
ask {
  question = "And how does this one end?",
  choices = {
    "it goes unnoticed", "with a warning, and the kernel goes on",
    "it follows a NULL pointer: an oops",
  },
  answer = function() return lab.at_end(function() return how_it_ends(third) end) end,
  why = "find_vmap_area finds nothing now and returns NULL. 4.19 does not test that before it looks into the area.",
}
finish_op()
check_equal(how_it_ends(third), 3, "after the purge it is an oops")
say [[
There is a test for an area without a descriptor, and none for no area at all. At the
step `vunmap_oops` the kernel would follow the NULL pointer and stop. The laboratory
stops the operation there, tells it, and goes on.

Worse than both is a second vfree that nobody notices.]]
pause()
task {
  text = tr([[
Make `vfree %s` free an area that belongs to *somebody else*. (That is the address of
`twice`; its name may be gone.)]], hex(twice.addr)),
  check = function()
    local there = lab.area(twice.addr)
    if not there or not there.name or there.name == "twice" then
      return false, tr "Nobody else has had those addresses."
    elseif not there.lazy then
      return false, tr "Somebody has those addresses, and they are not freed yet."
    end
    local by_name = lab.op():find("vfree " .. there.name, 1, true)
    return lab.op():find "^vfree" and not by_name and #lab.events "warn" == 0,
      tr "It was not a vfree of that address that freed them."
  end,
  hints = {
    "The addresses were purged, so somebody else can get them. vfree only looks at the address.",
    tr("Ask for the very place: vmalloc 2p start=%s name=other", hex(twice.addr)),
    "And then: vfree, and the address once more.",
  },
  solution = function()
    vmalloc("2p", { name = "other", start = twice.addr })
    vfree(hex(twice.addr))
  end,
}
check(lab.area(twice.addr).lazy, "the other one's area is freed")
say([[
No warning, no oops: `%s` is freed, its pages are given to others, and its owner goes on
writing there. Whether a double free is told depends on the time between the two: before
the purge a warning, after it an oops, and after the next allocation nothing at all.]],
  lab.area(twice.addr).name)
pause()

-- 6. The page array ------------------------------------------------------------

title "6. Who remembers the pages"
space "x86-64"
local no_table = vmalloc("3p", "name=untabled", "tfail=1")
finish_op()
say([[
A larger space is needed now: that of x86-64. It has no page tables yet, so one of them can
be refused (`tfail=`). That was done just now, to a request for three pages, and the outcome is
the same as in part 3: NULL, and %s on the lazy list.]], in_pages(lab.var.vmap_lazy_nr * PAGE))
check(not no_table.ok, "without a page table it fails")
check_equal(lab.var.lazy_areas, 1, "and leaves a lazy area")
purge()
pause()
local fits = PAGE // 8
say([[
`vmalloc` must remember its pages, or `vfree` could not give them back. It does so in an
array of pointers, 8 bytes for each page. As long as the array fits into one page, it comes from `kmalloc`: up to %s.]],
  in_pages(fits * PAGE))
local small = vmalloc(fits * PAGE, { name = "small" })
finish_op()
check_equal(lab.var.areas, 1, "an array of one page needs no area")
check_equal(lab.vm("small").pages_at, nil, "it is not vmalloc'ed")
say([[
`small` has exactly as many pages, and there is %s in the space. The next one is one page
larger.]], plural("one area", "%d areas", lab.var.areas))

local areas_before = lab.var.areas
local big = stop_at("array_where", vmalloc, (fits + 1) * PAGE, "name=big")
ask {
  question = "How many areas more will there be when it has returned?",
  choices = { "none", "one", "two", "three" },
  answer = function()
    return 1 + lab.at_end(function() return lab.var.areas - areas_before end)
  end,
  why = tr("array_size is %d bytes, more than a page: the array is vmalloc'ed itself, after the area that it is for.",
    lab.locals().array_size),
}
stop_at "array_nested"
say([[
`array_size` is %d: `__vmalloc` calls itself. The area for the pages has its place by now,
so the array lands above it, with a guard page of its own.]], lab.locals().array_size)
pause()

stop_at "array_where"
local inner = lab.locals().array_size
say([[
And here it is, inside of itself (look at the calls above the source): the array is a
vmalloc like any other, and needs an array for its own pages, too. That one has %d bytes.]],
  inner)
check_equal(inner, 8 * (lab.at_end(function() return lab.vm(lab.vm("big").pages_at).nr_pages end)),
  "8 bytes for each page of the array")
finish_op()
local array = lab.area(lab.vm("big").pages_at)
check_equal(lab.var.areas, areas_before + 2, "the page array is an area, too")
check_equal(array.va_start, lab.area("big").va_end, "it lies right above the area it is for")
say([[
`big` takes %s of addresses, its array %s. When is the array of the array larger than a
page as well? Beyond %s, a gigabyte and more in one piece. A lesson may not map as much, but
you may: type `vmalloc %dp`, and count the areas.]],
  in_pages(lab.area("big").size), in_pages(array.size), in_pages(fits * fits * PAGE),
  fits * fits + 1)
check(small.ok and big.ok, "both succeed")
pause()

say [[
What to take along: a vm area is addresses with a descriptor and a guard page; the pages
come afterwards, and when they fail to come, the addresses are lazily freed. `vfree` goes
by the address alone: it frees whatever area contains it.]]
