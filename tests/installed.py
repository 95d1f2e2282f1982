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

# pytest-django tells a database in memory by Django's own engine; ours is one over it, so the name says it. Added and not put in
# place of what is there: a run of the doctests imports this file again, when Django has long filled in the rest.
if DATABASES["default"]["ENGINE"].endswith("sqlite"):  # noqa: F405
    DATABASES["default"].setdefault("TEST", {})["NAME"] = ":memory:"  # noqa: F405
