# Disputewire: `make help` lists the targets.

VERSION := 0.1.0
BUILD   ?= build
PREFIX  ?= /usr/local
WERROR  ?= 0

PACKAGES := rdkafka jansson libexttextcat

PACKAGE_CFLAGS := $(shell pkg-config --cflags $(PACKAGES) 2>/dev/null)
TEXTCAT_DIR    := $(shell pkg-config --variable=pkgdatadir libexttextcat 2>/dev/null)

CPPFLAGS_ALL = -I. -I$(BUILD)/gen -D_POSIX_C_SOURCE=200809L $(CPPFLAGS) \
               -DDW_TEXTCAT_DIR='"$(TEXTCAT_DIR)"' -DDW_DATA_DIR='"$(PREFIX)/share/disputewire"' \
               $(PACKAGE_CFLAGS)
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
           -Wwrite-strings -Wundef -Wformat=2 -Wvla $(if $(filter 1,$(WERROR)),-Werror)
HARDEN   = -fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE
CFLAGS  ?= -O2 -g
CFLAGS_ALL  = -std=c17 $(WARNINGS) $(HARDEN) $(CFLAGS)
LDFLAGS_ALL = -pie -Wl,-z,relro,-z,now $(LDFLAGS)
LIBS_TAG    = $(shell pkg-config --libs jansson libexttextcat) -lm
LIBS_KAFKA  = $(shell pkg-config --libs $(PACKAGES)) -lm -pthread

# --- sources: one library a folder, one main.c a program ------------------------------------

LIB_SRC      := $(wildcard processors/*.c processors/base/*.c processors/syntax/*.c \
                           processors/entity/*.c processors/event/*.c processors/time/*.c) $(wildcard schemas/*.c)
PRODUCER_SRC := $(filter-out producer/main.c,$(wildcard producer/*.c producer/feeds/*.c))
CONSUMER_SRC := $(filter-out consumer/main.c,$(wildcard consumer/*.c))
TAG_SRC      := $(wildcard processors/tag/*.c)
TABLES       := $(wildcard processors/lexicon/*.tsv)
UNIT_SRC     := $(wildcard tests/unit/test_*.c)

objects   = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
TABLE_INC = $(patsubst processors/lexicon/%.tsv,$(BUILD)/gen/lexicon/%.inc,$(TABLES))
PROGRAMS  = $(addprefix $(BUILD)/,disputewire-tag disputewire-producer disputewire-consumer \
                           disputewire-broker)
UNIT      = $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(UNIT_SRC))

.PHONY: all
all: $(PROGRAMS)

$(BUILD)/libdisputewire.a: $(call objects,$(LIB_SRC))
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/disputewire-tag: $(call objects,$(TAG_SRC)) $(BUILD)/libdisputewire.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS_TAG)

$(BUILD)/disputewire-producer: $(call objects,producer/main.c $(PRODUCER_SRC)) $(BUILD)/libdisputewire.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS_KAFKA)

$(BUILD)/disputewire-consumer: $(call objects,consumer/main.c $(CONSUMER_SRC) $(PRODUCER_SRC)) $(BUILD)/libdisputewire.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS_KAFKA)

$(BUILD)/disputewire-broker: $(call objects,producer/embedded/broker.c producer/kafka.c) $(BUILD)/libdisputewire.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS_KAFKA)

$(BUILD)/obj/%.o: %.c | $(TABLE_INC)
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

# --- weights of the syntactic layer: beside the programs, where they look first --------------

WEIGHTS = processors/syntax/weights/english.dww

$(BUILD)/english.dww: $(WEIGHTS)
	@mkdir -p $(@D)
	cp $< $@

$(PROGRAMS) $(UNIT): | $(BUILD)/english.dww

# make train SHARED=DIR: new weights from the treebanks in DIR/data/ud; ends with their scores.
TREEBANKS = $(addprefix $(SHARED)/data/ud/,ewt-dev.conllu ewt-test.conllu ewt-train.conllu \
                                           gum-permissive.conllu)
TRAIN_SRC := $(wildcard processors/syntax/train/*.c)

$(BUILD)/train-syntax: $(call objects,$(TRAIN_SRC)) $(BUILD)/libdisputewire.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ -lm

.PHONY: train
train: $(BUILD)/train-syntax
	$(if $(SHARED),,$(error make train needs SHARED=DIR, the folder that holds data/ud))
	$(BUILD)/train-syntax $(WEIGHTS) $(TREEBANKS)

# --- unit tests ------------------------------------------------------------------------------

$(BUILD)/unit/%: $(BUILD)/obj/tests/unit/%.o $(call objects,$(PRODUCER_SRC) $(CONSUMER_SRC)) $(BUILD)/libdisputewire.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $^ $(LIBS_KAFKA) -lcmocka

.PHONY: clean
clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
