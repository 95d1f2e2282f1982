"""Django's settings as the tests use them: those of the product, with the data folder in a place that is thrown away."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_HOME = tempfile.mkdtemp(prefix="gongkai-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
os.environ["GONGKAI_HOME"] = _HOME
Path(_HOME, "static").mkdir()
for _name in ("GONGKAI_DEMO", "GONGKAI_NOW", "GONGKAI_SEALING_KEYS"):
    os.environ.pop(_name, None)

from gongkai.config.settings import *  # noqa: E402, F403

# In a file, as in an installation, and not in memory: there the threads of a live server share one connection with the test, or
# one cache without any patience, and two requests at once fail as they never would. What is thrown away need not survive a power cut.
if DATABASES["default"]["ENGINE"].endswith("sqlite"):  # noqa: F405
    DATABASES["default"].setdefault("TEST", {})["NAME"] = str(Path(_HOME, "tests.sqlite3"))  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405
