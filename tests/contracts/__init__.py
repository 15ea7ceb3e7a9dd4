"""Contract tests: what every encoder, every index and every peer must do. An implementation inherits the class."""

import pytest

# The modules are not named test_*, so pytest has to be told to explain their assertions too.
pytest.register_assert_rewrite("tests.contracts.encoder", "tests.contracts.index", "tests.contracts.system")
