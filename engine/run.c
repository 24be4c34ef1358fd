/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * Carrying out an operation: one small function for each kind, in one table.
 * It asks the allocator as a caller in the kernel would and writes down the
 * answer. This file and everything below kva/ and pgtable/ is compiled twice,
 * once to run (engine_plain) and once to be recorded (engine_record).
 */

#include "engine/engine.h"
#include "engine/kva/kva.h"
#include "engine/pgtable/frames.h"
#include "engine/pgtable/tlb.h"

/* --- answers --- */

static void answer(struct machine *m, enum outcome_kind kind, uint32_t code)
{
	SET(m->g->outcome.kind, (uint32_t)kind);
	SET(m->g->outcome.code, code);
}

static void answer_range(struct machine *m, uint32_t va)
{
	SET(m->g->outcome.addr, m->va_start[va]);
	SET(m->g->outcome.end, m->va_end[va]);
	answer(m, OUTCOME_OK, OUTCOME_HAS_ADDR | OUTCOME_HAS_END);
}

static void answer_vm(struct machine *m, uint32_t vm, enum outcome_kind kind, uint32_t code)
{
	SET(m->g->outcome.addr, m->vm[vm].addr);
	SET(m->g->outcome.size, m->vm[vm].size);
	SET(m->g->outcome.flags, m->vm[vm].flags);
	SET(m->g->outcome.npages, m->vm[vm].nr_pages);
	SET(m->g->outcome.array, m->vm[vm].pages_at);
	answer(m, kind, code);
}

static void answer_addr(struct machine *m, uint64_t addr)
{
	SET(m->g->outcome.addr, addr);
	answer(m, OUTCOME_OK, OUTCOME_HAS_ADDR);
}

enum { VM_AREA_VALUES = OUTCOME_HAS_ADDR | OUTCOME_HAS_SIZE | OUTCOME_HAS_FLAGS };

/* --- arguments --- */

static uint32_t gfp_of(uint64_t blocking, uint64_t nowarn)
{
	return (blocking ? GFP_KERNEL : GFP_NOWAIT) | (nowarn ? __GFP_NOWARN : 0u);
}

static void refuse(struct machine *m)
{
	answer(m, OUTCOME_REFUSED, 0);
}

/* An id that the operation is to make live must be free and within bounds. */
static bool id_usable(const struct machine *m, uint64_t id)
{
	return id < OBJECT_CAPACITY && !object_live(m, id);
}

/* An id that stands for an object of that kind. */
static bool id_is(const struct machine *m, uint64_t id, enum object_kind kind)
{
	return object_live(m, id) && m->object[id].kind == (uint32_t)kind;
}

/* The address that `id[+off]` or `addr=` names. False: the id is not live. */
static bool address_of(const struct machine *m, uint64_t id, uint64_t off, uint64_t *addr)
{
	if (id == NO_ID)
		return true;
	if (!object_live(m, id))
		return false;
	*addr = m->object[id].addr + off;
	return true;
}

/* --- areas --- */

static void run_alloc(struct machine *m, const struct op *op)
{
	const uint64_t *arg = op->arg;
	int error = 0;
	if (!id_usable(m, arg[OPARG_ALLOC_ID])) {
		refuse(m);
		return;
	}
	uint32_t va = alloc_vmap_area(m, arg[OPARG_ALLOC_SIZE], arg[OPARG_ALLOC_ALIGN],
				      arg[OPARG_ALLOC_VSTART], arg[OPARG_ALLOC_VEND],
				      gfp_of(arg[OPARG_ALLOC_BLOCKING], arg[OPARG_ALLOC_NOWARN]),
				      &error);
	if (!va) {
		answer(m, OUTCOME_ERR, (uint32_t)-error);
		return;
	}
	object_bind(m, (uint32_t)arg[OPARG_ALLOC_ID], OBJECT_AREA, va, m->va_start[va], 0);
	answer_range(m, va);
}

/* The area an id stands for, and the id forgotten. 0: refused. */
static uint32_t claim_area(struct machine *m, uint64_t id)
{
	if (!id_is(m, id, OBJECT_AREA)) {
		refuse(m);
		return 0;
	}
	uint32_t va = m->object[id].handle;
	object_forget(m, id);
	return va;
}

static void run_free(struct machine *m, const struct op *op)
{
	uint32_t va = claim_area(m, op->arg[OPARG_FREE_ID]);
	if (va)
		free_vmap_area(m, va);
}

static void run_lazy(struct machine *m, const struct op *op)
{
	uint32_t va = claim_area(m, op->arg[OPARG_LAZY_ID]);
	if (va)
		free_vmap_area_noflush(m, va);
}

static void run_unmapfree(struct machine *m, const struct op *op)
{
	uint32_t va = claim_area(m, op->arg[OPARG_UNMAPFREE_ID]);
	if (va)
		free_unmap_vmap_area(m, va);
}

static void run_find(struct machine *m, const struct op *op)
{
	uint32_t va = find_vmap_area(m, op->arg[OPARG_FIND_ADDR]);
	if (!va) {
		answer(m, OUTCOME_NOTHING, 0);
		return;
	}
	answer_range(m, va);
	SET(m->g->outcome.flags, m->rest[va].flags);
	answer(m, OUTCOME_AREA, 0);
}

static void run_dropcache(struct machine *m, const struct op *op)
{
	(void)op;
	SET(m->g->free_vmap_cache, 0u);
}

/* --- lazy freeing --- */

static void run_purge(struct machine *m, const struct op *op)
{
	(void)op;
	purge_vmap_area_lazy(m);
}

static void run_trypurge(struct machine *m, const struct op *op)
{
	(void)op;
	try_purge_vmap_area_lazy(m);
}

static void run_aliases(struct machine *m, const struct op *op)
{
	(void)op;
	vm_unmap_aliases(m);
}

static void run_nonlazy(struct machine *m, const struct op *op)
{
	(void)op;
	set_iounmap_nonlazy(m);
}

static void run_purgelock(struct machine *m, const struct op *op)
{
	SET(m->g->vmap_purge_lock, op->arg[OPARG_PURGELOCK_ON] ? 1u : 0u);
}

/* --- surroundings --- */

static void run_online(struct machine *m, const struct op *op)
{
	uint64_t n = op->arg[OPARG_ONLINE_N];
	if (n == 0 || n > m->g->space.cpus) {
		refuse(m);
		return;
	}
	SET(m->g->space.online, (uint32_t)n);
	for (uint32_t cpu = (uint32_t)n; tlb_handles(m, cpu); cpu++)
		tlb_clear(m, cpu);
}

static void run_cpu(struct machine *m, const struct op *op)
{
	uint64_t n = op->arg[OPARG_CPU_N];
	if (n >= m->g->space.cpus)
		refuse(m);
	else
		SET(m->g->space.cpu, (uint32_t)n);
}

static void run_irq(struct machine *m, const struct op *op)
{
	SET(m->g->space.irq, op->arg[OPARG_IRQ_ON] ? 1u : 0u);
}

static void run_notifier(struct machine *m, const struct op *op)
{
	const uint64_t *arg = op->arg;
	const struct notifier like = {
		.id = (uint32_t)arg[OPARG_NOTIFIER_ID],
		.priority = (int32_t)(uint32_t)arg[OPARG_NOTIFIER_PRIO],
		.victims = op->list_length,
		.per = arg[OPARG_NOTIFIER_PER] == ALL ? 0u : (uint32_t)arg[OPARG_NOTIFIER_PER],
		.lazily = (uint32_t)arg[OPARG_NOTIFIER_HOW],
		.report = arg[OPARG_NOTIFIER_REPORT],
		.times = arg[OPARG_NOTIFIER_TIMES],
		.stop = (uint32_t)arg[OPARG_NOTIFIER_RET],
	};
	if (!register_vmap_purge_notifier(m, &like, op->list))
		answer(m, OUTCOME_ERR, ENOMEM);
}

static void run_unnotify(struct machine *m, const struct op *op)
{
	if (!unregister_vmap_purge_notifier(m, (uint32_t)op->arg[OPARG_UNNOTIFY_ID]))
		answer(m, OUTCOME_ERR, ENOENT);
}

/* --- vm areas --- */

static void run_getvm(struct machine *m, const struct op *op)
{
	const uint64_t *arg = op->arg;
	if (!id_usable(m, arg[OPARG_GETVM_ID])) {
		refuse(m);
		return;
	}
	uint32_t vm = __get_vm_area(m, arg[OPARG_GETVM_SIZE], arg[OPARG_GETVM_ALIGN],
				    arg[OPARG_GETVM_FLAGS], arg[OPARG_GETVM_START],
				    arg[OPARG_GETVM_END],
				    gfp_of(arg[OPARG_GETVM_BLOCKING], arg[OPARG_GETVM_NOWARN]));
	if (!vm) {
		answer(m, OUTCOME_NULL, 0);
		return;
	}
	object_bind(m, (uint32_t)arg[OPARG_GETVM_ID], OBJECT_VM, vm, m->vm[vm].addr, 0);
	answer_vm(m, vm, OUTCOME_OK, VM_AREA_VALUES);
}

static void run_remvm(struct machine *m, const struct op *op)
{
	uint64_t id = op->arg[OPARG_REMVM_ID];
	uint64_t addr = op->arg[OPARG_REMVM_ADDR];
	if (!address_of(m, id, op->arg[OPARG_REMVM_OFF], &addr)) {
		refuse(m);
		return;
	}
	uint32_t vm = remove_vm_area(m, addr);
	if (!vm) {
		answer(m, OUTCOME_NULL, 0);
		return;
	}
	answer_vm(m, vm, OUTCOME_OK, VM_AREA_VALUES);
	give_vm(m, vm);
	if (id != NO_ID)
		object_forget(m, id);
}

static void run_findvm(struct machine *m, const struct op *op)
{
	uint32_t vm = find_vm_area(m, op->arg[OPARG_FINDVM_ADDR]);
	if (vm)
		answer_vm(m, vm, OUTCOME_VM, 0);
	else
		answer(m, OUTCOME_NOTHING, 0);
}

/* The recordings describe an answer by looking its address up. */
static uint32_t look_up_again(struct machine *m, uint32_t vm)
{
	return find_vm_area(m, m->vm[vm].addr);
}

static void answer_vmalloc(struct machine *m, uint64_t id, uint32_t vm)
{
	if (!vm) {
		answer(m, OUTCOME_NULL, 0);
		return;
	}
	vm = look_up_again(m, vm);
	object_bind(m, (uint32_t)id, OBJECT_VMALLOC, vm, m->vm[vm].addr, 0);
	answer_vm(m, vm, OUTCOME_OK, VM_AREA_VALUES | OUTCOME_HAS_NPAGES | OUTCOME_HAS_ARRAY);
}

static void run_vmalloc(struct machine *m, const struct op *op)
{
	const uint64_t *arg = op->arg;
	const struct vmalloc_request request = {
		.size = arg[OPARG_VMALLOC_SIZE], .align = arg[OPARG_VMALLOC_ALIGN],
		.start = arg[OPARG_VMALLOC_START], .end = arg[OPARG_VMALLOC_END],
		.flags = arg[OPARG_VMALLOC_FLAGS], .prot = arg[OPARG_VMALLOC_PROT],
		.gfp = gfp_of(arg[OPARG_VMALLOC_BLOCKING], arg[OPARG_VMALLOC_NOWARN]),
	};
	if (!id_usable(m, arg[OPARG_VMALLOC_ID])) {
		refuse(m);
		return;
	}
	answer_vmalloc(m, arg[OPARG_VMALLOC_ID], __vmalloc(m, &request));
}

static void run_variant(struct machine *m, const struct op *op,
			uint32_t (*variant)(struct machine *m, uint64_t size))
{
	uint64_t id = op->arg[OPARG_VZALLOC_ID];
	if (!id_usable(m, id))
		refuse(m);
	else
		answer_vmalloc(m, id, variant(m, op->arg[OPARG_VZALLOC_SIZE]));
}

static void run_vzalloc(struct machine *m, const struct op *op)
{
	run_variant(m, op, vzalloc);
}

static void run_vmalloc_user(struct machine *m, const struct op *op)
{
	run_variant(m, op, vmalloc_user);
}

static void run_vmalloc_32(struct machine *m, const struct op *op)
{
	run_variant(m, op, vmalloc_32);
}

static void run_vmalloc_exec(struct machine *m, const struct op *op)
{
	run_variant(m, op, vmalloc_exec);
}

/* The three that free by id or address differ in what they call only. */
static void run_release(struct machine *m, const struct op *op,
			void (*release)(struct machine *m, uint64_t addr))
{
	uint64_t id = op->arg[OPARG_VFREE_ID];
	uint64_t addr = op->arg[OPARG_VFREE_ADDR];
	if (!address_of(m, id, op->arg[OPARG_VFREE_OFF], &addr)) {
		refuse(m);
		return;
	}
	if (id != NO_ID && !op->arg[OPARG_VFREE_KEEP])
		object_forget(m, id);
	release(m, addr);
}

static void run_vfree(struct machine *m, const struct op *op)
{
	run_release(m, op, vfree);
}

static void run_vunmap(struct machine *m, const struct op *op)
{
	run_release(m, op, vunmap);
}

static void run_vfree_atomic(struct machine *m, const struct op *op)
{
	run_release(m, op, vfree_atomic);
}

static void answer_number(struct machine *m, uint64_t n, uint32_t also)
{
	SET(m->g->outcome.n, n);
	answer(m, OUTCOME_OK, OUTCOME_HAS_N | also);
}

static void run_runwork(struct machine *m, const struct op *op)
{
	(void)op;
	answer_number(m, run_workers(m), OUTCOME_HAS_WORKERS);
}

/* --- mappings of what others have --- */

static void run_vmap(struct machine *m, const struct op *op)
{
	const uint64_t *arg = op->arg;
	struct page_source pages = {
		.first = arg[OPARG_VMAP_PFN], .stride = arg[OPARG_VMAP_STRIDE],
		.missing = arg[OPARG_VMAP_NULL],
	};
	if (!id_usable(m, arg[OPARG_VMAP_ID])) {
		refuse(m);
		return;
	}
	uint32_t vm = vmap(m, arg[OPARG_VMAP_N], arg[OPARG_VMAP_FLAGS], arg[OPARG_VMAP_PROT],
			   &pages);
	if (!vm) {
		answer(m, OUTCOME_NULL, 0);
		return;
	}
	vm = look_up_again(m, vm);
	object_bind(m, (uint32_t)arg[OPARG_VMAP_ID], OBJECT_VMAP, vm, m->vm[vm].addr, 0);
	answer_vm(m, vm, OUTCOME_OK, VM_AREA_VALUES);
}

static void run_ioremap(struct machine *m, const struct op *op)
{
	const uint64_t *arg = op->arg;
	if (!id_usable(m, arg[OPARG_IOREMAP_ID])) {
		refuse(m);
		return;
	}
	uint64_t addr = ioremap(m, arg[OPARG_IOREMAP_PHYS], arg[OPARG_IOREMAP_SIZE],
				arg[OPARG_IOREMAP_PROT]);
	if (!addr) {
		answer(m, OUTCOME_NULL, 0);
		return;
	}
	object_bind(m, (uint32_t)arg[OPARG_IOREMAP_ID], OBJECT_IOREMAP, 0, addr, 0);
	answer_addr(m, addr);
}

static void run_iounmap(struct machine *m, const struct op *op)
{
	uint64_t id = op->arg[OPARG_IOUNMAP_ID];
	if (!object_live(m, id)) {
		refuse(m);
		return;
	}
	uint64_t addr = m->object[id].addr;
	object_forget(m, id);
	iounmap(m, addr);
}

/* --- per-CPU groups --- */

static void run_pcpu(struct machine *m, const struct op *op)
{
	uint64_t id = op->arg[OPARG_PCPU_ID];
	uint32_t n = op->list_length;
	if (!id_usable(m, id) || n == 0 || n > PCPU_AREAS_MAX) {
		refuse(m);
		return;
	}
	const struct pcpu_request request = {
		.offsets = op->list, .sizes = op->list + n, .nr_vms = n,
		.align = op->arg[OPARG_PCPU_ALIGN],
	};
	uint32_t vms = pcpu_get_vm_areas(m, &request);
	if (!vms) {
		answer(m, OUTCOME_NULL, 0);
		return;
	}
	object_bind(m, (uint32_t)id, OBJECT_PCPU, vms, m->vm[vms].addr, n);
	answer_number(m, n, OUTCOME_HAS_GROUP);
}

static void run_pcpufree(struct machine *m, const struct op *op)
{
	uint64_t id = op->arg[OPARG_PCPUFREE_ID];
	if (!id_is(m, id, OBJECT_PCPU)) {
		refuse(m);
		return;
	}
	const struct object group = m->object[id];
	object_forget(m, id);
	pcpu_free_vm_areas(m, group.handle, group.pages);
}

/* --- vm_map_ram --- */

static void run_mapram(struct machine *m, const struct op *op)
{
	const uint64_t *arg = op->arg;
	struct page_source pages = {
		.first = arg[OPARG_MAPRAM_PFN], .stride = arg[OPARG_MAPRAM_STRIDE],
		.missing = arg[OPARG_MAPRAM_NULL],
	};
	if (!id_usable(m, arg[OPARG_MAPRAM_ID])) {
		refuse(m);
		return;
	}
	uint64_t addr = vm_map_ram(m, arg[OPARG_MAPRAM_N], arg[OPARG_MAPRAM_PROT], &pages);
	if (!addr) {
		answer(m, OUTCOME_NULL, 0);
		return;
	}
	object_bind(m, (uint32_t)arg[OPARG_MAPRAM_ID], OBJECT_RAM, 0, addr, arg[OPARG_MAPRAM_N]);
	answer_addr(m, addr);
}

static void run_unmapram(struct machine *m, const struct op *op)
{
	uint64_t id = op->arg[OPARG_UNMAPRAM_ID];
	uint64_t addr = op->arg[OPARG_UNMAPRAM_ADDR];
	uint64_t pages = op->arg[OPARG_UNMAPRAM_N];
	if (id != NO_ID) {
		if (!id_is(m, id, OBJECT_RAM)) {
			refuse(m);
			return;
		}
		addr = m->object[id].addr;
		pages = pages == ALL ? m->object[id].pages : pages;
		object_forget(m, id);
	}
	vm_unmap_ram(m, addr, pages);
}

/* --- page tables --- */

static void run_map(struct machine *m, const struct op *op)
{
	const uint64_t *arg = op->arg;
	struct page_source pages = {
		.first = arg[OPARG_MAP_PFN], .stride = arg[OPARG_MAP_STRIDE],
		.missing = arg[OPARG_MAP_NULL],
	};
	int64_t mapped = vmap_page_range_noflush(m, arg[OPARG_MAP_ADDR],
						 arg[OPARG_MAP_ADDR] + arg[OPARG_MAP_SIZE],
						 arg[OPARG_MAP_PROT], &pages);
	if (mapped < 0) {
		answer(m, OUTCOME_ERR, (uint32_t)-mapped);
		return;
	}
	answer_number(m, (uint64_t)mapped, 0);
}

static void run_unmap(struct machine *m, const struct op *op)
{
	uint64_t addr = op->arg[OPARG_UNMAP_ADDR];
	uint64_t end = addr + op->arg[OPARG_UNMAP_SIZE];
	vunmap_page_range(m, addr, end);
	if (op->arg[OPARG_UNMAP_FLUSH])
		flush_tlb_kernel_range(m, addr, end);
}

static void run_walk(struct machine *m, const struct op *op)
{
	uint64_t pfn = 0;
	if (!vmalloc_to_page(m, op->arg[OPARG_WALK_ADDR], &pfn)) {
		answer(m, OUTCOME_NOTHING, 0);
		return;
	}
	SET(m->g->outcome.n, pfn);
	answer(m, OUTCOME_PFN, 0);
}

static void run_iomaprange(struct machine *m, const struct op *op)
{
	const uint64_t *arg = op->arg;
	uint64_t end = arg[OPARG_IOMAPRANGE_ADDR] + arg[OPARG_IOMAPRANGE_SIZE];
	int error = ioremap_page_range(m, arg[OPARG_IOMAPRANGE_ADDR], end,
				       arg[OPARG_IOMAPRANGE_PHYS], arg[OPARG_IOMAPRANGE_PROT]);
	if (error)
		answer(m, OUTCOME_ERR, (uint32_t)-error);
}

static void run_setentry(struct machine *m, const struct op *op)
{
	if (!set_entry(m, (uint32_t)op->arg[OPARG_SETENTRY_LEVEL], op->arg[OPARG_SETENTRY_ADDR],
		       op->arg[OPARG_SETENTRY_VAL]))
		refuse(m);
}

/* --- frames and TLBs --- */

static void run_touch(struct machine *m, const struct op *op)
{
	uint64_t addr = op->arg[OPARG_TOUCH_ADDR];
	uint64_t pfn = 0;
	enum touched touched = touch(m, addr, &pfn);
	SET(m->g->outcome.addr, addr);
	SET(m->g->outcome.n, pfn);
	answer(m, touched == TOUCHED ? OUTCOME_PFN :
		  touched == TOUCHED_STALE ? OUTCOME_STALE : OUTCOME_FAULT, 0);
}

static void run_tlb(struct machine *m, const struct op *op)
{
	tlb_switch(m, op->arg[OPARG_TLB_ON]);
}

static void run_frames(struct machine *m, const struct op *op)
{
	if (!frames_choose(m, op->arg[OPARG_FRAMES_ORDER], op->arg[OPARG_FRAMES_SEED]))
		refuse(m);
}

/* --- start-up --- */

static void run_earlyadd(struct machine *m, const struct op *op)
{
	vm_area_add_early(m, op->arg[OPARG_EARLYADD_ADDR], op->arg[OPARG_EARLYADD_SIZE],
			  op->arg[OPARG_EARLYADD_FLAGS]);
}

static void run_earlyreg(struct machine *m, const struct op *op)
{
	answer_addr(m, vm_area_register_early(m, op->arg[OPARG_EARLYREG_SIZE],
					      op->arg[OPARG_EARLYREG_ALIGN],
					      op->arg[OPARG_EARLYREG_FLAGS]));
}

static void run_init(struct machine *m, const struct op *op)
{
	(void)op;
	vmalloc_init(m);
}

/* A kind that is none. */
static void run_unknown(struct machine *m, const struct op *op)
{
	(void)op;
	refuse(m);
}

static void run_nothing(struct machine *m, const struct op *op)
{
	(void)m;
	(void)op;
}

/* --- the table --- */

static void (*const handlers[OP_KIND_COUNT])(struct machine *, const struct op *) = {
	[OP_ALLOC] = run_alloc,
	[OP_FREE] = run_free,
	[OP_LAZY] = run_lazy,
	[OP_UNMAPFREE] = run_unmapfree,
	[OP_FIND] = run_find,
	[OP_PURGE] = run_purge,
	[OP_TRYPURGE] = run_trypurge,
	[OP_ALIASES] = run_aliases,
	[OP_NONLAZY] = run_nonlazy,
	[OP_PURGELOCK] = run_purgelock,
	[OP_ONLINE] = run_online,
	[OP_CPU] = run_cpu,
	[OP_IRQ] = run_irq,
	[OP_NOTIFIER] = run_notifier,
	[OP_UNNOTIFY] = run_unnotify,
	[OP_GETVM] = run_getvm,
	[OP_REMVM] = run_remvm,
	[OP_FINDVM] = run_findvm,
	[OP_VMALLOC] = run_vmalloc,
	[OP_VFREE] = run_vfree,
	[OP_MAPRAM] = run_mapram,
	[OP_UNMAPRAM] = run_unmapram,
	[OP_MAP] = run_map,
	[OP_UNMAP] = run_unmap,
	[OP_WALK] = run_walk,
	[OP_IOMAPRANGE] = run_iomaprange,
	[OP_SETENTRY] = run_setentry,
	[OP_EARLYADD] = run_earlyadd,
	[OP_EARLYREG] = run_earlyreg,
	[OP_INIT] = run_init,
	[OP_DUMP] = run_nothing,
	[OP_DROPCACHE] = run_dropcache,
	[OP_TOUCH] = run_touch,
	[OP_TLB] = run_tlb,
	[OP_FRAMES] = run_frames,
	[OP_NONE] = run_unknown,
	[OP_VZALLOC] = run_vzalloc,
	[OP_VMALLOC_USER] = run_vmalloc_user,
	[OP_VMALLOC_32] = run_vmalloc_32,
	[OP_VMALLOC_EXEC] = run_vmalloc_exec,
	[OP_VUNMAP] = run_vunmap,
	[OP_VFREE_ATOMIC] = run_vfree_atomic,
	[OP_RUNWORK] = run_runwork,
	[OP_VMAP] = run_vmap,
	[OP_IOREMAP] = run_ioremap,
	[OP_IOUNMAP] = run_iounmap,
	[OP_PCPU] = run_pcpu,
	[OP_PCPUFREE] = run_pcpufree,
};

static void begin_operation(struct machine *m, const struct op *op)
{
	const struct work no_work = { 0 };
	const struct outcome ok = { .kind = OUTCOME_OK };
	SET(m->g->events, 0u);
	SET_ALL(m->g->work, no_work);
	SET_ALL(m->g->outcome, ok);
	for (size_t i = 0; i < REQUEST_COUNT; i++)
		SET(m->g->fail[i], op->fail[i]);
}

/* After a fatal check somebody else would have to give the locks back. */
static void release_locks(struct machine *m, uint32_t purge_lock)
{
	SET(m->g->vmap_area_lock, 0u);
	SET(m->g->vmap_purge_lock, purge_lock);
}

static void run(struct machine *m, const struct op *op)
{
	const uint32_t purge_lock = m->g->vmap_purge_lock;
	begin_operation(m, op);
	if (stop_here(m) == 0)
		handlers[op->kind](m, op);
	else
		release_locks(m, purge_lock);
#ifdef VMAPLAB_RECORD
	core_unwind(m);
#endif
}

static bool fill(struct machine *m, uint32_t vm, uint32_t nr_pages)
{
	return stop_here(m) == 0 && fill_vm_area(m, vm, nr_pages);
}

static void start(struct machine *m, const struct space *space)
{
	m->g->space = *space;
	m->g->vmap_initialized = space->initialized;
	m->g->vmap_area_pcpu_hole = space->initialized ? space->end : 0;
	m->up[0].colour = BLACK;
	pgtable_start(m);
}

#if defined(__GNUC__) && !defined(__clang__)
__attribute__((externally_visible)) /* though the model is compiled as a whole */
#endif
const struct engine ENGINE_BUILD = {
#ifdef VMAPLAB_RECORD
	.name = "record",
#else
	.name = "plain",
#endif
	.start = start,
	.run = run,
	.fill = fill,
};
