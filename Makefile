# Short names for dev.py, which does the work (python3 dev.py help). More arguments: make test ARGS="-k payment"
PYTHON ?= python3
ARGS ?=

.PHONY: env demo run test test-all check bench lock sbom

env demo run test test-all check bench lock sbom:
	@$(PYTHON) dev.py $@ $(ARGS)
