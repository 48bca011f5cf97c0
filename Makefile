# Builds Spor: the daemon build/spord, the client build/spor, and their tests. `make help` lists the targets.
#
# Sources are found by wildcard, so a new file needs no line here. Every variant (release, asan, fuzz, cov) has a
# folder of objects of its own under $(BUILD). `make CC=clang BUILD=build/clang` builds beside the usual objects;
# WERROR=1 makes warnings errors, as the test run does.

BUILD ?= build
FUZZ_SECONDS ?= 60
FUZZ_WRITES ?= 200000
ORACLE_CASES ?= 3000
ifeq ($(origin CC),default)
CC = gcc
endif
GCC ?= gcc
CLANG ?= clang
JOBS ?= $(shell nproc)

server_src := $(wildcard server/base/*.c server/core/*.c server/core/rules/*.c server/wire/*.c server/io/*.c \
                server/store/*.c server/app/*.c)
client_src := $(filter-out client/main.c,$(wildcard client/*.c))
unit_src   := $(wildcard tests/unit/test_*.c)
oracle_src := $(wildcard tests/oracle/*.c)
fuzz_src   := $(wildcard tests/fuzz/fuzz_*.c)
it_tests   := $(patsubst tests/it/%.c,%,$(wildcard tests/it/*_test.c))
programs   := $(if $(wildcard server/main.c),spord) $(if $(wildcard client/main.c),spor)
fuzzers    := $(patsubst tests/fuzz/fuzz_%.c,%,$(fuzz_src))
gen        := $(BUILD)/gen/sql.gen.h $(BUILD)/gen/schema.gen.h

# ---- libraries -----------------------------------------------------------------------------------------------
# libllhttp where the system has it, else the sources of Debian's node-llhttp, compiled here and kept out of the tree.

llhttp_dir := /usr/share/llhttp
llhttp_lib := $(shell pkg-config --exists libllhttp 2>/dev/null && echo libllhttp)
llhttp_src := $(if $(llhttp_lib),,$(notdir $(wildcard $(llhttp_dir)/*.c)))
llhttp_inc := $(if $(llhttp_lib),,-isystem /usr/share/include/llhttp)

spord_pkgs := libuv jansson openssl libpq $(llhttp_lib)
spor_pkgs  := libcurl expat zlib jansson openssl
test_pkgs  := $(sort $(spord_pkgs) $(spor_pkgs)) cmocka

# $(call need,WHAT,PACKAGES,PROGRAMS): ends make with one line where something is missing that `scripts/install WHAT`
# brings. As a recipe it is expanded when its target's turn comes: what is not made asks for nothing.
empty :=
comma := ,
need = $(call stop,$1,$(strip $(call missing,$2,$3)))
stop = $(if $2,$(error $(subst $(empty) $(empty),$(comma) ,$2) $(if $(word 2,$2),are,is) missing: scripts/install $1))
missing = $(shell for p in $2; do command -v $$p >/dev/null || echo $$p; done; command -v pkg-config >/dev/null && \
            for p in $1; do pkg-config --exists $$p 2>/dev/null || echo $$p; done)

# The flags of a part of the tree, asked of pkg-config once and only if something of it is compiled.
define part
$1_cflags = $$(eval $1_cflags := $$(patsubst -I%,-isystem %,$$(shell pkg-config --cflags $$($1_pkgs))) $(llhttp_inc))$$($1_cflags)
$1_libs = $$(eval $1_libs := $$(shell pkg-config --libs $$($1_pkgs)))$$($1_libs)
endef
$(foreach p,spord spor test,$(eval $(call part,$p)))

need-spord:
	$(call need,build,$(spord_pkgs),$(firstword $(CC)) pkg-config)
	$(if $(llhttp_lib)$(llhttp_src),,$(call stop,build,llhttp))
need-spor:
	$(call need,build,$(spor_pkgs),$(firstword $(CC)) pkg-config)
need-test: need-spord need-spor
	$(call need,test,cmocka)
need-clang:
	$(call need,all,,$(firstword $(CLANG)))
need-cov:
	$(call need,all,,gcovr)

# ---- flags ---------------------------------------------------------------------------------------------------

common := -std=gnu11 -g -fno-omit-frame-pointer -fno-common -fvisibility=hidden -fno-strict-aliasing \
          -D_GNU_SOURCE -Iserver -I. -I$(BUILD)/gen

warn := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wformat=2 -Wundef -Wvla -Walloca \
        -Wwrite-strings -Wcast-qual -Wpointer-arith -Wstrict-prototypes -Wmissing-prototypes \
        -Wold-style-definition -Wredundant-decls -Wdouble-promotion -Wfloat-equal -Wnull-dereference \
        -Wswitch-enum -Wdate-time -Wunused-macros $(if $(WERROR),-Werror)
warn_gcc := -Wformat-overflow=2 -Wformat-truncation=2 -Wcast-align=strict -Wduplicated-cond \
        -Wduplicated-branches -Wlogical-op -Wjump-misses-init -Wimplicit-fallthrough=5 -Warray-bounds=2 \
        -Wstringop-overflow=4
warn_clang := -Wcast-align -Wimplicit-fallthrough -Wcomma -Wassign-enum -Wconditional-uninitialized \
        -Wunreachable-code-aggressive -Wmissing-variable-declarations -Wshift-sign-overflow -Wextra-semi-stmt \
        -Wloop-analysis -Wstring-conversion

harden := -O2 -U_FORTIFY_SOURCE -fstack-protector-strong -fstack-clash-protection -fPIE \
        $(if $(filter x86_64,$(shell uname -m)),-fcf-protection=full)
harden_gcc   := -D_FORTIFY_SOURCE=3 -ftrivial-auto-var-init=zero -Wstack-usage=16384
harden_clang := -D_FORTIFY_SOURCE=2
link_release := -pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack -Wl,-z,separate-code -Wl,--as-needed

family := $(if $(findstring clang,$(shell $(CC) --version 2>/dev/null | head -1)),clang,gcc)
# -g1: functions and lines, which is what the reports of sanitizers name
asan   := -O1 -g1 -fsanitize=address,undefined -fno-sanitize-recover=all -Wno-null-dereference
fuzz   := -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -Wno-null-dereference
cov    := -O0 --coverage

export ASAN_OPTIONS  = detect_leaks=1:strict_string_checks=1:detect_stack_use_after_return=1:abort_on_error=1
export UBSAN_OPTIONS = print_stacktrace=1:halt_on_error=1

# One short line a step; V=1 shows the whole commands.
Q   = $(if $(V),,@)
say = $(if $(V),,@echo "$1")

.PHONY: all tests unit oracle it fuzz fuzz-writes lint cov mutants bench siege clean help need-spord need-spor need-test need-clang need-cov
.DEFAULT_GOAL := all
.SUFFIXES:
.SECONDARY:
.DELETE_ON_ERROR:

# What is missing is said before anything is compiled.
all: need-spord need-spor
tests unit oracle it fuzz-writes cov mutants: need-test

all: $(addprefix $(BUILD)/,$(programs)) $(BUILD)/release/libspord.a $(BUILD)/release/libspor.a ## build spord and spor

# ---- generated headers ---------------------------------------------------------------------------------------
# The folders are prerequisites as well: their times change when a file is added or removed.

$(BUILD)/gen/sql.gen.h: scripts/sql2c.awk $(wildcard server/store/sql server/store/sql/*.sql)
	@mkdir -p $(@D)
	$Qawk -f scripts/sql2c.awk $(filter %.sql,$^) /dev/null >$@

$(BUILD)/gen/schema.gen.h: scripts/schema2c.awk $(wildcard schema schema/*.sql schema/rulesets schema/rulesets/*.json)
	@mkdir -p $(@D)
	$Qawk -f scripts/schema2c.awk $(filter %.sql %.json,$^) /dev/null >$@

# ---- objects, archives, programs -----------------------------------------------------------------------------
# $(call objects,folder,compiler,family,flags,part,sources): the objects of one part, which finds the headers of its own
# packages alone.
# $(call variant,folder,compiler,family,flags,link flags): the archive of the daemon holds all of server/ but
# main.c, so that a test links only what it names and may include a .c itself. A replay is a fuzz target with a plain
# main that gives it each file of its corpus: what once crashed stays mended.

define objects
$(BUILD)/$1/$6/%.o: $6/%.c | $(gen) need-$5
	@mkdir -p $$(@D)
	$$(call say,cc $1 $$<)
	$$Q$2 $(common) $$($5_cflags) $(warn) $(warn_$3) $4 -MMD -MP -c $$< -o $$@
endef

define variant
$(call objects,$1,$2,$3,$4,spord,server)
$(call objects,$1,$2,$3,$4,spor,client)
$(call objects,$1,$2,$3,$4,test,tests)
$(BUILD)/$1/llhttp/%.o: $(llhttp_dir)/%.c | need-spord
	@mkdir -p $$(@D)
	$$Q$2 -std=gnu11 -g -w $(llhttp_inc) $4 -c $$< -o $$@
$(BUILD)/$1/libspord.a: $(server_src:%.c=$(BUILD)/$1/%.o) $(llhttp_src:%.c=$(BUILD)/$1/llhttp/%.o)
	$$Qrm -f $$@ && $(AR) qcs $$@ $$^
$(BUILD)/$1/libspor.a: $(client_src:%.c=$(BUILD)/$1/%.o)
	$$Qrm -f $$@ && $(AR) qcs $$@ $$^
$(BUILD)/$1/spord: $(BUILD)/$1/server/main.o $(BUILD)/$1/libspord.a
	$$(call say,ld $$@)
	$$Q$2 $4 $5 -o $$@ $$^ $$(spord_libs)
$(BUILD)/$1/spor: $(BUILD)/$1/client/main.o $(BUILD)/$1/libspor.a $(BUILD)/$1/libspord.a
	$$(call say,ld $$@)
	$$Q$2 $4 $5 -o $$@ $$^ $$(spor_libs)
$(BUILD)/$1/liboracle.a: $(oracle_src:%.c=$(BUILD)/$1/%.o)
	$$Qrm -f $$@ && $(AR) qcs $$@ $$^
$(BUILD)/$1/unit/%: $(BUILD)/$1/tests/unit/%.o $(BUILD)/$1/liboracle.a $(BUILD)/$1/libspor.a $(BUILD)/$1/libspord.a
	@mkdir -p $$(@D)
	$$(call say,ld $$@)
	$$Q$2 $4 $5 -o $$@ $$^ $$(test_libs)
$(BUILD)/$1/replay/%: $(BUILD)/$1/tests/fuzz/fuzz_%.o $(BUILD)/$1/tests/fuzz/replay.o $(BUILD)/$1/libspor.a \
                      $(BUILD)/$1/libspord.a
	@mkdir -p $$(@D)
	$$(call say,ld $$@)
	$$Q$2 $4 $5 -o $$@ $$^ $$(test_libs)
$(BUILD)/$1/it/%: $(BUILD)/$1/tests/it/%.o $(BUILD)/$1/libspord.a
	@mkdir -p $$(@D)
	$$(call say,ld $$@)
	$$Q$2 $4 $5 -o $$@ $$^ $$(test_libs)
endef

$(eval $(call variant,release,$(CC),$(family),$(harden) $(harden_$(family)),$(link_release)))
$(eval $(call variant,asan,$(CC),$(family),$(asan)))
$(eval $(call variant,cov,$(CC),$(family),$(cov)))
$(eval $(call variant,fuzz,$(CLANG),clang,$(fuzz)))

$(BUILD)/spord $(BUILD)/spor: $(BUILD)/%: $(BUILD)/release/%
	$Qcp --remove-destination $< $@

# What test_work counts: core again, with a call in each basic block, before the archive that has it without.
counted := $(filter server/core/%,$(server_src))
$(eval $(call objects,counted,$(CC),$(family),-O1 -g1 -fsanitize-coverage=trace-pc -Wno-null-dereference,spord,server))
$(BUILD)/asan/unit/test_work: $(BUILD)/asan/tests/unit/test_work.o $(counted:%.c=$(BUILD)/counted/%.o) $(BUILD)/asan/libspord.a
	@mkdir -p $(@D)
	$(call say,ld $@)
	$Q$(CC) $(asan) -o $@ $^ $(test_libs)

# ---- tests ---------------------------------------------------------------------------------------------------

unit_programs := $(unit_src:tests/unit/%.c=$(BUILD)/asan/unit/%)
replays       := $(fuzzers:%=$(BUILD)/asan/replay/%)

$(BUILD)/fuzz/run/%: $(BUILD)/fuzz/tests/fuzz/fuzz_%.o $(BUILD)/fuzz/libspor.a $(BUILD)/fuzz/libspord.a
	@mkdir -p $(@D)
	$(call say,ld $@)
	$Q$(CLANG) $(fuzz) -fsanitize=fuzzer -o $@ $^ $(test_libs)

it_programs   := $(programs:%=$(BUILD)/asan/%) $(it_tests:%=$(BUILD)/asan/it/%)

tests: all $(unit_programs) $(replays) $(it_programs) ## build also what the tests run

unit: $(unit_programs) $(replays) ## unit tests and fuzz corpora, under ASan and UBSan
	$Qscripts/tap --jobs $(JOBS) $(unit_programs) $(replays)

oracle: $(BUILD)/release/unit/test_against_oracle ## each rule against its slow second evaluation, over ORACLE_CASES (3000) courses
	$QSPOR_ORACLE_CASES=$(ORACLE_CASES) $<

it: $(it_programs) all ## tests against a real PostgreSQL and a real daemon
	$QSPOR_IT_BIN=$(abspath $(BUILD))/asan/it SPORD=$(abspath $(BUILD))/asan/spord SPOR=$(abspath $(BUILD))/asan/spor \
	  tests/it/run --jobs $(JOBS)

fuzz: need-clang need-test $(fuzzers:%=$(BUILD)/fuzz/run/%) ## run each fuzz target for FUZZ_SECONDS (60)
	$Qfor f in $(fuzzers); do mkdir -p $(BUILD)/fuzz/found/$$f tests/fuzz/corpus/$$f && \
	  $(BUILD)/fuzz/run/$$f -max_total_time=$(FUZZ_SECONDS) -timeout=5 -rss_limit_mb=1024 -print_final_stats=1 \
	    -artifact_prefix=$(BUILD)/fuzz/found/$$f- $(BUILD)/fuzz/found/$$f tests/fuzz/corpus/$$f || exit 1; done

# The daemon is the one under sanitizers; what throws the dice need not be.
fuzz-writes: $(BUILD)/asan/spord $(BUILD)/release/it/fuzz_writes_test ## FUZZ_WRITES (200000) valid requests to a daemon under sanitizers
	$QSPOR_IT_BIN=$(abspath $(BUILD))/release/it SPORD=$(abspath $(BUILD))/asan/spord FUZZ_WRITES=$(FUZZ_WRITES) \
	  tests/it/fuzz_writes.t

lint: need-clang all ## levels, banned functions, purity of core, both compilers, format, cppcheck, analyzer, scripts
	$Qscripts/tap $(wildcard tests/lint/*.t)
	$Qscripts/check-layers
	$Qscripts/check-banned
	$Qscripts/check-details
	$Qscripts/check-asvs
	$Qscripts/check-pure $(BUILD)/release/server/core
	$Q$(MAKE) -s BUILD=$(BUILD)/gcc CC="$(GCC)" WERROR=1 all >/dev/null
	$Q$(MAKE) -s BUILD=$(BUILD)/clang CC="$(CLANG)" WERROR=1 all >/dev/null
	$QBUILD=$(BUILD) scripts/check-tools

cov: need-cov $(patsubst tests/unit/%.c,$(BUILD)/cov/unit/%,$(filter-out %/test_work.c,$(unit_src))) $(fuzzers:%=$(BUILD)/cov/replay/%) ## lines and branches that the unit tests reach; those of core one by one
	$Qfind $(BUILD)/cov -name '*.gcda' -delete
	$Qscripts/tap --jobs $(JOBS) $(filter-out need-%,$^)
	$Qscripts/cov $(BUILD)/cov

# A mutant is one object, linked with the rest as it is (without what debuggers want, so that linking is quick).
mutant_tests := test_vectors test_against_oracle test_spans test_evidence test_properties
mutant_parts := libspord.a libspor.a liboracle.a $(mutant_tests:%=tests/unit/%.o)
MUTANTS ?= $(wildcard server/core/rules/*.c)
mutants: $(foreach v,release asan,$(mutant_tests:%=$(BUILD)/$v/unit/%)) ## do the tests notice when one operator or constant of MUTANTS (core/rules) changes?
	$Qfor v in release asan; do mkdir -p $(BUILD)/mutants/$$v && for f in $(mutant_parts); do \
	  objcopy -g $(BUILD)/$$v/$$f $(BUILD)/mutants/$$v/$${f##*/} || exit 1; done; done
	$QBUILD=$(BUILD) JOBS=$(JOBS) MUTANT_RELEASE="$(lastword $(CC)) $(filter-out -g%,$(common)) -O2" \
	  MUTANT_ASAN="$(lastword $(CC)) $(filter-out -g%,$(common) $(asan))" MUTANT_LIBS="$(test_libs)" scripts/mutants $(MUTANTS)

bench: all ## the design's budgets, each beside its yardstick in the same run
	$Qtests/bench/run

siege: all ## one caller or address doing its worst, and what others feel meanwhile
	$QSPOR_SIEGE=full tests/it/siege.t

clean: ## remove what was built
	$Qrm -rf $(BUILD)

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "%-11s %s\n", $$1, $$2}' Makefile

-include $(shell [ -d $(BUILD) ] && find $(BUILD) -name '*.d')
