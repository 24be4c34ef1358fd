---@meta vmaplab
-- SPDX-License-Identifier: GPL-3.0-or-later
-- Made by `vmaplab lint --meta` from the program's own tables; do not edit.

lab = {}

---The header of a lesson, before anything else; `space` opens one.
---@param header { name: string, title: string, minutes: integer, order?: integer, space?: string, api?: integer }
function lesson(header) end

---The head of a script with parameters: { "NAME", usual value, limits }. Returns their values: the script's arguments, looked at.
---@param header { title: string, [integer]: { [1]: string, [2]: integer|string, least?: integer, most?: integer, choices?: string[] } }
---@return any ...
function scenario(header) end

---The header of an exam, before anything else. `steps` are bounds of what the operations that are asked about take in all.
---@param header { name: string, title: string, minutes: integer, order?: integer, space?: string, api?: integer, steps: integer[] }
function exam(header) end

---Draws until accept() and steps agree, tells the commands and carries them out in a new space. Returns the operation, which has not run, and what else draw() returned. `common` says why many papers may have the same answer.
---@param exercise { draw: function, accept?: function, steps?: integer[], space?: string, common?: string }
---@return any[]?, any
function exercise(exercise) end

---A heading within the lesson.
---@param text string
function title(text) end

---Paragraphs, parted by empty lines; with values a format.
---@param text string
---@param ... any
function say(text, ...) end

---For the speaker: in the file that the screen's command `notes` keeps.
---@param text string
---@param ... any
function note(text, ...) end

---Waits until the learner goes on.
function pause() end

---A text in the learner's language.
---@param text string
---@param ... any
---@return string
function tr(text, ...) end

---The form that the learner's language has for n, with n put in.
---@param one string
---@param many string
---@param n integer
---@return string
function plural(one, many, n) end

---Asks, and returns whether the answer was right. An operation runs once the learner has answered; answer() is given what it returned.
---@param question { question: string, choices?: string[], answer: any, why?: string|function, operation?: function|any[] }
---@return boolean
function ask(question) end

---Asks what comes next: step, address, cache, hole, cached, tables, stop. Then lets it happen. Returns the share of points and what the operation returned.
---@param prediction { [integer]: string, question?: string, operation?: function|any[], stop?: string }
---@return number, any
function predict(prediction) end

---Lets the learner work until check() holds. Returns the share of points.
---@param task { text: string, check: function, solution: function, hints?: string[], setup?: function }
---@return number
function task(task) end

---Counted; a failure is told.
---@param condition any
---@param text? string
---@return boolean
function check(condition, text) end

---Counted; a failure is told with both values.
---@param got any
---@param wanted any
---@param text? string
---@return boolean
function check_equal(got, wanted, text) end

---Calling f must fail with an error that contains part, in English.
---@param f function
---@param part? string
---@param text? string
---@return string
function check_error(f, part, text) end

---0x..., unsigned.
---@param n integer
---@return string
function hex(n) end

---How many pages that is.
---@param bytes integer
---@return integer
function pages(bytes) end

---A number as people write it: "3p".
---@param expression string
---@return integer
function size(expression) end

---Runs it and stands where it first comes by that place.
---@param place string
---@param operation? function
---@param ... any
---@return any
function stop_at(place, operation, ...) end

---To the end of the present operation.
function finish_op() end

---Version of what scripts find here.
---@type integer
lab.api = nil

---The variables of the model, at the cursor.
---@type table<string, any>
lab.var = nil

---A line as at the prompt.
---@param line string
---@return table
function lab.run(line) end

---What it returns; or nil and why it failed.
---@param f function
---@param ... any
---@return any
function lab.try(f, ...) end

---Iterates over the areas by address.
---@return function
function lab.areas() end

---Iterates over the free ranges by address.
---@return function
function lab.holes() end

---The area of that name or address, or nil.
---@param which string|integer|table
---@return table?
function lab.area(which) end

---The root of the tree, with left and right.
---@return table?
function lab.tree() end

---Locals of the innermost call, or of one around it.
---@param around? integer
---@return table
function lab.locals(around) end

---The calls, the innermost first.
---@return table[]
function lab.stack() end

---What has happened in the operation; of that kind only: try, purge, flush...
---@param kind? string
---@return table[]
function lab.events(kind) end

---The last event of that kind.
---@param kind string
---@return table?
function lab.last(kind) end

---The page-table levels of an address.
---@param addr integer
---@return table[]
function lab.table_walk(addr) end

---Bounds and figures of the space.
---@return table
function lab.bounds() end

---The vm area there, or nil.
---@param which string|integer|table
---@return table?
function lab.vm(which) end

---The blocks of vm_map_ram.
---@return table[]
function lab.blocks() end

---The page frames of a vmalloc'ed area.
---@param which string|integer
---@return integer[]
function lab.frames_of(which) end

---The area that has a page frame.
---@param pfn integer
---@return table?
function lab.frame_owner(pfn) end

---What the CPUs remember.
---@param cpu? integer
---@return table[]
function lab.translations(cpu) end

---The frame the page tables lead to.
---@param which string|integer
---@return integer?
function lab.translate(which) end

---Where the cursor stands: branch, op, step, steps, length.
---@return table
function lab.cursor() end

---The step that is about to run.
---@return string?
function lab.step_name() end

---The function it is in.
---@return string?
function lab.function_name() end

---Number, file and text of the source line.
---@return integer?, string?, string?
function lab.line() end

---Why the present step does what it does.
---@return string
function lab.why() end

---One line about an operation.
---@param n? integer
---@return string?
function lab.op(n) end

---What f finds at the end of the present operation; then back, without a word.
---@param f function
---@return any
function lab.at_end(f) end

---How the operation ended, as far as it has.
---@return table
function lab.outcome() end

---An expression as at the prompt.
---@param expression string|integer
---@return integer
function lab.eval(expression) end

---A value as the panes write it.
---@param kind "number"|"bytes"|"pages"|"address"
---@param value integer
---@return string
function lab.text(kind, value) end

---Which page of the space that is, from 0.
---@param addr integer|string|table
---@return integer
function lab.page(addr) end

---"pages 4 to 6" of the space, in the learner's language: an area, a hole, or two addresses.
---@param area table|integer|string
---@param behind? integer|string
---@return string
function lab.range(area, behind) end

---"one page", "3 pages", in the learner's language.
---@param bytes integer
---@return string
function lab.in_pages(bytes) end

---A sequence of numbers, the same on every machine: draw(6) is 1 to 6, draw(10, 20) is 10 to 20, draw:pick(LIST) one of its elements, draw:shuffle(LIST) puts it in another order.
---@param seed integer|string
---@param ... integer|string
---@return { pick: fun(self, list: any[]): any, shuffle: fun(self, list: any[]): any[] } | fun(m: integer, n?: integer): integer
function lab.random(seed, ...) end

---Stops there, when the condition holds.
---@param place string
---@param condition? string|function
---@param f? function
---@return integer
function lab.break_at(place, condition, f) end

---Stops when the variable changes.
---@param variable string
---@param condition? string|function
---@param f? function
---@return integer
function lab.watch_on(variable, condition, f) end

---ask alloc_vmap_area for an area
---
---    alloc 3p align=16K name=buf
---
---`size`: how much: 3p (pages), 12K, 1M, 0x3000
---
---`align`: alignment, a power of two
---
---`vstart`: lowest address; the space's start if left out
---
---`vend`: where it must end at the latest
---
---`blocking`: 0: may not sleep, notifiers are not asked
---
---`nowarn`: 1: no message when it fails
---
---`kfail`: the k-th request for a small object fails
---
---`name`: how to call it; a1, a2... if left out
---@param ... string|number|boolean|table
---@return table
function lab.alloc(...) end
alloc = lab.alloc

---take an area out of the tree at once
---
---    free a1
---
---`area`: name of a live area
---@param ... string|number|boolean|table
---@return table
function lab.free(...) end
free = lab.free

---free an area lazily: it waits for the next purge
---
---    lazy a1
---
---`area`: name of a live area
---@param ... string|number|boolean|table
---@return table
function lab.lazy(...) end
lazy = lab.lazy

---clear an area's table entries, then free it lazily
---
---    unmapfree a1
---
---`area`: name of a live area
---@param ... string|number|boolean|table
---@return table
function lab.unmapfree(...) end
unmapfree = lab.unmapfree

---look up the area that holds an address
---
---    find a1+4K
---
---`addr`: an address: start+64K, a name, a number
---@param ... string|number|boolean|table
---@return table
function lab.find(...) end
find = lab.find

---give back what was freed lazily
---
---    purge
---@param ... string|number|boolean|table
---@return table
function lab.purge(...) end
purge = lab.purge

---the same, unless somebody holds the purge lock
---
---    trypurge
---@param ... string|number|boolean|table
---@return table
function lab.trypurge(...) end
trypurge = lab.trypurge

---vm_unmap_aliases: flush what may still be in a TLB
---
---    aliases
---@param ... string|number|boolean|table
---@return table
function lab.aliases(...) end
aliases = lab.aliases

---set_iounmap_nonlazy: the next lazy free purges
---
---    nonlazy
---@param ... string|number|boolean|table
---@return table
function lab.nonlazy(...) end
nonlazy = lab.nonlazy

---hold or release the purge lock; or tell who holds it
---
---    purgelock on
---
---`on`: hold it or not; told if left out
---@param ... string|number|boolean|table
---@return table
function lab.purgelock(...) end
purgelock = lab.purgelock

---register somebody who frees areas when there is no room
---
---    notifier list=a1,a2 per=1 how=now
---
---`list`: names that it frees, in this order
---
---`prio`: higher ones are called first
---
---`per`: how many it frees each time; all if left out
---
---`how`: at once or lazily
---
---`report`: number it claims to have freed, or auto
---
---`times`: how often it does something
---
---`ret`: stop: those behind it are not called
---
---`name`: how to call it; n1, n2... if left out
---@param ... string|number|boolean|table
---@return table
function lab.notifier(...) end
notifier = lab.notifier

---unregister a notifier
---
---    unnotify n1
---
---`notifier`: name of a notifier
---@param ... string|number|boolean|table
---@return table
function lab.unnotify(...) end
unnotify = lab.unnotify

---forget free_vmap_cache: the next search begins at vstart
---
---    dropcache
---@param ... string|number|boolean|table
---@return table
function lab.dropcache(...) end
dropcache = lab.dropcache

---set how many CPUs are online, or tell: the limit of lazy pages goes by it
---
---    online 2
---
---`n`: CPUs, up to the number of possible ones; told if left out
---@param ... string|number|boolean|table
---@return table
function lab.online(...) end
online = lab.online

---go on on another CPU, or tell which it is
---
---    cpu 1
---
---`n`: number of the CPU, from 0; told if left out
---@param ... string|number|boolean|table
---@return table
function lab.cpu(...) end
cpu = lab.cpu

---enter or leave interrupt context, or tell whether this is one
---
---    irq on
---
---`on`: in or out; told if left out
---@param ... string|number|boolean|table
---@return table
function lab.irq(...) end
irq = lab.irq

---get_vm_area: an area with a descriptor and a guard page
---
---    getvm 3p
---
---`size`: how much: 3p (pages), 12K, 1M, 0x3000
---
---`align`: alignment, a power of two
---
---`flags`: 1 ioremap, 2 alloc, 4 map, 0x40 no guard
---
---`start`: lowest address
---
---`end`: where it must end
---
---`blocking`: 0: may not sleep, notifiers are not asked
---
---`nowarn`: 1: no message when it fails
---
---`kfail`: the k-th request for a small object fails
---
---`name`: how to call it; a1, a2... if left out
---@param ... string|number|boolean|table
---@return table
function lab.getvm(...) end
getvm = lab.getvm

---remove_vm_area: unmap it, then free it lazily
---
---    remvm v1
---
---`area`: a live name, NAME+OFFSET, or an address
---@param ... string|number|boolean|table
---@return table
function lab.remvm(...) end
remvm = lab.remvm

---look up the vm area that holds an address
---
---    findvm v1+4K
---
---`addr`: an address: start+64K, a name, a number
---@param ... string|number|boolean|table
---@return table
function lab.findvm(...) end
findvm = lab.findvm

---allocate page frames and map them one behind the other
---
---    vmalloc 3p name=table
---
---`size`: how much: 3p (pages), 12K, 1M, 0x3000
---
---`align`: alignment, a power of two
---
---`start`: lowest address
---
---`end`: where it must end
---
---`flags`: flags of the vm area
---
---`prot`: flags of the entries
---
---`blocking`: 0: may not sleep, notifiers are not asked
---
---`nowarn`: 1: no message when it fails
---
---`node`: NUMA node
---
---`kfail`: the k-th request for a small object fails
---
---`pfail`: the k-th request for a page frame fails
---
---`tfail`: the k-th request for a page table fails
---
---`name`: how to call it; a1, a2... if left out
---@param ... string|number|boolean|table
---@return table
function lab.vmalloc(...) end
vmalloc = lab.vmalloc

---vmalloc of zeroed pages
---
---    vzalloc 3p
---
---`size`: how much: 3p (pages), 12K, 1M, 0x3000
---
---`kfail`: the k-th request for a small object fails
---
---`pfail`: the k-th request for a page frame fails
---
---`tfail`: the k-th request for a page table fails
---
---`name`: how to call it; a1, a2... if left out
---@param ... string|number|boolean|table
---@return table
function lab.vzalloc(...) end
vzalloc = lab.vzalloc

---vmalloc of zeroed pages that user space may map
---
---    vmalloc_user 3p
---
---`size`: how much: 3p (pages), 12K, 1M, 0x3000
---
---`kfail`: the k-th request for a small object fails
---
---`pfail`: the k-th request for a page frame fails
---
---`tfail`: the k-th request for a page table fails
---
---`name`: how to call it; a1, a2... if left out
---@param ... string|number|boolean|table
---@return table
function lab.vmalloc_user(...) end
vmalloc_user = lab.vmalloc_user

---vmalloc of pages below 4 GiB
---
---    vmalloc_32 3p
---
---`size`: how much: 3p (pages), 12K, 1M, 0x3000
---
---`kfail`: the k-th request for a small object fails
---
---`pfail`: the k-th request for a page frame fails
---
---`tfail`: the k-th request for a page table fails
---
---`name`: how to call it; a1, a2... if left out
---@param ... string|number|boolean|table
---@return table
function lab.vmalloc_32(...) end
vmalloc_32 = lab.vmalloc_32

---vmalloc of executable pages
---
---    vmalloc_exec 3p
---
---`size`: how much: 3p (pages), 12K, 1M, 0x3000
---
---`kfail`: the k-th request for a small object fails
---
---`pfail`: the k-th request for a page frame fails
---
---`tfail`: the k-th request for a page table fails
---
---`name`: how to call it; a1, a2... if left out
---@param ... string|number|boolean|table
---@return table
function lab.vmalloc_exec(...) end
vmalloc_exec = lab.vmalloc_exec

---free what vmalloc gave; in an interrupt a worker will do it
---
---    vfree v1
---
---`area`: a live name, NAME+OFFSET, or an address
---
---`keep`: 1: the name stays, to be freed once more
---@param ... string|number|boolean|table
---@return table
function lab.vfree(...) end
vfree = lab.vfree

---leave a vfree to a worker, for callers that may not wait
---
---    vfree_atomic v1
---
---`area`: a live name, NAME+OFFSET, or an address
---
---`keep`: 1: the name stays, to be freed once more
---@param ... string|number|boolean|table
---@return table
function lab.vfree_atomic(...) end
vfree_atomic = lab.vfree_atomic

---let the workers of all CPUs free what was left to them
---
---    runwork
---@param ... string|number|boolean|table
---@return table
function lab.runwork(...) end
runwork = lab.runwork

---map page frames that somebody else has, one behind the other
---
---    vmap 4 pfn=0x5000
---
---`n`: how many pages
---
---`pfn`: frame number of the first page
---
---`stride`: from one page's frame number to the next one's
---
---`null`: number of a page that is missing
---
---`flags`: flags of the vm area
---
---`prot`: flags of the entries
---
---`kfail`: the k-th request for a small object fails
---
---`tfail`: the k-th request for a page table fails
---
---`name`: how to call it; a1, a2... if left out
---@param ... string|number|boolean|table
---@return table
function lab.vmap(...) end
vmap = lab.vmap

---release what vmap gave; its pages stay
---
---    vunmap m1
---
---`area`: a live name, NAME+OFFSET, or an address
---
---`keep`: 1: the name stays, to be freed once more
---@param ... string|number|boolean|table
---@return table
function lab.vunmap(...) end
vunmap = lab.vunmap

---map the memory of a device
---
---    ioremap 0xfe000000 16K
---
---`phys`: physical address of the device's memory
---
---`size`: how much: 3p (pages), 12K, 1M, 0x3000
---
---`prot`: flags of the entries
---
---`kfail`: the k-th request for a small object fails
---
---`tfail`: the k-th request for a page table fails
---
---`name`: how to call it; a1, a2... if left out
---@param ... string|number|boolean|table
---@return table
function lab.ioremap(...) end
ioremap = lab.ioremap

---release what ioremap gave
---
---    iounmap i1
---
---`area`: name of a device's mapping
---@param ... string|number|boolean|table
---@return table
function lab.iounmap(...) end
iounmap = lab.iounmap

---a group of areas for per-CPU memory, from the top of the space down
---
---    pcpu offs=0,1M sizes=32K,32K
---
---`offs`: where each area begins, behind the group's base
---
---`sizes`: how large each one is
---
---`align`: alignment, a power of two
---
---`kfail`: the k-th request for a small object fails
---
---`name`: how to call it; a1, a2... if left out
---@param ... string|number|boolean|table
---@return table
function lab.pcpu(...) end
pcpu = lab.pcpu

---free all areas of a group
---
---    pcpufree p1
---
---`group`: name of a group
---@param ... string|number|boolean|table
---@return table
function lab.pcpufree(...) end
pcpufree = lab.pcpufree

---vm_map_ram: map a few page frames for a short time
---
---    mapram 4
---
---`n`: how many pages
---
---`pfn`: frame number of the first page
---
---`stride`: from one page's frame number to the next one's
---
---`null`: number of a page that is missing
---
---`prot`: flags of the entries
---
---`kfail`: the k-th request for a small object fails
---
---`tfail`: the k-th request for a page table fails
---
---`rfail`: the k-th index preload fails
---
---`name`: how to call it; a1, a2... if left out
---@param ... string|number|boolean|table
---@return table
function lab.mapram(...) end
mapram = lab.mapram

---vm_unmap_ram
---
---    unmapram r1
---
---`area`: a live name, NAME+OFFSET, or an address
---
---`n`: how many pages; its own number if left out
---@param ... string|number|boolean|table
---@return table
function lab.unmapram(...) end
unmapram = lab.unmapram

---map page frames at a range of addresses
---
---    map a1 2p pfn=0x5000
---
---`addr`: an address: start+64K, a name, a number
---
---`size`: how much: 3p (pages), 12K, 1M, 0x3000
---
---`pfn`: frame number of the first page
---
---`stride`: from one page's frame number to the next one's
---
---`null`: number of a page that is missing
---
---`prot`: flags of the entries
---
---`tfail`: the k-th request for a page table fails
---@param ... string|number|boolean|table
---@return table
function lab.map(...) end
map = lab.map

---clear a range of addresses
---
---    unmap a1 2p
---
---`addr`: an address: start+64K, a name, a number
---
---`size`: how much: 3p (pages), 12K, 1M, 0x3000
---
---`flush`: 1: flush the TLB too
---@param ... string|number|boolean|table
---@return table
function lab.unmap(...) end
unmap = lab.unmap

---vmalloc_to_page: from an address to its page frame
---
---    walk a1+4K
---
---`addr`: an address: start+64K, a name, a number
---@param ... string|number|boolean|table
---@return table
function lab.walk(...) end
walk = lab.walk

---map device memory; large entries where they fit
---
---    iomaprange start+2M 2M phys=0xe0000000
---
---`addr`: an address: start+64K, a name, a number
---
---`size`: how much: 3p (pages), 12K, 1M, 0x3000
---
---`phys`: address of the device's memory
---
---`prot`: flags of the entries
---
---`tfail`: the k-th request for a page table fails
---@param ... string|number|boolean|table
---@return table
function lab.iomaprange(...) end
iomaprange = lab.iomaprange

---overwrite one slot of a table
---
---    setentry 1 a1 0x1
---
---`level`: 1 pte, 2 pmd, 3 pud, 4 p4d, 5 pgd
---
---`addr`: an address: start+64K, a name, a number
---
---`val`: the raw entry
---@param ... string|number|boolean|table
---@return table
function lab.setentry(...) end
setentry = lab.setentry

---use an address: by this CPU's TLB, else by the page tables
---
---    touch v1+4K
---
---`addr`: an address: start+64K, a name, a number
---@param ... string|number|boolean|table
---@return table
function lab.touch(...) end
touch = lab.touch

---what the CPUs remember of the page tables; on or off
---
---    tlb off
---
---`on`: off: nothing is remembered; listed if left out
---@param ... string|number|boolean|table
---@return table
function lab.tlb(...) end
tlb = lab.tlb

---vmalloc's page frames, or all of an area's; in which order they are given out
---
---    frames scattered seed=7
---
---`order`: how they come, or a name whose frames to list; some of all if left out
---
---`seed`: of the scattered order
---@param ... string|number|boolean|table
---@return table
function lab.frames(...) end
frames = lab.frames

---register a vm area before start-up (space init=0)
---
---    earlyadd start 4p
---
---`addr`: an address: start+64K, a name, a number
---
---`size`: how much: 3p (pages), 12K, 1M, 0x3000
---
---`flags`: flags of the vm area
---@param ... string|number|boolean|table
---@return table
function lab.earlyadd(...) end
earlyadd = lab.earlyadd

---the next free place before start-up (space init=0)
---
---    earlyreg 4p
---
---`size`: how much: 3p (pages), 12K, 1M, 0x3000
---
---`align`: alignment, a power of two
---
---`flags`: flags of the vm area
---@param ... string|number|boolean|table
---@return table
function lab.earlyreg(...) end
earlyreg = lab.earlyreg

---vmalloc_init: start-up
---
---    init
---
---`kfail`: the k-th request for a small object fails
---@param ... string|number|boolean|table
---@return table
function lab.init(...) end
init = lab.init

---one step, into calls
---
---    step 3
---
---`count`: how many times
---@param ... string|number|boolean|table
---@return table
function lab.step(...) end
step = lab.step

---one step, over calls
---
---    next 3
---
---`count`: how many times
---@param ... string|number|boolean|table
---@return table
function lab.next(...) end

---to the end of the present call
---
---    finish 3
---
---`count`: how many times
---@param ... string|number|boolean|table
---@return table
function lab.finish(...) end
finish = lab.finish

---like next, but not back in a loop
---
---    until 3
---
---`count`: how many times
---@param ... string|number|boolean|table
---@return table
function lab.until_(...) end
until_ = lab.until_

---to the next breakpoint or watchpoint
---
---    continue 3
---
---`count`: how many times
---@param ... string|number|boolean|table
---@return table
function lab.continue(...) end
continue = lab.continue

---to the end of the next operation
---
---    next-op 3
---
---`count`: how many times
---@param ... string|number|boolean|table
---@return table
function lab.next_op(...) end
next_op = lab.next_op

---one step back, into calls
---
---    reverse-step 3
---
---`count`: how many times
---@param ... string|number|boolean|table
---@return table
function lab.reverse_step(...) end
reverse_step = lab.reverse_step

---one step back, over calls
---
---    reverse-next 3
---
---`count`: how many times
---@param ... string|number|boolean|table
---@return table
function lab.reverse_next(...) end
reverse_next = lab.reverse_next

---back to where the present call was made
---
---    reverse-finish 3
---
---`count`: how many times
---@param ... string|number|boolean|table
---@return table
function lab.reverse_finish(...) end
reverse_finish = lab.reverse_finish

---like reverse-next, but not forward in a loop
---
---    reverse-until 3
---
---`count`: how many times
---@param ... string|number|boolean|table
---@return table
function lab.reverse_until(...) end
reverse_until = lab.reverse_until

---back to the last breakpoint or watchpoint
---
---    reverse-continue 3
---
---`count`: how many times
---@param ... string|number|boolean|table
---@return table
function lab.reverse_continue(...) end
reverse_continue = lab.reverse_continue

---back to the end of the operation before
---
---    reverse-next-op 3
---
---`count`: how many times
---@param ... string|number|boolean|table
---@return table
function lab.reverse_next_op(...) end
reverse_next_op = lab.reverse_next_op

---go to the end of an operation, to one of its steps, or to a bookmark
---
---    goto 5 0
---
---`op`: number of the operation; 0: before the first; or a bookmark; 5.32: its step 32
---
---`step`: step in it, from 0
---@param ... string|number|boolean|table
---@return table
function lab.goto_(...) end
goto_ = lab.goto_

---give this moment a name that goto knows, or drop one
---
---    bookmark before_hole
---
---`name`: letters, digits and _
---
---`drop`: 1: forget it
---@param ... string|number|boolean|table
---@return table
function lab.bookmark(...) end
bookmark = lab.bookmark

---list the bookmarks
---
---    bookmarks
---@param ... string|number|boolean|table
---@return table
function lab.bookmarks(...) end
bookmarks = lab.bookmarks

---list the history of operations
---
---    ops 1 10
---
---`from`: number of the first one to list
---
---`count`: how many
---@param ... string|number|boolean|table
---@return table
function lab.ops(...) end
ops = lab.ops

---list the branches of history, switch to one, or drop one
---
---    branch 1
---
---`number`: the branch
---
---`drop`: forget it
---
---`op`: go to the end of this operation
---@param ... string|number|boolean|table
---@return table
function lab.branch(...) end
branch = lab.branch

---stop at a line, step, function, event or operation
---
---    break dropped-size if size > 1p
---
---`place`: LINE, FILE:LINE, a name, op NAME; then: if CONDITION
---@param ... string|number|boolean|table
---@return table
function lab.break_(...) end
break_ = lab.break_

---stop when a variable or a local changes
---
---    watch cached_hole_size
---
---`variable`: a variable, FUNCTION.local, or NAME.field
---
---`if`: only if this holds then
---@param ... string|number|boolean|table
---@return table
function lab.watch(...) end
watch = lab.watch

---delete a breakpoint, watchpoint or bookmark; all breakpoints without one
---
---    delete 1
---
---`number`: as 'breakpoints' lists it; or the name of a bookmark
---@param ... string|number|boolean|table
---@return table
function lab.delete(...) end
delete = lab.delete

---let a breakpoint stop again
---
---    enable 1
---
---`number`: as 'breakpoints' lists it
---@param ... string|number|boolean|table
---@return table
function lab.enable(...) end
enable = lab.enable

---keep a breakpoint, but do not stop there
---
---    disable 1
---
---`number`: as 'breakpoints' lists it
---@param ... string|number|boolean|table
---@return table
function lab.disable(...) end
disable = lab.disable

---list breakpoints and watchpoints
---
---    breakpoints
---@param ... string|number|boolean|table
---@return table
function lab.breakpoints(...) end
breakpoints = lab.breakpoints

---print the value of an expression
---
---    print a1.end + 4K
---
---`expression`: names, numbers, + - * / and the like
---@param ... string|number|boolean|table
---@return table
function lab.print(...) end

---the source around the present line, or around another
---
---    list alloc.c:40
---
---`place`: LINE, FILE:LINE, step or function
---@param ... string|number|boolean|table
---@return table
function lab.list(...) end
list = lab.list

---the calls that led here
---
---    where
---@param ... string|number|boolean|table
---@return table
function lab.where(...) end
where = lab.where

---choose a call to look at, until the next step; 0: the present one
---
---    frame 1
---
---`level`: as 'where' counts them
---@param ... string|number|boolean|table
---@return table
function lab.frame(...) end
frame = lab.frame

---look at the call that made this one
---
---    up
---
---`count`: how many calls
---@param ... string|number|boolean|table
---@return table
function lab.up(...) end
up = lab.up

---look at the call that this one has made
---
---    down
---
---`count`: how many calls
---@param ... string|number|boolean|table
---@return table
function lab.down(...) end
down = lab.down

---what the allocator remembers from its last search
---
---    cache
---@param ... string|number|boolean|table
---@return table
function lab.cache(...) end
cache = lab.cache

---areas that wait for a purge, the newest first
---
---    lazy-list
---
---`count`: how many
---@param ... string|number|boolean|table
---@return table
function lab.lazy_list(...) end
lazy_list = lab.lazy_list

---the page tables along the way to an address
---
---    tables a1
---
---`addr`: an address; counts only if left out
---@param ... string|number|boolean|table
---@return table
function lab.tables(...) end
tables = lab.tables

---all page tables, as the kernel dumps its own
---
---    ptdump a1 a1.end
---
---`start`: begin with what lies at or behind it
---
---`end`: leave out what begins there or later
---@param ... string|number|boolean|table
---@return table
function lab.ptdump(...) end
ptdump = lab.ptdump

---all areas, as the kernel lists them in /proc/vmallocinfo
---
---    vmallocinfo start start+1M
---
---`start`: begin with what lies at or behind it
---
---`end`: leave out what begins there or later
---@param ... string|number|boolean|table
---@return table
function lab.vmallocinfo(...) end
vmallocinfo = lab.vmallocinfo

---what the present operation has done so far, in words; or one line unfolded
---
---    log 3
---
---`line`: number of a line, for what is folded in it
---
---`count`: how many; the last ones
---@param ... string|number|boolean|table
---@return table
function lab.log(...) end
log = lab.log

---live names and what they stand for
---
---    names
---
---`count`: how many
---@param ... string|number|boolean|table
---@return table
function lab.names(...) end
names = lab.names

---all variables of the model
---
---    variables
---@param ... string|number|boolean|table
---@return table
function lab.variables(...) end
variables = lab.variables

---the steps of a function, where one can break
---
---    steps walk_areas
---
---`function`: name of a function; the present one if left out
---@param ... string|number|boolean|table
---@return table
function lab.steps(...) end
steps = lab.steps

---the same by gdb's name: info breakpoints, info locals, ...
---
---    info locals
---
---`topic`: what to list
---
---`argument`: as the command of that name takes it
---@param ... string|number|boolean|table
---@return table
function lab.info(...) end
info = lab.info

---check every invariant of the machine
---
---    verify
---@param ... string|number|boolean|table
---@return table
function lab.verify(...) end
verify = lab.verify

---begin anew with another address space; or tell about this one
---
---    space toy
---
---`name`: a known space, or START..END
---
---`start`: first address
---
---`end`: where areas must end
---
---`cpus`: possible CPUs
---
---`online`: CPUs online
---
---`levels`: levels of page tables: 4 or 5
---
---`block`: pages of a vm_map_ram block
---
---`totalram`: pages of memory
---
---`huge`: 1: large entries are allowed for device memory
---
---`init`: 0: before start-up
---@param ... string|number|boolean|table
---@return table
function lab.space(...) end
space = lab.space

---change a setting; or list them
---
---    set entry first
---
---`setting`: which one
---
---`value`: first or end; on or off; and the like
---@param ... string|number|boolean|table
---@return table
function lab.set(...) end
set = lab.set

---print a line of text
---
---    echo now it gets interesting
---
---`text`: what to print
---@param ... string|number|boolean|table
---@return table
function lab.echo(...) end
echo = lab.echo

---all commands, or one of them
---
---    help alloc
---
---`command`: its name
---@param ... string|number|boolean|table
---@return table
function lab.help(...) end
help = lab.help

---leave
---
---    quit
---@param ... string|number|boolean|table
---@return table
function lab.quit(...) end
quit = lab.quit
