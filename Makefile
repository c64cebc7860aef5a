# Evenhand. The tree is the build description: every src/<layer>/*.c is part of the program, every test_*.c of tests/unit/*
# and tests/faults a test, every fuzz/fuzz_*.c a fuzz target, every bench/bench_*.c a benchmark, every tools/*.c a build-time tool.
#
#   make                   release build of the program:  build/release/evenhand
#   make VARIANT=check     the same with ASan and UBSan:  build/check/evenhand
#   make test              build and run every unit test with the sanitizers
#   make fuzz | bench | lint | format | install

VARIANT ?= release
CC      ?= cc
B       := build/$(VARIANT)
GEN     := build/generated

PACKAGES := sqlite3 libzip zlib expat xlsxwriter libutf8proc libxxhash libsodium libpcre2-8 libmicrohttpd libqrencode liboath libcurl libseccomp
WARN     := -Wall -Wextra -Wconversion -Wshadow -Wmissing-prototypes -Wvla -Werror
DEFS     := -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -DEH_VERSION='"$(shell cat VERSION)"'
INCLUDES := -Iinclude -Isrc -I$(GEN)
LIBS     := $(shell pkg-config --libs $(PACKAGES)) -lgeos_c -lstemmer -linih -lm -pthread
CFLAGS_release := -O2 -g -fno-plt
# Counting bits is one instruction on every 64-bit processor of this century that Debian 12 is likely to meet.
ifeq ($(shell uname -m),x86_64)
CFLAGS_release += -mpopcnt
endif
CFLAGS_check   := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
CFLAGS_fuzz    := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined
CFLAGS_cover   := -O0 -g --coverage
ifeq ($(VARIANT),fuzz)
CC := clang
endif
CFLAGS_ALL := -std=gnu17 -MMD -MP $(WARN) $(DEFS) $(INCLUDES) $(shell pkg-config --cflags $(PACKAGES)) $(CFLAGS_$(VARIANT)) $(CFLAGS)

SOURCES  := $(sort $(wildcard src/*/*.c src/web/*/*.c))
QUERIES  := $(sort $(wildcard src/store/queries/*.sql))
MIGRATES := $(sort $(wildcard src/store/migrations/*.sql))
TEMPLATES := $(sort $(wildcard src/web/*.html src/web/*/*.html))
CATALOGUES := $(sort $(wildcard po/*.po)) en-XA
VIEWS    := $(patsubst src/%,%,$(sort $(wildcard src/web/components/*.h src/web/pages/views*.h) src/web/pages/coverage.h src/web/pages/own.h))
ASSETS   := build/assets/site.css build/assets/site.js build/assets/map.css build/assets/map.js build/assets/icon.svg
GENERATED := $(GEN)/queries.h $(GEN)/messages.h $(GEN)/templates.h
LIB_OBJECTS := $(SOURCES:%.c=$(B)/%.o) $(patsubst %,$(B)/generated/%.o,queries messages templates assets)
TESTS    := $(patsubst %.c,$(B)/%,$(sort $(wildcard tests/unit/*/test_*.c tests/faults/test_*.c)))
FUZZERS  := $(patsubst %.c,$(B)/%,$(sort $(wildcard fuzz/fuzz_*.c)))
BENCHES  := $(patsubst %.c,$(B)/%,$(sort $(wildcard bench/bench_*.c)))

.PHONY: po all test fuzz fuzzers bench benches tests lint format clean install
.SECONDARY:
.DELETE_ON_ERROR:

all: $(B)/evenhand

$(B)/evenhand: $(B)/src/main.o $(B)/libevenhand.a
	$(CC) $(CFLAGS_ALL) -o $@ $^ $(LIBS)

$(B)/libevenhand.a: $(LIB_OBJECTS)
	@rm -f $@
	ar rcs $@ $^

$(B)/%.o: %.c | $(GENERATED)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -c -o $@ $<

$(B)/generated/%.o: $(GEN)/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -c -o $@ $<

# Build-time tools are plain programs for the machine that builds; those that need the library link it too.
build/tools/%: tools/%.c
	@mkdir -p $(@D)
	cc -std=gnu17 -O1 -g $(WARN) -D_GNU_SOURCE -o $@ $< -lm -lz

$(GEN)/queries.h: build/tools/gen_queries $(QUERIES) $(MIGRATES)
	@mkdir -p $(@D)
	build/tools/gen_queries $(GEN)/queries.h $(GEN)/queries.c $(MIGRATES) -- $(QUERIES)

$(GEN)/queries.c: $(GEN)/queries.h

$(GEN)/templates.h: build/tools/gen_templates $(TEMPLATES) $(wildcard po/*.po)
	@mkdir -p $(@D)
	build/tools/gen_templates $(GEN)/templates.h $(GEN)/templates.c $(VIEWS) -- $(TEMPLATES) -- $(CATALOGUES)

$(GEN)/templates.c: $(GEN)/templates.h

build/tools/gen_templates: tools/stretch.h tools/po.h
build/tools/gen_messages: tools/po.h

$(GEN)/messages.h: build/tools/gen_messages $(wildcard po/*.po)
	@mkdir -p $(@D)
	build/tools/gen_messages --header $(CATALOGUES) >$@

$(GEN)/messages.c: build/tools/gen_messages $(wildcard po/*.po) $(SOURCES) $(TEMPLATES)
	@mkdir -p $(@D)
	build/tools/gen_messages $(CATALOGUES) -- $(SOURCES) $(TEMPLATES) >$@

# The messages of the pages for translators, and what is new in them for each language. Needs Debian's gettext.
po: build/tools/gen_templates build/tools/gen_messages
	build/tools/gen_templates --pot $(TEMPLATES) >build/templates.pot
	build/tools/gen_messages --pot $(SOURCES) $(TEMPLATES) >build/words.pot
	msgcat --use-first --no-wrap --sort-output -o po/evenhand.pot build/templates.pot build/words.pot
	for language in $(wildcard po/*.po); do msgmerge --quiet --update --backup=none --no-wrap --no-fuzzy-matching $$language po/evenhand.pot || exit 1; done

build/assets/site.css: assets/package-lock.json $(wildcard assets/*.scss assets/*.js assets/*.svg) tools/build-assets
	tools/build-assets build/assets
	@touch build/assets/*

$(filter-out build/assets/site.css,$(ASSETS)): build/assets/site.css

$(GEN)/assets.c: build/tools/gen_assets $(ASSETS)
	@mkdir -p $(@D)
	build/tools/gen_assets $@ $(ASSETS)

tests: $(TESTS)

$(B)/tests/%: tests/%.c $(B)/libevenhand.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -Itests -o $@ $< $(B)/libevenhand.a -Wl,--as-needed -lcmocka -ljansson -lproj $(LIBS)

fuzzers: $(FUZZERS)

$(B)/fuzz/%: fuzz/%.c $(B)/libevenhand.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -fsanitize=fuzzer -o $@ $< $(B)/libevenhand.a $(LIBS)

benches: $(BENCHES)

$(B)/bench/%: bench/%.c $(B)/libevenhand.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -o $@ $< $(B)/libevenhand.a $(LIBS)

test:
	$(MAKE) VARIANT=check tests all
	tests/run build/check

fuzz:
	$(MAKE) VARIANT=fuzz fuzzers

bench:
	$(MAKE) VARIANT=release benches all
	bench/run

lint: build/tools/lint
	build/tools/lint .

format:
	clang-format -i $$(git ls-files '*.c' '*.h')

PREFIX ?= /usr/local
SHARE  := $(DESTDIR)$(PREFIX)/share

# Man pages and completion are made by the program itself, from its table of commands.
install: all
	install -D -m 755 $(B)/evenhand $(DESTDIR)$(PREFIX)/bin/evenhand
	install -d $(SHARE)/man/man1 $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions $(SHARE)/fish/vendor_completions.d
	$(B)/evenhand help --man >$(SHARE)/man/man1/evenhand.1
	for command in $$($(B)/evenhand help --list); do \
		$(B)/evenhand help $$command --man >$(SHARE)/man/man1/evenhand-$$command.1 || exit 1; \
	done
	$(B)/evenhand help --completion bash >$(SHARE)/bash-completion/completions/evenhand
	$(B)/evenhand help --completion zsh >$(SHARE)/zsh/site-functions/_evenhand
	$(B)/evenhand help --completion fish >$(SHARE)/fish/vendor_completions.d/evenhand.fish

clean:
	rm -rf build

-include $(LIB_OBJECTS:.o=.d) $(B)/src/main.d $(TESTS:=.d) $(FUZZERS:=.d) $(BENCHES:=.d)
