-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- A moment in which every pane has something to show: in the middle of a search
-- that has noted a hole, among areas of every kind, some of them lazy, with blocks,
-- page tables, frames out of order, stale translations, a branch and a lesson. The
-- golden grids are pictures of it (tests/unit/test_grids.c).

lesson { name = "scene", title = "A moment to look at", minutes = 1, order = 999,
         api = 2 }

space("0xffffc90000000000..0xffffc90000180000", "block=128")

say [[
This *lesson* says something, so that its pane is not empty. It has `code` in it, a
word that is wider than others, 漢字, and enough text to be wrapped in every pane that
is narrower than this line is long.]]

frames("scattered", "seed=7")
alloc("3p", "name=a")
vmalloc("4p", "name=table")
ioremap("0xfebf0000", "2p", "name=nic")
vmap("3", "name=view")
getvm("1p", "name=bare")
pcpu("offs=0,64K", "sizes=32K,32K")
mapram "8"
mapram "16"
mapram "3"
unmapram "r2"
touch "table"
touch "table+4K"
touch "nic"
vfree "table"
vmalloc("3p", "name=new")
for i = 1, 9 do alloc(i % 3 + 1 .. "p") end
free "a3"
free "a6"
lazy "a"

-- A future that is left again: the timeline has a branch.
alloc "30p"
reverse_next_op()
touch "nic"

say [[
*What comes next*: a request for four pages. It begins where the last one was content,
and goes on from there.]]
pause()
