# SPDX-License-Identifier: GPL-3.0-or-later
#
# How vmaplab is put together.
#
# The model of the allocator is compiled twice from the same source: once plain,
# for bulk work, and once recording every step and write. Each flavour is one
# translation unit that includes all of the model, so that the compiler sees the
# inner loops whole; only the flavour's table of functions (engine_plain,
# engine_record) stays visible, so that both live in one program.
# Everything but main() goes into a library, which the unit tests link as well.
# New sources are found by themselves; everything that is made lies in build/.
#
# Lines that begin with two number signs are what `make help` prints.

VERSION     = 0.1.0
PREFIX     ?= /usr/local
CFLAGS     ?= -O2 $(DEBUG)
WERROR     ?= -Werror
FUZZ_TIME  ?= 600
FUZZ       ?= $(filter-out dictionary,$(notdir $(basename $(wildcard tests/fuzz/*.c))))
LESSON     ?= tour
SUITE      ?= headers unit cli terminal check fuzz \
              unit-asan cli-asan terminal-asan check-asan \
              unit-valgrind check-valgrind
OBJCOPY    ?= objcopy
PKG_CONFIG ?= pkg-config
# Valgrind 3.19 cannot read the fifth DWARF of clang.
DEBUG      ?= $(if $(findstring clang,$(CC)),-gdwarf-4,-g)
GCOV       ?= $(if $(findstring clang,$(CC)),llvm-cov gcov,gcov)

# ---- which build ------------------------------------------------------------

ifeq ($(SANITIZE),1)
OUT  := build/asan
MODE := -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
# The shared runtimes of gcc ignore where the tests want their reports.
LINK_MODE := $(if $(findstring clang,$(CC)),,$(if $(filter /%,$(shell $(CC) -print-file-name=libubsan.a)), \
               -static-libasan -static-libubsan))
else ifeq ($(COVERAGE),1)
OUT  := build/coverage
MODE := -O0 --coverage
else ifeq ($(FUZZING),1)
OUT  := build/fuzz
MODE := -O2 -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
else
OUT  := build
MODE :=
endif

# ---- sources and objects ------------------------------------------------------

MODEL  := $(sort $(wildcard engine/core/rbtree.c engine/core/arealist.c engine/core/kmem.c \
            engine/kva/*.c engine/pgtable/*.c engine/run.c))
ENGINE := $(filter-out $(MODEL),$(sort $(wildcard engine/*.c engine/*/*.c engine/*/*/*.c)))
UI     := $(sort $(wildcard ui/*.c ui/*/*.c ui/*/*/*.c))
HEADER := $(sort $(wildcard $(foreach d,engine ui tests,$d/*.h $d/*/*.h $d/*/*/*.h)))
UNIT   := $(sort $(wildcard tests/unit/*.c))
HELPER := $(sort $(wildcard tests/support/*.c))
FUZZED := $(sort $(wildcard tests/fuzz/*.c))

obj      = $(patsubst %.c,$(OUT)/obj/$2/%.o,$1)
FLAVOURS = $(OUT)/obj/engine_plain.o $(OUT)/obj/engine_record.o
LIBRARY  = $(FLAVOURS) $(call obj,$(ENGINE),once) $(OUT)/obj/sources.o \
           $(call obj,$(filter-out ui/main.c,$(UI)),once)
UNITS    = $(patsubst %.c,$(OUT)/%,$(UNIT))
FUZZERS  = $(patsubst %.c,$(OUT)/%,$(FUZZED))
HELPERS  = $(call obj,$(HELPER),once)

# ---- flags ------------------------------------------------------------------

# Prints the flags of the libraries; asked once, and only when first needed.
LIBRARIES = $(eval LIBRARIES := $$(shell PKG_CONFIG='$(PKG_CONFIG)' sh make/deps.sh --flags))$(LIBRARIES)
CMOCKA    = $(eval CMOCKA := $$(shell $(PKG_CONFIG) --cflags --libs cmocka))$(CMOCKA)

# The headers of others are not held to our warnings, nor do they choose our _XOPEN_SOURCE.
cflags_of = $(patsubst -I%,-isystem %,$(filter-out -l% -L% -Wl% -D_XOPEN_SOURCE% -D_DEFAULT_SOURCE,$1))
libs_of   = $(filter -l% -L% -Wl% -pthread,$1)

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
           -Wmissing-prototypes -Wvla $(WERROR)
COMPILE  = $(CC) -std=c11 -I. -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE $(CPPFLAGS) \
           $(WARNINGS) $(CFLAGS) $(MODE)
LINK     = $(CC) $(CFLAGS) $(MODE) $(LINK_MODE) $(LDFLAGS)
LINKED   = $(call libs_of,$(LIBRARIES)) -lm $(LDLIBS)

# The engine sees no library at all; only the user interface knows where it is installed.
engine_flags = $(if $(FUZZING),-fno-sanitize-coverage=trace-cmp)
ui_flags     = $(call cflags_of,$(LIBRARIES)) -DVMAPLAB_VERSION='"$(VERSION)"' \
               -DVMAPLAB_DATADIR='"$(PREFIX)/share/vmaplab"' \
               -DVMAPLAB_LOCALEDIR='"$(PREFIX)/share/locale"'
tests_flags  = $(ui_flags) $(call cflags_of,$(CMOCKA))
whole        = $(if $(findstring clang,$(CC)),,-fwhole-program)
plain_flags  = -DENGINE_BUILD=engine_plain $(whole)
record_flags = -DENGINE_BUILD=engine_record -DVMAPLAB_RECORD $(whole)

# ---- translations ---------------------------------------------------------------

# po/LANGUAGE.po for the program, lessons/NAME.LANGUAGE.po for a lesson; a language
# more is files more, and nothing here.
LESSON_PO  := $(wildcard lessons/*.po lessons/exams/*.po)
part        = $(basename $(notdir $1))
po_lesson   = $(basename $(call part,$1))
po_language = $(patsubst .%,%,$(suffix $(call part,$1)))
program_mo  = build/locale/$(call part,$1)/LC_MESSAGES/vmaplab.mo
lesson_mo   = build/locale/$(call po_language,$1)/LC_MESSAGES/vmaplab-$(call po_lesson,$1).mo
CATALOGUES := $(foreach po,$(wildcard po/*.po),$(call program_mo,$(po))) \
              $(foreach po,$(LESSON_PO),$(call lesson_mo,$(po)))

# ---- rules --------------------------------------------------------------------

ifeq ($(V),1)
Q   :=
say  = @:
else
Q   := @
say  = @$(if $(findstring s,$(filter-out -%,$(firstword $(MAKEFLAGS)))),:,printf '  %-7s %s\n' $1 $2)
endif

.SUFFIXES:
.SECONDARY:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory --no-builtin-rules

## make               build build/vmaplab
.PHONY: all
all: $(OUT)/vmaplab $(CATALOGUES)

$(OUT)/vmaplab: $(call obj,ui/main.c,once) $(OUT)/libvmaplab.a $(OUT)/ui.flags
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $(filter %.o %.a,$^) $(LINKED)

$(OUT)/libvmaplab.a: $(LIBRARY) $(OUT)/files
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

# A program takes from it what it needs; not everything there needs cmocka.
$(OUT)/libsupport.a: $(HELPERS) $(OUT)/files
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $(filter %.o,$^)

$(OUT)/tests/unit/%: $(OUT)/obj/once/tests/unit/%.o $(OUT)/libsupport.a $(OUT)/libvmaplab.a
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(LINK) -o $@ $(filter %.o %.a,$^) $(LINKED) $(call libs_of,$(CMOCKA))

# libFuzzer brings main(), except for what only writes the dictionary.
$(OUT)/tests/fuzz/%: $(OUT)/obj/once/tests/fuzz/%.o $(OUT)/libsupport.a $(OUT)/libvmaplab.a
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(LINK) $(if $(filter dictionary,$*),,-fsanitize=fuzzer) -o $@ $(filter %.o %.a,$^) $(LINKED)

# $(call compile,EXTRA FLAGS,REMARK)
define compile
	@mkdir -p $(@D)
	$(call say,CC,'$<$2')
	$(Q)$(COMPILE) $1 -MMD -MP -c -o $@ $<
endef

$(OUT)/obj/plain.o: $(OUT)/gen/model.c $(OUT)/engine.flags
	$(call compile,$(engine_flags) $(plain_flags), (plain))
$(OUT)/obj/record.o: $(OUT)/gen/model.c $(OUT)/engine.flags
	$(call compile,$(engine_flags) $(record_flags), (recording))
$(OUT)/obj/once/engine/%.o: engine/%.c $(OUT)/engine.flags
	$(call compile,$(engine_flags))
$(OUT)/obj/once/ui/%.o: ui/%.c $(OUT)/ui.flags
	$(call compile,$(ui_flags))
$(OUT)/obj/once/tests/%.o: tests/%.c $(OUT)/ui.flags
	$(call compile,$(tests_flags))
$(OUT)/obj/sources.o: $(OUT)/gen/sources.c $(OUT)/ui.flags
	$(call compile,$(ui_flags))

define catalogue
$1: $2
	@mkdir -p $$(@D)
	$$(call say,MSGFMT,$$<)
	$$(Q)msgfmt --check-format --check-domain -o $$@ $$<
endef
$(foreach po,$(wildcard po/*.po),$(eval $(call catalogue,$(call program_mo,$(po)),$(po))))
$(foreach po,$(LESSON_PO),$(eval $(call catalogue,$(call lesson_mo,$(po)),$(po))))
$(CATALOGUES): | check-deps

# All of the model in one file; and each flavour with a single name that can be
# seen from outside.
$(OUT)/gen/model.c: $(OUT)/files
	@mkdir -p $(@D)
	$(Q)printf '#include "%s"\n' $(MODEL) >$@

$(OUT)/obj/engine_%.o: $(OUT)/obj/%.o
	$(call say,HIDE,$@)
	$(Q)$(OBJCOPY) --keep-global-symbol=engine_$* $< $@

# The program shows its own source: the text of the model, as it was compiled.
$(OUT)/gen/sources.c: $(MODEL) make/embed.awk $(OUT)/files
	@mkdir -p $(@D)
	$(call say,EMBED,$@)
	$(Q)awk -f make/embed.awk $(MODEL) >$@

# Files that hold a text and change only with it: whoever depends on one is made
# again when the flags, or the list of the sources, are not what they were.
quote  = '$(subst ','\'',$1)'
update = @mkdir -p $(@D); [ "$$(cat $@ 2>/dev/null)" = $(call quote,$1) ] || printf '%s\n' $(call quote,$1) >$@

$(OUT)/engine.flags: FORCE | check-deps
	$(call update,$(strip $(COMPILE) $(engine_flags)))
$(OUT)/ui.flags: FORCE | check-deps
	$(call update,$(strip $(COMPILE) $(ui_flags) $(LINK_MODE) $(LDFLAGS) $(LINKED)))
$(OUT)/files: FORCE
	$(call update,$(MODEL) $(ENGINE) $(UI) $(HELPER))

.PHONY: FORCE check-deps
FORCE:
check-deps:
	@CC='$(CC)' PKG_CONFIG='$(PKG_CONFIG)' sh make/deps.sh --check

-include $(OUT)/obj/plain.d $(OUT)/obj/record.d $(patsubst %.o,%.d,\
    $(call obj,$(ENGINE) $(UI) $(UNIT) $(HELPER) $(FUZZED),once))

# ---- running and testing --------------------------------------------------------

PARALLEL = $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc 2>/dev/null || echo 2))
DEPS     = @CC='$(CC)' PKG_CONFIG='$(PKG_CONFIG)' sh make/deps.sh
# $(call build-for,MODE,SUITES): what these suites need, built in this mode, if there are any.
build-for    = $(if $2,@$(MAKE) $(PARALLEL) $1 programs || $(broken-build))
broken-build = { echo '0 passed, 1 failed'; exit 1; }

## make run           install what is missing, build, open the first lesson (LESSON=tour)
.PHONY: run
run:
	$(DEPS)
	@$(MAKE) $(PARALLEL) all
	@sh make/foreground.sh build/vmaplab lesson $(LESSON)

## make test          install what is missing, build, run every test; ends with
##                    'N passed, N failed'. SUITE='unit cli-asan' runs only these
##                    suites, TEST='rbtree*' only the programs with such a name
.PHONY: test
test:
	$(DEPS) --test
	+$(call build-for,,$(filter-out %-asan %-coverage headers fuzz,$(SUITE)))
	+$(call build-for,SANITIZE=1,$(filter %-asan,$(SUITE)))
	+$(call build-for,COVERAGE=1,$(filter %-coverage,$(SUITE)))
	+$(if $(filter fuzz,$(SUITE)),@$(MAKE) $(PARALLEL) $(WITH_FUZZER) fuzzers || $(broken-build))
	@TEST='$(TEST)' MAKE='$(MAKE_COMMAND)' tests/run.sh $(SUITE)

# The program and all unit tests, in the build that SANITIZE and COVERAGE choose.
.PHONY: programs
programs: all $(UNITS)

## make valgrind      only the suites that run under valgrind
.PHONY: valgrind
valgrind:
	@$(MAKE) test SUITE='unit-valgrind check-valgrind'

## make fuzz          feed the model and the reader of recordings with what a fuzzer
##                    thinks of, FUZZ_TIME=600 seconds each; FUZZ=ops only that one
.PHONY: fuzz fuzzers
fuzz:
	$(DEPS) --test
	@$(MAKE) $(PARALLEL) $(WITH_FUZZER) fuzzers
	@sh make/fuzz.sh $(FUZZ_TIME) $(FUZZ)

# libFuzzer comes with clang, whatever compiles the rest.
WITH_FUZZER = FUZZING=1 CC=clang
fuzzers: $(FUZZERS)

## make asan          build build/asan/vmaplab, which watches its own memory
.PHONY: asan
asan:
	@$(MAKE) SANITIZE=1 all

## make coverage      what the tests reach of engine/: lines and branches
.PHONY: coverage
coverage:
	@find build/coverage -name '*.gcda' -delete 2>/dev/null || :
	@$(MAKE) test SUITE='unit-coverage cli-coverage check-coverage'
	@GCOV='$(GCOV)' sh make/coverage.sh build/coverage/obj engine

## make po            bring the translations up to date with the texts;
##                    ADD=fr begins another language
.PHONY: po
po: all
	@sh make/po.sh $(OUT)/vmaplab $(ADD)
	@$(OUT)/vmaplab lint --meta >lessons/meta/vmaplab.lua

# The programs that compare with pictures in tests/screen/ can write them.
GOLDEN = $(patsubst %.c,$(OUT)/%,$(shell grep -l VMAPLAB_GOLDEN tests/unit/*.c))

## make goldens       write the pictures in tests/screen/ anew; look at what has changed
##                    (git diff tests/screen) before you keep it
.PHONY: goldens
goldens:
	@$(MAKE) $(GOLDEN)
	@rm -f tests/screen/grids/*.txt; mkdir -p $(OUT)/golden-home
	@for program in $(GOLDEN); do \
		env -i PATH="$$PATH" HOME=$(OUT)/golden-home TEST_TOP=. VMAPLAB_GOLDEN=write \
			$$program >$(OUT)/golden.log 2>&1 || { cat $(OUT)/golden.log; exit 1; }; \
	done

## make screenshots   make the pictures of the README again
.PHONY: screenshots
screenshots: all
	@VMAPLAB=$(OUT)/vmaplab sh screenshots/make.sh

## make check-headers see that every header compiles alone
.PHONY: check-headers
check-headers: $(HEADER:%=$(OUT)/headers/%)

$(OUT)/headers/%: % $(OUT)/ui.flags
	@mkdir -p $(@D)
	$(call say,CHECK,$<)
	$(Q)printf '#include "%s"\ntypedef int header_alone;\n' $< | \
	    $(COMPILE) $($(firstword $(subst /, ,$<))_flags) -MMD -MP -MF $@.d -MT $@ -fsyntax-only -x c -
	@touch $@
-include $(HEADER:%=$(OUT)/headers/%.d)

# ---- installing -----------------------------------------------------------------

SHARED  := $(wildcard lessons/*.lua lessons/*/*.lua lessons/README.md scripts/*.lua)
MANUALS := $(wildcard man/*.1)
PREFIXED = $(DESTDIR)$(PREFIX)
BINDIR  := $(PREFIXED)/bin
DATADIR := $(PREFIXED)/share/vmaplab
DOCDIR  := $(PREFIXED)/share/doc/vmaplab
MANDIR  := $(PREFIXED)/share/man/man1
LOCALES := $(PREFIXED)/share/locale

# Completions go where the shell tells pkg-config that it looks, below our prefix.
looks_in = $(or $(shell $(PKG_CONFIG) --define-variable=prefix='$(PREFIX)' --variable=completionsdir \
             --define-variable=datadir='$(PREFIX)/share' $1 2>/dev/null),$(PREFIX)/share/$2)
BASHFILE = $(DESTDIR)$(call looks_in,bash-completion,bash-completion/completions)/vmaplab
FISHFILE = $(DESTDIR)$(call looks_in,fish,fish/vendor_completions.d)/vmaplab.fish
ZSHFILE  = $(PREFIXED)/share/zsh/site-functions/_vmaplab

## make install       install under PREFIX (/usr/local), below DESTDIR if given
.PHONY: install install-files
install: all
	@$(MAKE) install-files

# What is built already, as it is.
install-files:
	install -D -m 755 $(OUT)/vmaplab '$(BINDIR)/vmaplab'
	for file in $(SHARED); do install -D -m 644 $$file '$(DATADIR)'/$$file || exit 1; done
	for file in $(CATALOGUES:build/locale/%=%); do \
	    install -D -m 644 build/locale/$$file '$(LOCALES)'/$$file || exit 1; done
	for file in $(MANUALS); do install -D -m 644 $$file '$(MANDIR)'/$${file#man/} || exit 1; done
	install -D -m 644 README.md '$(DOCDIR)/README.md'
	$(call completion,bash,$(BASHFILE))
	$(call completion,zsh,$(ZSHFILE))
	$(call completion,fish,$(FISHFILE))

completion = install -d "$$(dirname '$2')" && $(OUT)/vmaplab --language en --completion $1 >'$2' && chmod 644 '$2'

## make uninstall     remove what `make install` put there
.PHONY: uninstall
uninstall:
	rm -f '$(BINDIR)/vmaplab' '$(DOCDIR)/README.md' $(SHARED:%='$(DATADIR)/%') $(MANUALS:man/%='$(MANDIR)/%') \
	    $(CATALOGUES:build/locale/%='$(LOCALES)/%') '$(BASHFILE)' '$(ZSHFILE)' '$(FISHFILE)'
	[ ! -d '$(DATADIR)' ] || find '$(DATADIR)' -depth -type d -empty -delete
	[ ! -d '$(DOCDIR)' ] || rmdir --ignore-fail-on-non-empty '$(DOCDIR)'

## make deps          install what the build needs through the system's package manager
.PHONY: deps
deps:
	$(DEPS)

## make clean         remove everything that was made
.PHONY: clean
clean:
	rm -rf build
# `make -j clean test` cleans first.
check-deps $(OUT)/files run test: | $(filter clean,$(MAKECMDGOALS))

## make help          this list
##
## V=1 shows the commands; SANITIZE=1 builds in build/asan, COVERAGE=1 in build/coverage;
## WERROR= lets warnings pass; CC, CFLAGS, LDFLAGS, PREFIX and DESTDIR are as usual.
.PHONY: help
help:
	@sed -n 's/^## \{0,1\}//p' Makefile
