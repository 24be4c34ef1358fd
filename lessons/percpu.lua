-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Per-CPU groups: several areas at fixed distances, placed from the top of the space
-- down. The search knows one hint only, vmap_area_pcpu_hole, and the lesson shows how
-- it is right at first, how room above it is lost, what brings that back, and how a
-- request fails beside free pages.

lesson {
  name = "percpu",
  title = "Per-CPU groups, from the top down",
  minutes = 12,
  order = 140,
  space = "toy",
  api = 3,
}

local page, range, in_pages = lab.page, lab.range, lab.in_pages
local PAGE <const> = size "1p"

-- The areas of a group by address.
local function group(name)
  local some = {}
  for area in lab.areas() do
    if area.name == name and area.kind == "per-CPU" then some[#some + 1] = area end
  end
  return some
end

local function hint()
  return lab.var.vmap_area_pcpu_hole
end

-- Where the highest area of a group begins, once the present operation has ended.
local function upper_at_end(name)
  return lab.at_end(function()
    local areas = group(name)
    return page(areas[#areas].va_start)
  end)
end

---------------------------------------------------------------------------

say [[
A per-CPU variable exists once for each CPU. Code that wants its own copy takes the
address of the variable and adds an offset, one number for each CPU, *the same for all
variables*. So when the kernel needs memory for more of them, it cannot take just any areas:
it needs one for each group of CPUs (a NUMA node, mostly), at fixed distances from
each other. If one of them moves, all of them move.

`pcpu_get_vm_areas` finds a base at which all of them are free.]]
pause()

-- 1. From the top ------------------------------------------------------------------

title "1. From the top"
local each <const>, distance <const> = 2, 8
local function two_areas(name, apart)
  return "offs=0," .. apart .. "p", "sizes=" .. each .. "p," .. each .. "p", "name=" .. name
end

say([[
Two areas of %s are wanted, the second %s above the first. The space is empty; and the
search stands at its beginning.]], in_pages(each * PAGE), in_pages(distance * PAGE))
stop_at("pcpu_hint", pcpu, two_areas("one", distance))
local top <const> = pages(lab.bounds().size)
ask {
  question = "Where will the group lie?",
  choices = {
    tr("at the bottom: it begins with page %d", 0),
    tr("at the top: it ends with page %d", top - 1),
  },
  answer = function()
    return upper_at_end("one") + each == top and 2 or 1
  end,
  why = "Groups come from the top and everything else from the bottom, so they rarely meet.",
}
finish_op()
local one = group "one"
say([[
It lies in %s and %s. `vmap_area_pcpu_hole`, the hint, is page %d now: where the highest
area of the group begins. The next search begins there and goes down. `free_vmap_cache` and
`cached_hole_size` play no part in it.]], range(one[1]), range(one[2]), page(hint()))
check_equal(hint(), one[2].va_start, "the hint is the start of the highest area")
check_equal(page(one[2].va_end), top, "the group ends at the top")
pause()

stop_at("pcpu_begin", pcpu, two_areas("two", distance))
ask {
  question = "A second group of the same kind. Where?",
  choices = {
    tr("below the first, all of it: it ends with page %d", page(one[1].va_start) - 1),
    tr("into the gaps of the first: it ends with page %d", page(one[2].va_start) - 1),
  },
  answer = function()
    return upper_at_end("two") + each == page(one[2].va_start) and 2 or 1
  end,
  why = "Each area has to fit for itself; between the areas of another group there is room.",
}
finish_op()
local two = group "two"
say([[
The second group lies in %s and %s: the two interlock like the teeth of two combs. The
search went down from the hint, and looked at %d nodes of the tree.]],
  range(two[1]), range(two[2]), lab.var.work_pvm)
check(two[2].va_end == one[2].va_start and two[1].va_end == one[1].va_start, "the groups interlock")
pause()

-- 2. Something in the way -------------------------------------------------------------

title "2. Something in the way"
space "toy"
local apart <const> = 12
local rock = alloc("8p", "vstart=start+48p", "name=rock")
finish_op()
say([[
The space is empty again, but for `rock` in %s. Two areas, %s apart this time.]],
  range(lab.area(rock.addr)), in_pages(apart * PAGE))
stop_at("pcpu_slide", pcpu, two_areas("slid", apart))
local tried = lab.locals()
say([[
The upper area fitted at the very top. The lower one would begin at page %d and end before
page %d, and `rock` is there.]], page(tried.start), page(tried["end"]))
local without = top - each
ask {
  question = "What does the search do?",
  choices = {
    tr("the lower area moves below rock, the upper one stays at page %d", without),
    "the whole group moves, until the lower area lies right below rock",
    "it gives up: the call returns NULL",
  },
  answer = function()
    return upper_at_end("slid") == without and 1 or 2
  end,
  why = "The distance is fixed. Base goes down by what the lower area overlaps, and the areas that fitted before are looked at once more.",
}
finish_op()
local slid = group "slid"
local behind = slid[2].va_end
local lost = pages(lab.bounds().va_end - behind)
say([[
The group lies in %s and %s, and %s above it are free. But look at the hint: page %d, the
start of the upper area.]], range(slid[1]), range(slid[2]), in_pages(lost * PAGE), page(hint()))
check_equal(slid[1].va_end, rock.addr, "the lower area lies right below the rock")
check_equal(hint(), slid[2].va_start, "the hint went down with it")
pause()

stop_at("pcpu_begin", pcpu, "offs=0", "sizes=" .. each .. "p", "name=single")
ask {
  question = tr("Now a single area of %s. Where?", in_pages(each * PAGE)),
  choices = {
    tr("at the top, where %s are free", in_pages(lost * PAGE)),
    "below the upper area of the group",
  },
  answer = function()
    return upper_at_end("single") >= page(behind) and 1 or 2
  end,
  why = "The search begins at the hint and knows only one way: down.",
}
finish_op()
local single = group "single"
say([[
It lies in %s. The hint means "above here nothing is free". It became wrong when the group
slid down, and nobody looks above it. An ordinary `alloc` would find the pages, if it came
that far.]], range(single[1]))
check(single[1].va_end <= slid[2].va_start, "the room above is passed over")
pause()

-- 3. What raises the hint ----------------------------------------------------------------

title "3. What raises the hint"
say "The group `slid` is freed, and another single area is wanted at once."
pcpufree "slid"
local wanted <const> = "sizes=" .. each .. "p"
pcpu("offs=0", wanted, "name=early")
finish_op()
local early = group "early"
say([[
It went to %s. A group is freed lazily, like all vm areas: until a purge, its addresses are
taken, and the hint stays as it is.]], range(early[1]))
check(early[1].va_end <= single[1].va_start, "nothing is reused before the purge")
local hint_before = hint()
stop_at("free_hint", purge)
say [[
This is the purge. `__free_vmap_area` takes each area out of tree and list, and here it
raises the hint, if the area ends above it.]]
pause()
finish_op()
say([[
The hint went from page %d to page %d: the end of the highest area that was freed.]],
  page(hint_before), page(hint()))
check_equal(hint(), behind, "the hint is the end of the freed area")
pcpu("offs=0", wanted, "name=late")
finish_op()
local late = group "late"
say([[
The next single area lies in %s: at the very top. From the raised hint the search looks for
the next area above, finds none, and begins at the end of the space. So the lost room is
found again.]], range(late[1]))
check_equal(page(late[1].va_end), top, "the lost room is found again")
pause()

-- 4. NULL beside free pages --------------------------------------------------------------

title "4. NULL, beside free pages"
say [[
At the bottom of the space the search gives up, purges once, and tries once more. It
begins at *the same hint* again, unless the purge has raised it.]]
task {
  text = tr([[
The space is new; `rock` and the group `slid` are where they were. Make a request for a
single area of %s fail (`pcpu offs=0 sizes=%dp`), while more than that is free.]],
    in_pages(each * PAGE), each),
  setup = function()
    space "toy"
    alloc("8p", "vstart=start+48p", "name=rock")
    pcpu(two_areas("slid", apart))
  end,
  check = function()
    if lab.outcome().kind ~= "null" or not (lab.op() or ""):find("pcpu", 1, true) then
      return false, tr "The last operation was no pcpu request that failed."
    end
    for hole in lab.holes() do
      if hole.size >= size(each .. "p") then return true end
    end
    return false, tr "It failed, but there is no room left at all."
  end,
  hints = {
    "The room above the group is lost to pcpu already. Only what is below the hint can still be found.",
    "Fill what is below, with alloc or with more groups, and leave the top free. Watch out: alloc fills from the bottom and goes on upwards.",
    "Holes below the hint: from page 0 up to the lower area, and the two pages above rock. The command areas shows them.",
  },
  solution = function()
    alloc "46p"
    pcpu("offs=0", wanted)
    pcpu("offs=0", wanted)
  end,
}
local room = 0
for hole in lab.holes() do
  room = math.max(room, pages(hole.size))
end
say([[
NULL, and %s are free in one piece. The purge was made (there was nothing to give back, so
the hint stayed), and the second search was a copy of the first.]], in_pages(room * PAGE))
check(lab.last "purge", "there was a purge")
check(room >= each, "the request would have fitted")
say [[
What to take along: a hint is a promise, "nothing below" or "nothing above". Whoever
moves it must be sure that the promise still holds; here the one who slides down does not
look at what is left behind. Compare that with `cached_hole_size`, which notes the holes that
were passed by.]]
