-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Areas are kept twice, in a list by address and in a red-black tree. What each
-- of the two is asked for, how a new area finds its place in both, and how the
-- tree is kept flat: by recolouring and by rotations, each seen before and after.

lesson {
  name = "tree",
  title = "Areas, the list and the tree",
  minutes = 15,
  order = 30,
  space = "toy",
  api = 2,
}

local function areas_of(number)
  return plural("one area", "%d areas", number)
end

local function nodes_of(number)
  return plural("one node", "%d nodes", number)
end

-- The names of all areas by address: "a, b, c".
local function in_order()
  local names = {}
  for area in lab.areas() do
    names[#names + 1] = area.name
  end
  return table.concat(names, ", ")
end

local function colour(area)
  return area.colour == "red" and tr "red" or tr "black"
end

local function root_name()
  return lab.tree().name
end

-- The number of nodes on the longest way down from a node.
local function height(node)
  if not node then
    return 0
  end
  return 1 + math.max(height(node.left), height(node.right))
end

-- The number of black nodes on every way down; nil if two ways differ.
local function black_height(node)
  if not node then
    return 0
  end
  local left, right = black_height(node.left), black_height(node.right)
  if not left or left ~= right then
    return nil
  end
  return left + (node.colour == "black" and 1 or 0)
end

-- What the end of the present operation will show. The cursor stays.
local function ahead(look)
  local here = lab.cursor()
  finish_op()
  local seen = look()
  goto_(here.op, here.step)
  return seen
end

-- How many rotations the rest of the present operation makes.
local function rotations_ahead()
  local count = 0
  local here = lab.cursor()
  local stop = lab.break_at("rotate_begin", function()
    count = count + 1
    return false
  end)
  lab.continue()
  lab.run("delete " .. stop)
  goto_(here.op, here.step)
  return count
end

-- The longest way down that a red-black tree of so many nodes can have.
local function worst(number)
  return math.floor(2 * math.log(number + 1, 2))
end

local function number_of(name, names)
  for i, other in ipairs(names) do
    if other == name then
      return i
    end
  end
end

---------------------------------------------------------------------------

say [[
Two questions are put to the areas in use. `alloc_vmap_area` asks: *which one comes next
by address?* It walks from one to the other until it finds a gap. `vfree` asks: *which
one holds this address?* There can be tens of thousands.

A list answers the first question at once, and the second one badly. A tree answers the
second one in a few steps. So each area is in both: in the list `vmap_area_list` and in
the red-black tree `vmap_area_root`.

On a small screen the tree does not fit beside this text: `F3` shows it, *Space* brings
the text back.]]
pause()

-- 1. The first two ----------------------------------------------------------

title "1. A red leaf"
stop_at("color_root", alloc, "1p", "name=A")
say([[
Somebody has asked for a page, the place is found, and area `A` has just been hung into
the tree. Each new node is *%s* at first. Two rules must hold at the end:

- no red node has a red child
- every way from the root down passes the same number of black nodes

A red leaf cannot break the second rule. Only the first one must be looked after, which
is what `rb_insert_color` does. This node is the root: it simply becomes black.]],
  colour(lab.locals().node))
check_equal(lab.locals().node.colour, "red", "a new node is red")
pause()

finish_op()
check_equal(lab.area("A").colour, "black", "the root is black")
alloc("1p", "name=B")
finish_op()
say([[
The second area, `B`, has the higher address: it hangs to the right of `A`, *%s*, under
a *%s* parent. Nothing needs to be mended.]], colour(lab.area "B"), colour(lab.area "A"))
check_equal(lab.area("B").colour, "red", "a red node under a black one stays")
pause()

-- 2. A rotation -------------------------------------------------------------

title "2. A rotation"
note [[
Draw the chain of three on the board, and let somebody turn it before the step does.

Often asked: why not an AVL tree? It is a little flatter, but its removal may have to
turn the tree on every level up to the root; here three rotations are the most.]]
stop_at("color_uncle", alloc, "1p", "name=C")
local at = lab.locals()
say([[
The third area, `%s`, hangs under `%s`, and both are red. What is to be done depends on
the *uncle*, the other child of the grandparent `%s`. Here there is none, which counts
as a black one.]], at.node.name, at.parent.name, at.gparent.name)
predict { "step", question = "Which line comes next? Read the condition of this one." }
local before = in_order()
say [[
So the tree will be turned. Look at it before that happens: it is a chain, no better
than a list.]]
local names = { "A", "B", "C" }
ask {
  question = "Which area will be the root afterwards?",
  choices = { "A", "B", "C" },
  answer = number_of(ahead(root_name), names),
  why = tr("The middle one of three in a row rises: %s.", at.parent.name),
}
stop_at "rotate_begin"
local turning = lab.locals()
say([[
This is the call that does it: `%s` rises, `%s` goes down to its left. What hung between
the two, to the left of `%s`, would be handed over; here there is nothing. Step through
it, and back.]],
  turning.up.name, turning.node.name, turning.up.name)
pause()

stop_at "rotate_done"
say([[
The links are changed, and nothing else is: `%s` is above, with one child on each side.
By address the order still is %s. A rotation changes who is above whom, but never who
comes before whom.]], root_name(), before)
check_equal(in_order(), before, "a rotation does not change the order")
pause()

finish_op()
check_equal(root_name(), turning.up.name, "the middle one is the root")
check_equal(height(lab.tree()), 2, "three areas, two levels")

-- 3. Recolouring ------------------------------------------------------------

title "3. Recolouring"
stop_at("color_uncle", alloc, "1p", "vstart=start+20p", "name=D")
at = lab.locals()
reverse_step(2)
say([[
The next area, `%s`, was asked for from page 20 on (`vstart`), so that it lies apart.
Once more two red ones are in a row, `%s` under `%s`. But this time the uncle, `%s`, is
*%s*, too.]],
  at.node.name, at.node.name, at.parent.name, at.uncle.name, colour(at.uncle))
ask {
  question = "How many rotations will the tree need now?",
  choices = { "none", "one", "two" },
  answer = rotations_ahead() + 1,
  why = "Parent and uncle are both red: they become black together, the grandparent pays with red. All ways keep their number of black nodes.",
}
finish_op()
say([[
`%s` and `%s` have become *%s*. The grandparent `%s` became red for a moment; being the
root, it was made black again: each way has grown by one black node.

Recolouring is cheap, but it only moves the problem up: if the great-grandparent had
been red, there would have been two red ones in a row again, two levels higher. That is
the loop in `rb_insert_color`.]],
  at.parent.name, at.uncle.name, colour(lab.area(at.uncle.name)), at.gparent.name)
check_equal(lab.area(at.uncle.name).colour, "black", "the uncle became black")
check_equal(root_name(), at.gparent.name, "nothing was turned")
check_equal(black_height(lab.tree()), 2, "every way has two black nodes")
pause()

-- 4. The inner side ---------------------------------------------------------

title "4. The inner side"
stop_at("color_inner", alloc, "1p", "vstart=start+10p", "name=E")
at = lab.locals()
reverse_step(3)
say([[
Area `%s` comes to lie between `%s` and `%s`. It hangs to the *left* of `%s`, which
itself hangs to the *right* of `%s`: on the inner side. Turning the grandparent alone
would only move the kink to the other side.]],
  at.node.name, at.gparent.name, at.parent.name, at.parent.name, at.gparent.name)
local turns = rotations_ahead()
ask {
  question = "How many rotations this time?",
  choices = { "none", "one", "two" },
  answer = turns + 1,
  why = "First the parent is turned, so that the new node stands between the two; then the grandparent.",
}
check_equal(turns, 2, "the inner side needs two rotations")
stop_at "insert_list"
local where = lab.locals()
say([[
Both are done; the tree is in order. More than two rotations are never needed for an
insertion.

The area is not in the list yet. To put it there, its neighbour must be known, and
searching for it in the list would take long. But the tree has told already: a new left
child comes just before its parent in the list, a new right child just behind it. `%s`
was hung to the left of `%s`; so it comes behind `%s`.]],
  where.va.name, where.parent.name, where.prev.name)
pause()

finish_op()
say([[
By address: %s. The list costs a few pointers to be set, however many areas there are.
The kernel of 4.19 gets the same neighbour from `rb_prev`.]], in_order())
local previous
for area in lab.areas() do
  if area.name == where.va.name then
    check_equal(previous.name, where.prev.name, "the new area stands behind the one that the tree told")
  end
  previous = area
end
pause()

-- 5. What it is good for ----------------------------------------------------

title "5. Many areas"
local many = 24
for i = lab.var.areas + 1, many do
  alloc("1p", "name=n" .. i)
end
local highest = lab.var.vmap_area_last
say([[
There are %s now. Most of them came in the order of their addresses, each behind the one
before; in a plain tree that would make a chain. Here the longest way down has %s, and
every way has %s.

Somebody frees an address in `%s`, the highest area; it has to be found first.]],
  areas_of(lab.var.areas), nodes_of(height(lab.tree())),
  plural("one black node", "%d black nodes", black_height(lab.tree())), highest.name)
find(highest.va_start)
finish_op()
local looked = lab.var.work_find
reverse_next_op()
check(looked <= worst(lab.var.areas), "no way down is longer than the two rules allow")
ask {
  question = "How many areas will be looked at until it is found?",
  choices = {
    tr("all that come before it: %d", lab.var.areas - 1),
    tr("no more than the longest way has: %d at most", height(lab.tree())),
  },
  answer = looked <= height(lab.tree()) and 2 or 1,
  why = tr("The search goes down from the root and looked at %s.", nodes_of(looked)),
}
local thousands = 10000
stop_at("find_left", find, highest.va_start)
say([[
Here `__find_vmap_area` compares, at the root: is the address lower? Then to the left;
is it not in this area either? Then to the right. Step along if you like.

It looked at %s. With the two rules kept, no way down is more than twice as long as
another: with %d areas a search looks at %d nodes at worst.]],
  nodes_of(looked), thousands, worst(thousands))
finish_op()
check(lab.var.work_find <= height(lab.tree()), "a search looks at one way down")
check(black_height(lab.tree()) ~= nil, "every way has the same number of black nodes")
pause()

-- 6. Taking one out ---------------------------------------------------------

title "6. Taking the root out"
note [[
A short class can leave this part out; no later lesson needs it.]]
local root = lab.tree()
local heir = root.right
while heir.left do
  heir = heir.left
end
say([[
Freeing takes an area out of both. The list closes the gap. In the tree the leaf is
easy; but the root, `%s`, has two children.]], root.name)
ask {
  question = tr("%s is freed. Who takes its place, so that the order stays?", root.name),
  choices = {
    tr("its left child, %s", root.left.name),
    tr("the next one by address, %s", heir.name),
  },
  answer = 2,
  why = "Only a neighbour by address can stand there: everything to the left stays lower, everything to the right higher.",
}
stop_at("rb_erase_successor", free, root.name)
say([[
`rb_erase` has found the successor, `%s`. It takes over place, links and colour of the
root. What it leaves behind further down may lack a black node; that is mended like
before, with colours and at most three rotations.]], lab.locals().successor.name)
check_equal(lab.locals().successor.name, heir.name, "the next one by address is the successor")
finish_op()
check_equal(lab.area(root.va_start), nil, "the area is gone")
check(black_height(lab.tree()) ~= nil, "the tree is in order after the removal")
pause()

-- 7. Your turn --------------------------------------------------------------

title "7. Your turn"
-- The rotations that were come by, of each operation.
local turned = {}
local function key()
  local here = lab.cursor()
  return here.branch .. "/" .. here.op, here.step
end

task {
  setup = function()
    goto_(0)
    lab.break_at("rotate_begin", function()
      local op, step_number = key()
      turned[op] = turned[op] or {}
      turned[op][step_number] = true
      return false
    end)
  end,
  text = "The space is empty again. Ask for areas until one insertion needs two rotations.",
  check = function()
    local count = 0
    for _ in pairs(turned[key()] or {}) do
      count = count + 1
    end
    return count == 2, tr("The last operation has made %d rotations.", count)
  end,
  hints = {
    "The new area must hang on the inner side: right of a left child, or left of a right one.",
    "vstart=start+30p asks for a place from page 30 on. Three areas are enough; the one in the middle comes last.",
    "alloc 1p vstart=start+40p; alloc 1p vstart=start+5p; and then one between the two.",
  },
  solution = function()
    alloc("1p", "vstart=start+40p")
    alloc("1p", "vstart=start+5p")
    alloc("1p", "vstart=start+20p")
  end,
}
lab.try(lab.run, "delete")
finish_op()
say([[
The root is `%s`, and the order by address is %s.

What to take along: the list says who comes next, the tree says where to look. A new
area is hung as a red leaf; a red uncle means recolouring, a black one means turning,
once on the outer side, twice on the inner one. The lesson about first fit uses both.]],
  root_name(), in_order())
check(black_height(lab.tree()) ~= nil, "the learner's tree is in order")
