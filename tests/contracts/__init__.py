"""Contract tests: what every encoder and every index must do. An implementation inherits the class."""

import pytest

# The modules are not named test_*, so pytest has to be told to explain their assertions too.
pytest.register_assert_rewrite("tests.contracts.encoder", "tests.contracts.index")
