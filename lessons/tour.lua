-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The laboratory itself, before any question about the allocator: what the
-- panes show, how to step and to step back, where the sentence comes from that
-- says why, how to stop at what is of interest, and that one can go back and
-- do something else. Three requests and a free are enough for it.

lesson {
  name = "tour",
  title = "A tour of the laboratory",
  minutes = 10,
  order = 10,
  space = "toy",
  api = 3,
}

local range = lab.range
local function cached_name()
  local area = lab.var.free_vmap_cache
  return area and area.name or tr "none"
end

local function branches()
  return lab.run("branch").branches
end

---------------------------------------------------------------------------

say([[
This program runs the code behind `vmalloc` as it was in Linux 4.19, and lets you look
at every line of it. Nothing can break: what a kernel would not survive is an event
here, and every moment can be gone back to.

The address space of this lesson has %d pages, and nobody uses any of them. The strip at
the top shows it: *one column is one page*, or a few columns are.

The text you are reading goes on with *Space* (in plain lines: `Enter`). Everything else
is yours: between two texts you may type commands and press keys as you like, the lesson
comes back to its place.]], pages(lab.bounds().size))
pause()

-- 1. An operation -----------------------------------------------------------

title "1. One operation, many steps"
note [[
Do not step through the whole request. Home and then a few times n shows its outline; go
into one call only, where the class wants to know more.]]
local a = alloc("3p", "name=a")
local whole = lab.cursor()
say([[
`alloc 3p name=a` was typed for you. There is an area now: `a`, in %s of the strip.

The request ran at once, to its end, and left %d *steps* behind. A step is a source line
that was reached. You stand behind the last of them. All of them can be looked at now,
in either direction.

- the *source* is the allocator's own, the file that is compiled into this program; the
marked line runs next
- the *variables* are what the allocator remembers between two requests
- the *why* line has one sentence about the present step, with its numbers]],
  range(lab.area "a"), whole.steps)
check_equal(pages(lab.area("a").size), 3, "three pages are in use")
check_equal(whole.step, whole.steps, "the cursor stands behind the last step")
pause()

goto_(whole.op, 0)
say [[
Now you stand before the first step of the same operation; the key is `Home`. The area
is gone from the strip: what is shown is always the memory as it was *at this step*.

`s` or the right arrow goes one step on, into calls; `n` steps over a call; `f` goes on
to the end of the present one. As commands they are called `step`, `next` and `finish`,
as in gdb.]]
check_equal(lab.var.areas, 0, "before the first step there is no area")
pause()

task {
  text = "Step until area `a` has its place in the tree: the variable `areas` becomes 1.",
  check = function()
    local here = lab.cursor()
    if here.branch ~= whole.branch or here.op ~= whole.op then
      return false, tr("You have left the operation: `branch %d op=%d` leads back to its end.", whole.branch, whole.op)
    elseif here.step == here.steps then
      return false, tr "You stand at the end of the operation, which is too far: `S` steps back, `Home` goes to the beginning."
    end
    return lab.var.areas == 1,
      tr("`areas` is %d, and you stand at step %d of %d.", lab.var.areas, here.step, here.steps)
  end,
  hints = {
    "s steps. Behind the last step it is too late: S steps back.",
    "n steps over calls. The call of try_to_place does all the work: go into it, and into settle.",
    "break settle_cache, and then continue: that is behind the insertion.",
  },
  solution = function() stop_at "settle_cache" end,
}
say([[
The present line is in `%s`; %s led to it, and `where` lists them. The marked line runs
next; what came before it has happened already.]], lab.function_name(),
  plural("one call", "%d calls", #lab.stack()))
check_equal(lab.var.areas, 1, "the area is in the tree, the operation has not ended")
pause()

-- 2. Back -------------------------------------------------------------------

title "2. One step back"
goto_(whole.op, 0)
stop_at "settle_cache"
local before = cached_name()
say([[
Here the request is about to end. The line that is marked sets a variable,
`free_vmap_cache`. It is still *%s*.]], before)
predict { "step", question = "Which line comes next? (its number will do) The call ends here; the command where tells who made it." }
local after = cached_name()
say([[
The line has run: `free_vmap_cache` is *%s*. The variables pane marks what the last
movement has changed.]], after)
check_equal(after, "a", "the step has set the variable")
pause()

ask {
  question = "You go one step back now. What will free_vmap_cache be?",
  choices = { tr("still %s: what is done is done", after), tr("%s, as before the line ran", before) },
  answer = 2,
  why = "Going back undoes every change of memory that the step has made.",
}
reverse_step()
say([[
One step back (`S`, or `reverse-step`): it is *%s* again. Each of the words for stepping
has its counterpart with `reverse-` before it, and each of the letters has its capital.]],
  cached_name())
check_equal(cached_name(), before, "a step back undoes the write")
pause()

-- 3. Why --------------------------------------------------------------------

title "3. Why"
finish_op()
stop_at("search_nocache", alloc, "2p", "name=b")
say([[
Somebody else asks for two pages. The operation stands where the allocator knows whether
it may begin its search behind the cached area. The sentence of this step:

*%s*

`why` prints it in the prompt; between two operations it says what the last one came to.
`locals` lists what the present call knows, `print` computes: try `print a.end - a`.]], lab.why())
check_equal(lab.locals().why, "hit", "the second request may use the cache")
pause()

predict { "address", operation = { alloc, "1p", "name=c" } }
say([[
Such questions come in all lessons. The operation is run, and what it did is the answer;
nobody has written it down beforehand. A place can be given as `page 5`, as `start+20K`,
or by name: `a.end`.

Area `c` lies in %s, behind `b` in %s.]], range(lab.area "c"), range(lab.area "b"))
check_equal(lab.area("c").va_start, lab.area("b").va_end, "the areas stand side by side")
pause()

-- 4. Stopping where it is of interest ---------------------------------------

title "4. Stopping at what matters"
free "b"
local hole = lab.holes()()
say([[
`b` was freed: there is a hole in %s. A later search that finds it too small will make a
note of its size. When exactly?

Nobody wants to step through everything for that. `break hole` stops at the event "the
walk notes a larger hole", `break settle` where a function is entered, `break
alloc.c:40` at a line, `watch cached_hole_size` when a variable changes. `help break`
lists the events.]],
  range(hole))
pause()

task {
  text = "Let the program stop when a hole is noted: set a breakpoint, then ask for more than the hole has.",
  check = function()
    return lab.step_name() == "walk_note_hole", tr "You do not stand where a hole is noted."
  end,
  hints = {
    "First break hole, then alloc with a size.",
    "The walk passes the hole by only if it is too small for the request.",
    "break hole; alloc 3p name=d",
  },
  solution = function()
    lab.break_at "hole"
    alloc("3p", "name=d")
  end,
}
say([[
The next line writes %s, %s, into `cached_hole_size`. What the note is good for is told
in a later lesson.]],
  hex(lab.locals().hole), plural("one page", "%d pages", pages(lab.locals().hole)))
local noted = lab.locals().hole
step()
check_equal(lab.var.cached_hole_size, noted, "the next step notes the hole")
pause()

lab.try(lab.run, "delete")
finish_op()

-- 5. Branches ---------------------------------------------------------------

title "5. What if"
note [[
The habit to form here: guess, try, go back. Whenever somebody asks "and what if", do it
in front of them, on a branch.]]
local here = lab.cursor()
say([[
You stand behind operation %d. `<` (`PgUp`) goes back by whole operations, `>` goes on,
`ops` lists them, `goto 2` goes to the end of the second one.

If you do something *new* while you stand in the past, history is not overwritten: a new
*branch* begins there. So "what would happen if" needs no courage: try it, go back, try
something else.]], here.op)
pause()

task {
  text = "Make another future: go back before one of the operations and ask for something else.",
  check = function()
    return lab.cursor().branch > here.branch, tr "You are not on a new branch yet."
  end,
  hints = {
    "reverse-next-op (or PgUp) goes back to the end of the operation before.",
    "reverse-next-op; alloc 5p name=other",
  },
  solution = function()
    reverse_next_op()
    alloc("5p", "name=other")
  end,
}
say([[
There are %s now. `branch` lists them, `branch 0` goes to the first one. The timeline
pane draws them; `F2` chooses other panes, `F3` those for the tree. From panes without
this text *Space* leads back to the lesson.]], plural("one branch", "%d branches", branches()))
check(branches() > 1, "the old future is kept beside the new one")
pause()

say [[
That is all one needs: commands that act (`alloc`, `free`...), words that move (`step`,
`reverse-step`, `goto`...), words that stop (`break`, `watch`), and words that look
(`why`, `print`, `tree`, `areas`...). `help` lists them, `?` the keys. `save FILE`
writes what you did as a script.

The next lessons are about what the allocator does, and why.]]
