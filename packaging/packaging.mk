# packaging.mk - what is installed where, and the archive of the sources.
#
# One table for install and uninstall: PLACES are kinds of files; DIR.kind is the folder below PREFIX,
# FILES.kind what goes there, under its own name. What is made for it is made in $(BUILD)/package.

MADE     = $(BUILD)/package
SHELLS   = bash zsh fish
NAMES    = $(notdir $(PROGRAMS))
RECORDS  = article tagged-article dispute-event
SERVICES = disputewire-producer disputewire-consumer

PLACES = bin data schemas man1 man5 unit sysusers tmpfiles doc monitoring example articles bash zsh fish

DIR.bin      = bin
FILES.bin    = $(PROGRAMS)
DIR.data     = share/disputewire
FILES.data   = $(BUILD)/english.dww $(BUILD)/names.dww
DIR.schemas  = share/disputewire/schemas
FILES.schemas = $(wildcard schemas/*.json schemas/*.yaml)
DIR.man1     = share/man/man1
FILES.man1   = $(NAMES:%=$(MADE)/%.1)
DIR.man5     = share/man/man5
FILES.man5   = $(RECORDS:%=$(MADE)/disputewire-%.5) schemas/disputewire-headers.5 examples/disputewire.properties.5
DIR.unit     = lib/systemd/system
FILES.unit   = $(SERVICES:%=$(MADE)/%.service)
DIR.sysusers = lib/sysusers.d
FILES.sysusers = packaging/sysusers.d/disputewire.conf
DIR.tmpfiles = lib/tmpfiles.d
FILES.tmpfiles = packaging/tmpfiles.d/disputewire.conf
DIR.doc      = share/doc/disputewire
FILES.doc    = README.md SECURITY.md CHANGELOG.md NOTICE LICENSE schemas/codebook.md \
               $(wildcard docs/*.md)
DIR.monitoring = share/disputewire/monitoring
FILES.monitoring = $(addprefix consumer/monitoring/,prometheus.yml rules.yml dashboard.json)
DIR.example  = share/doc/disputewire/examples
FILES.example = examples/disputewire.properties
DIR.articles = share/doc/disputewire/examples/articles
FILES.articles = $(wildcard examples/articles/*)
DIR.bash     = share/bash-completion/completions
FILES.bash   = $(NAMES:%=$(MADE)/bash/%)
DIR.zsh      = share/zsh/site-functions
FILES.zsh    = $(NAMES:%=$(MADE)/zsh/_%)
DIR.fish     = share/fish/vendor_completions.d
FILES.fish   = $(NAMES:%=$(MADE)/fish/%.fish)

# Ours alone, so that they go when all in them is gone; the deeper first.
OWN_DIRS = share/disputewire/schemas share/disputewire/monitoring share/disputewire \
           share/doc/disputewire/examples/articles share/doc/disputewire/examples \
           share/doc/disputewire

place   = $(DESTDIR)$(PREFIX)/$(DIR.$(1))
mode    = $(if $(filter bin,$(1)),755,644)
# A recipe's line, and its end.
define copy_to
	@install -d $(call place,$(1))
	install -m $(call mode,$(1)) $(FILES.$(1)) $(call place,$(1))

endef
define remove_from
	rm -f $(addprefix $(call place,$(1))/,$(notdir $(FILES.$(1))))

endef

.PHONY: install uninstall dist
install: $(foreach kind,$(PLACES),$(FILES.$(kind))) ## all that an installation has (DESTDIR, PREFIX)
	$(foreach kind,$(PLACES),$(call copy_to,$(kind)))

uninstall: ## what install has put there
	$(foreach kind,$(PLACES),$(call remove_from,$(kind)))
	@for dir in $(OWN_DIRS); do rmdir $(DESTDIR)$(PREFIX)/$$dir 2>/dev/null || :; done

# --- made for it -----------------------------------------------------------------------------

# Written anew when another PREFIX is asked for, and only then.
$(MADE)/prefix: FORCE
	@mkdir -p $(@D)
	@echo '$(PREFIX)' | cmp -s - $@ || echo '$(PREFIX)' >$@

.PHONY: FORCE
FORCE:

$(MADE)/%.service: consumer/%.service $(MADE)/prefix
	sed 's,@BINDIR@,$(PREFIX)/bin,' $< >$@

$(MADE)/%.service: producer/%.service $(MADE)/prefix
	sed 's,@BINDIR@,$(PREFIX)/bin,' $< >$@

# Pages of the manual on records say what the schemas say, and are of the day in MANUAL_DATE.
MANUAL_DATE = November 23, 2026

$(BUILD)/manual: packaging/manual.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) $(LDFLAGS_ALL) -o $@ $< $$(pkg-config --libs jansson)

$(MADE)/disputewire-%.5: schemas/%.schema.json $(BUILD)/manual
	@mkdir -p $(@D)
	$(BUILD)/manual disputewire-$* '$(MANUAL_DATE)' $< >$@

# Pages on programs have their options from the tables, in the place of the line .\" OPTIONS.
vpath %.1 consumer producer producer/embedded processors/tag

$(MADE)/%.1: %.1 $(BUILD)/option-tables
	@mkdir -p $(@D)
	awk -v options='$(BUILD)/option-tables manual $*' \
	    '/^\.\\" OPTIONS$$/ { fflush(); system(options); next } { print }' $< >$@

$(MADE)/bash/%: $(BUILD)/%
	@mkdir -p $(@D)
	$< --completion bash >$@

$(MADE)/zsh/_%: $(BUILD)/%
	@mkdir -p $(@D)
	$< --completion zsh >$@

$(MADE)/fish/%.fish: $(BUILD)/%
	@mkdir -p $(@D)
	$< --completion fish >$@

# --- sources ---------------------------------------------------------------------------------

DIST = disputewire-$(VERSION)
EPOCH = $(or $(SOURCE_DATE_EPOCH),$(shell git log -1 --format=%ct))

# The same commit gives the same bytes, whoever makes the archive and when.
dist: ## an archive of what is committed
	@rm -rf $(BUILD)/$(DIST) && mkdir -p $(BUILD)
	git archive --prefix=$(DIST)/ HEAD | tar -x -C $(BUILD)
	tar -c -C $(BUILD) --format=gnu --sort=name --mtime=@$(EPOCH) --owner=0 --group=0 \
	    --numeric-owner --mode=u=rwX,go=rX $(DIST) | gzip -n >$(BUILD)/$(DIST).tar.gz
	@rm -rf $(BUILD)/$(DIST)
	@echo $(BUILD)/$(DIST).tar.gz

# --- Debian ----------------------------------------------------------------------------------

DEB = $(BUILD)/deb

# From the archive alone, as everybody else would build it, with the fast tests.
.PHONY: deb deb-test
deb: dist ## a Debian package, checked by lintian
	@tests/deps.sh build deb
	@rm -rf $(DEB) && mkdir -p $(DEB)
	tar -xz -C $(DEB) -f $(BUILD)/$(DIST).tar.gz
	cp $(BUILD)/$(DIST).tar.gz $(DEB)/disputewire_$(VERSION).orig.tar.gz
	cp -R $(DEB)/$(DIST)/packaging/debian $(DEB)/$(DIST)/debian
	cd $(DEB)/$(DIST) && env -u BUILD -u MAKEFLAGS -u MAKEOVERRIDES dpkg-buildpackage -us -uc
	lintian --fail-on error,warning $(DEB)/*.changes
	@ls $(DEB)/*.deb

deb-test: deb ## the package on a Debian booted for it: installed, run, upgraded, purged by docs/install.md; wants root
	@tests/deps.sh test booted
	@BUILD=$(BUILD) tests/run tests/docs/booted.py
