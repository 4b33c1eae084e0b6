# Disputewire: `make help` lists the targets.

VERSION := 0.1.0
BUILD   ?= build
PREFIX  ?= /usr/local
WERROR  ?= 0

PACKAGES := rdkafka jansson libexttextcat libcrypto libxml-2.0 libutf8proc libarchive \
            sqlite3 libcurl libmicrohttpd

PACKAGE_CFLAGS := $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
TEXTCAT_DIR    := $(shell pkg-config --variable=pkgdatadir libexttextcat 2>/dev/null)

CPPFLAGS_ALL = -I. -I$(BUILD)/gen -D_POSIX_C_SOURCE=200809L $(CPPFLAGS) \
               -DDW_TEXTCAT_DIR='"$(TEXTCAT_DIR)"' -DDW_DATA_DIR='"$(PREFIX)/share/disputewire"' \
               $(PACKAGE_CFLAGS)
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
           -Wwrite-strings -Wundef -Wformat=2 -Wvla $(if $(filter 1,$(WERROR)),-Werror)
HARDEN   = -fstack-protector-strong -fstack-clash-protection -D_FORTIFY_SOURCE=2 -fPIE
CFLAGS  ?= -O2 -g
CFLAGS_ALL  = -std=c17 $(WARNINGS) $(HARDEN) $(CFLAGS)
LDFLAGS_ALL = -pie -Wl,-z,relro,-z,now,-z,noexecstack $(LDFLAGS)
NOT_TAG     = rdkafka sqlite3 libcurl libmicrohttpd
LIBS_TAG    = $(shell pkg-config --libs $(filter-out $(NOT_TAG),$(PACKAGES))) -lm
LIBS_KAFKA  = $(shell pkg-config --libs $(PACKAGES)) -lm -pthread

# --- sources: one library a folder, one main.c a program ------------------------------------

LIB_SRC      := $(wildcard processors/*.c processors/base/*.c processors/syntax/*.c \
                           processors/entity/*.c processors/event/*.c processors/time/*.c \
                           processors/token/*.c processors/zone/*.c) $(wildcard schemas/*.c)
PRODUCER_SRC := $(filter-out producer/main.c,$(wildcard producer/*.c producer/feeds/*.c))
FEED_SRC     := $(addprefix producer/,archive.c feed.c input.c record.c source.c) \
                $(wildcard producer/feeds/*.c)
CONSUMER_SRC := $(filter-out consumer/main.c,$(wildcard consumer/*.c))
TAG_SRC      := $(wildcard processors/tag/*.c)
PAGE_SRC     := $(filter-out %/main.c,$(TAG_SRC))
TABLES       := $(wildcard processors/lexicon/*.tsv)
UNIT_SRC     := $(wildcard tests/unit/test_*.c)

OPTION_TABLES := consumer/options.c processors/base/optionshared.c processors/tag/options.c \
                 producer/embedded/options.c producer/options.c
objects   = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
TABLE_INC = $(patsubst processors/lexicon/%.tsv,$(BUILD)/gen/lexicon/%.inc,$(TABLES))
STYLE_INC = $(patsubst processors/tag/%.css,$(BUILD)/gen/tag/%.css.inc,$(wildcard processors/tag/*.css))
PROGRAMS  = $(addprefix $(BUILD)/,disputewire-tag disputewire-producer disputewire-consumer \
                           disputewire-broker)
UNIT      = $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(UNIT_SRC))
REPLAYS   = $(patsubst tests/fuzz/%.c,$(BUILD)/replay/%,$(wildcard tests/fuzz/fuzz_*.c))

.PHONY: all
all: $(PROGRAMS) ## the programs (what plain make does)

$(BUILD)/libdisputewire.a: $(call objects,$(LIB_SRC))
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/disputewire-tag: $(call objects,$(TAG_SRC) $(FEED_SRC)) $(BUILD)/libdisputewire.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS_TAG)

$(BUILD)/disputewire-producer: $(call objects,producer/main.c $(PRODUCER_SRC)) $(BUILD)/libdisputewire.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS_KAFKA)

$(BUILD)/disputewire-consumer: $(call objects,consumer/main.c $(CONSUMER_SRC) $(PRODUCER_SRC)) $(BUILD)/libdisputewire.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS_KAFKA)

$(BUILD)/disputewire-broker: $(call objects,$(wildcard producer/embedded/*.c) producer/kafka.c) $(BUILD)/libdisputewire.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS_KAFKA)

$(BUILD)/obj/%.o: %.c | $(TABLE_INC) $(STYLE_INC)
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# --- tables: checked and compiled; a bad row stops the build with file:line: -----------------

$(BUILD)/table-compiler: processors/lexicon/compile.c processors/base/utf8.c processors/base/utf8.h
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $(filter %.c,$^)

$(TABLE_INC): processors/lexicon/country.tsv processors/lexicon/sector.tsv

$(BUILD)/gen/lexicon/%.inc: processors/lexicon/%.tsv $(BUILD)/table-compiler
	@mkdir -p $(@D)
	$(BUILD)/table-compiler $< $@

# The checksum of all tables names the lexicon in the results.
$(BUILD)/gen/lexicon.inc: $(TABLES)
	@mkdir -p $(@D)
	printf '#define DW_LEXICON_CHECKSUM %sU\n' "$$(cat $(TABLES) | cksum | cut -d' ' -f1)" >$@

$(BUILD)/obj/processors/pipeline.o: $(BUILD)/gen/lexicon.inc

# --- style sheets of the pages that disputewire-tag writes: a string a line -----------------------

$(BUILD)/gen/tag/%.css.inc: processors/tag/%.css
	@mkdir -p $(@D)
	sed 's/[\\"]/\\&/g; s/.*/"&\\n",/' $< >$@

# --- tables of options: each program knows the keys of the others ------------------------------

$(BUILD)/option-tables: $(call objects,packaging/tables.c $(OPTION_TABLES))
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^

$(BUILD)/gen/optionkeys.inc: $(BUILD)/option-tables
	@mkdir -p $(@D)
	$< keys >$@.new && mv $@.new $@

$(BUILD)/obj/processors/base/optionkeys.o: $(BUILD)/gen/optionkeys.inc

.PHONY: properties
properties: $(BUILD)/option-tables ## write examples/disputewire.properties anew from the tables of options
	$< properties >examples/disputewire.properties

# --- weights of the syntactic layer: beside the programs, where they look first --------------

WEIGHTS = processors/syntax/weights/english.dww

$(BUILD)/english.dww: $(WEIGHTS)
	@mkdir -p $(@D)
	cp $< $@

$(PROGRAMS) $(UNIT) $(REPLAYS): | $(BUILD)/english.dww

# make train SHARED=DIR: new weights from the treebanks in DIR/data/ud; ends with their scores.
TREEBANKS = $(addprefix $(SHARED)/data/ud/,ewt-dev.conllu ewt-test.conllu ewt-train.conllu \
                                           gum-permissive.conllu)
TRAIN_SRC := $(wildcard processors/syntax/train/*.c)

# Networks are trained for minutes: let the compiler do for these sums what it can.
$(addprefix $(BUILD)/obj/processors/,syntax/train/float.o entity/train/learner.o): \
    CFLAGS_ALL += -O3 -fno-math-errno -fno-trapping-math \
    $(shell grep -qsw avx2 /proc/cpuinfo && echo -mavx2)

$(BUILD)/train-syntax: $(call objects,$(TRAIN_SRC)) $(BUILD)/libdisputewire.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ -lm

.PHONY: train
train: $(BUILD)/train-syntax ## weights of the syntactic layer, anew; SHARED=DIR has the treebanks
	$(if $(SHARED),,$(error make train needs SHARED=DIR, the folder that holds data/ud))
	$(BUILD)/train-syntax $(WEIGHTS) $(addprefix processors/syntax/train/,forms.tsv clusters.tsv) $(TREEBANKS)

# --- weights of the name tagger ---------------------------------------------------------------

NAMES = processors/entity/weights/names.dww

$(BUILD)/names.dww: $(NAMES)
	@mkdir -p $(@D)
	cp $< $@

$(PROGRAMS) $(UNIT) $(REPLAYS): | $(BUILD)/names.dww

# make train-names SHARED=DIR: new weights from the texts in DIR/data/entities with names marked.
NAME_TEXTS = $(SHARED)/data/entities/crossner_politics_dev.ndjson \
    renamed:apart:$(SHARED)/data/entities/crossner_politics_train.ndjson \
    renamed:$(SHARED)/data/entities/uner_ewt_dev.ndjson \
    renamed:$(SHARED)/data/ud/ewt-train.conllu+processors/entity/train/ewt.tsv \
    apart:$(SHARED)/data/entities/gum_entities_coref.ndjson \
    nested:apart:$(SHARED)/data/entities/meantime.ndjson $(addprefix renamed:processors/entity/train/,wire.txt web.txt)
TRAIN_NAMES_SRC := $(wildcard processors/entity/train/*.c) \
                   processors/syntax/train/memory.c

$(BUILD)/train-names: $(call objects,$(TRAIN_NAMES_SRC)) $(BUILD)/libdisputewire.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS_TAG)

.PHONY: train-names
train-names: $(BUILD)/train-names $(BUILD)/english.dww ## weights of the name tagger; SHARED=DIR
	$(if $(SHARED),,$(error make train-names needs SHARED=DIR, the folder that holds data/entities))
	$(BUILD)/train-names $(NAMES) $(addprefix processors/entity/train/,kinds.tsv books.tsv) $(NAME_TEXTS)

# --- weights of the guesser and the judge of events -------------------------------------------

TRAIN_EVENTS_SRC := $(wildcard processors/event/train/*.c) processors/syntax/train/memory.c
EVENT_TEXTS       = tests/quality/events

$(BUILD)/train-events: $(call objects,$(TRAIN_EVENTS_SRC)) $(BUILD)/libdisputewire.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS_TAG)

# make train-events SHARED=DIR: new weights from our own texts, the gold standard records of PLOVER in
# DIR/data/events and the treebanks in DIR/data/ud; ends with how often events of each tenth of confidence
# are right.
.PHONY: train-events
train-events: $(BUILD)/train-events $(BUILD)/english.dww $(BUILD)/names.dww ## weights of the guesser and the judge of events; SHARED=DIR
	$(if $(SHARED),,$(error make train-events needs SHARED=DIR, the folder that holds data/events and data/ud))
	$(BUILD)/train-events processors/lexicon/judge.tsv processors/lexicon/guess.tsv \
	    $(EVENT_TEXTS)/train/*.txt \
	    $(SHARED)/data/events/plover_gsr_dev.ndjson \
	    $(addprefix $(SHARED)/data/ud/,ewt-train.conllu gum-permissive.conllu) \
	    -- $(EVENT_TEXTS)/heldout/*.txt

# Objects are kept, also those that make takes for intermediate.
.SECONDARY:

# --- demo ------------------------------------------------------------------------------------

$(BUILD)/show: $(call objects,$(wildcard examples/*.c)) $(BUILD)/libdisputewire.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS_TAG)

.PHONY: demo demo-built
demo: ## install what is missing, build, show the events of the sample articles
	@tests/deps.sh build demo
	@echo 'building, the first time a minute or two'
	@$(MAKE) --silent --no-print-directory -j"$$(nproc)" demo-built

demo-built: $(PROGRAMS) $(BUILD)/show
	@BUILD=$(BUILD) examples/demo.sh

.PHONY: docs
docs: ## the topics and records (AsyncAPI) as a page, build/docs/topics.html; the examples into docs/
	@tests/deps.sh docs
	@tests/schema/asyncapi.sh page $(BUILD)/docs/topics.html
	@tests/docs.py --write
	@echo $(BUILD)/docs/topics.html

# --- unit tests ------------------------------------------------------------------------------

$(BUILD)/unit/%: $(BUILD)/obj/tests/unit/%.o $(call objects,$(PRODUCER_SRC) $(CONSUMER_SRC) $(PAGE_SRC)) $(BUILD)/libdisputewire.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS_KAFKA) -lcmocka

# --- fuzzers without their engine, to run on what they have met -------------------------------

$(BUILD)/replay/%: $(BUILD)/obj/tests/fuzz/%.o $(BUILD)/obj/tests/fuzz/replay.o $(BUILD)/obj/tests/fuzz/mutate.o $(call objects,$(FEED_SRC)) $(BUILD)/libdisputewire.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS_TAG)

# --- tests: `make test` is all of them, `make check` the fast part ---------------------------

# The longest first, so that none is left running alone at the end.
CHECK_SUITES  = tests/invalid/run.py tests/fuzz/run.sh $(BUILD)/unit/test_publish tests/feeds/run.sh tests/html/run.sh \
                tests/self.sh $(filter-out %/test_publish,$(UNIT)) tests/lexicon/run.sh tests/golden/run.sh \
                tests/config/run.py tests/show/run.sh tests/kafka/verify_test.py tests/hardening/run.sh tests/docs.py
PACKAGE_SUITES = tests/completion/run.py tests/install/run.sh tests/kubernetes/run.py
KAFKA_SUITES  = tests/monitoring/run.sh tests/schema/run.py tests/producer/run.sh tests/producer/web.py tests/logs/run.py tests/kafka/run.sh \
                tests/kafka/secure.sh tests/kafka/subscribe.sh tests/docs/run.py tests/schema/asyncapi.sh tests/faults/run.sh
RUN_TESTS     = BUILD=$(BUILD) TAG=$(TAG) tests/run -j $$(($(shell nproc) + 1))
TAG           = $(BUILD)/disputewire-tag
SUB           = @$(MAKE) --no-print-directory

.PHONY: check test test-built golden asan valgrind coverage
check: $(UNIT) $(PROGRAMS) $(REPLAYS) $(BUILD)/show $(BUILD)/option-tables ## unit, golden and invalid-input tests: no network, no install
	@$(RUN_TESTS) $(CHECK_SUITES)

test: ## install what is missing, build, run all tests (Kafka: a real broker)
	@tests/deps.sh build test
	$(SUB) test-built

test-built: $(UNIT) $(PROGRAMS) $(REPLAYS) $(BUILD)/show $(BUILD)/option-tables $(BUILD)/inject
	@$(RUN_TESTS) $(CHECK_SUITES) then $(PACKAGE_SUITES) $(KAFKA_SUITES)

golden: $(PROGRAMS) $(BUILD)/unit/test_report ## write anew what the golden tests expect: read the diff before you commit
	@UPDATE=1 TAG=$(TAG) tests/golden/run.sh
	@UPDATE=1 $(BUILD)/unit/test_report

ASAN = -fsanitize=address,undefined -fno-sanitize-recover=undefined

asan: ## check, under AddressSanitizer and UBSan, a malloc for each arena block
	$(SUB) BUILD=$(BUILD)/asan CPPFLAGS="-DDW_ARENA_MALLOC $(CPPFLAGS)" LDFLAGS="$(ASAN) $(LDFLAGS)" \
	    CFLAGS="-O1 -g -fno-omit-frame-pointer $(ASAN)" check

asan: export ASAN_OPTIONS ?= allocator_may_return_null=1:detect_stack_use_after_return=1
asan: export UBSAN_OPTIONS ?= print_stacktrace=1

VALGRIND = valgrind --quiet --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite

valgrind: $(UNIT) $(PROGRAMS) $(REPLAYS) $(BUILD)/show $(BUILD)/option-tables ## check, under valgrind
	@mkdir -p $(BUILD)/valgrind
	@printf '#!/bin/sh\nexec $(VALGRIND) $(BUILD)/disputewire-tag "$$@"\n' >$(BUILD)/valgrind/tag
	@chmod +x $(BUILD)/valgrind/tag
	@TEST_WRAPPER="$(VALGRIND)" $(RUN_TESTS) $(CHECK_SUITES)

valgrind: TAG = $(BUILD)/valgrind/tag

coverage: ## lines that check runs, by file
	$(SUB) BUILD=$(BUILD)/coverage CFLAGS="-Og -g --coverage" LDFLAGS="--coverage $(LDFLAGS)" check
	gcovr --root . --object-directory $(BUILD)/coverage/obj --exclude 'tests/' --exclude-throw-branches \
	    $(BUILD)/coverage/obj

$(BUILD)/inject: $(call objects,tests/faults/inject.c)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS_KAFKA)

.PHONY: faults
faults: $(PROGRAMS) $(BUILD)/inject ## every fault in full, which takes hours; FAULT=WORD picks some; then the table
	@tests/deps.sh build test
	@BUILD=$(BUILD) tests/faults/run.sh -f $(FAULT)
	@tests/faults/table.py $(BUILD)/faults/figures.ndjson

# make fuzz FUZZ_SECONDS=3600: each fuzzer for so long, from its corpus and the sample articles;
# FUZZERS="time token" runs these alone.
FUZZ_SECONDS ?= 60
FUZZERS       = $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_BUILD    = $(BUILD)/fuzz
FUZZ_FEEDS    = $(sort $(dir $(wildcard tests/feeds/*/input.*)))
FUZZ_FLAGS    = -fsanitize=address,undefined -fno-sanitize-recover=undefined

$(FUZZ_BUILD)/fuzz_%: $(FUZZ_BUILD)/obj/tests/fuzz/fuzz_%.o $(call objects,$(FEED_SRC)) $(FUZZ_BUILD)/libdisputewire.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -fsanitize=fuzzer -o $@ $^ $(LIBS_TAG)

.PHONY: fuzz fuzz-built
fuzz: ## run each fuzzer for FUZZ_SECONDS (60); what breaks is left in build/fuzz
	@tests/deps.sh build fuzz
	$(SUB) BUILD=$(FUZZ_BUILD) FUZZ_BUILD=$(FUZZ_BUILD) CC=clang LDFLAGS="$(FUZZ_FLAGS)" \
	    CFLAGS="-O1 -g $(FUZZ_FLAGS) -fsanitize=fuzzer-no-link" fuzz-built

fuzz-built: $(addprefix $(FUZZ_BUILD)/fuzz_,$(FUZZERS)) $(BUILD)/english.dww \
            $(BUILD)/names.dww
	@for f in $(FUZZERS); do \
	    dict=tests/fuzz/$$f.dict; [ -f $$dict ] || dict=tests/fuzz/wire.dict; \
	    mkdir -p $(BUILD)/corpus/$$f && \
	    $(FUZZ_BUILD)/fuzz_$$f -max_total_time=$(FUZZ_SECONDS) -timeout=20 -dict=$$dict \
	        -artifact_prefix=$(BUILD)/$$f- -print_final_stats=1 $(BUILD)/corpus/$$f \
	        tests/fuzz/corpus examples/articles $(FUZZ_FEEDS) || exit 1; \
	done

.PHONY: quality-syntax
quality-syntax: $(TAG) ## score of the parser on wire sentences; fails below its target
	@tests/quality/syntax.py $(TAG) tests/quality/wire.tsv

.PHONY: quality-events
quality-events: $(TAG) ## score of the events of our own sentences, by theme: learned from, held out
	@tests/quality/events.py $(TAG) $(EVENT_TEXTS)/train/*.txt
	@tests/quality/events.py $(TAG) $(EVENT_TEXTS)/heldout/*.txt

.PHONY: quality-html
quality-html: $(BUILD)/disputewire-producer ## score of the text found on HTML pages: seen while the reader was made, unseen
	@tests/quality/html.py $< tests/quality/html/seen/*.html
	@tests/quality/html.py $< tests/quality/html/unseen/*.html

$(BUILD)/bench-layers: $(call objects,tests/bench/layers.c) $(BUILD)/libdisputewire.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS_TAG)

.PHONY: bench
bench: $(PROGRAMS) $(BUILD)/bench-layers ## speed of processors and stream (real broker); FILE=articles.ndjson, BENCH_FLAGS
	@tests/deps.sh build test
	@BUILD=$(BUILD) tests/bench/run.sh $(if $(FILE),-f $(FILE)) $(BENCH_FLAGS)

# --- static checks ---------------------------------------------------------------------------

C_FILES = $(shell git ls-files -co --exclude-standard '*.[ch]')
SCRIPTS = $(shell git ls-files -co --exclude-standard '*.sh') tests/run .ci/run
PYTHONS = $(shell git ls-files -co --exclude-standard '*.py')

.PHONY: lint lint-format lint-c lint-scripts format
lint: lint-format lint-scripts lint-c ## layout, clang-tidy, shellcheck, table checks

lint-format:
	@clang-format --dry-run -Werror $(C_FILES)

lint-c: $(TABLE_INC) $(STYLE_INC) $(BUILD)/gen/lexicon.inc
	@printf '%s\n' $(filter %.c,$(C_FILES)) | \
	    xargs -P $(shell nproc) -I @ clang-tidy --quiet @ -- -std=c17 $(CPPFLAGS_ALL) 2>/dev/null

lint-scripts:
	@shellcheck $(SCRIPTS)
	@python3 -c 'import ast, sys; [ast.parse(open(f).read(), f) for f in sys.argv[1:]]' $(PYTHONS)

format: ## lay out all C sources
	clang-format -i $(C_FILES)

# --- install, uninstall, dist ----------------------------------------------------------------

include packaging/packaging.mk

.PHONY: clean help
clean: ## remove all that was generated
	rm -rf $(BUILD)

help: ## this list
	@echo 'Disputewire $(VERSION): targets'
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  %-12s %s\n", $$1, $$2 }' Makefile packaging/packaging.mk
	@echo
	@echo 'variables: BUILD=$(BUILD) PREFIX=$(PREFIX) DESTDIR CC CFLAGS CPPFLAGS LDFLAGS WERROR=0|1'

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
