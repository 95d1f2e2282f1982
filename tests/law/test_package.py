"""The public names of gongkai.law, and what importing it costs."""

import importlib
import pkgutil
import subprocess
import sys

import pytest

import gongkai.law


@pytest.mark.parametrize("name", gongkai.law.__all__)
def test_every_public_name_can_be_had(name):
    assert getattr(gongkai.law, name) is not None


def test_no_public_name_is_also_a_module_so_the_order_of_imports_cannot_matter():
    modules = {module.name for module in pkgutil.iter_modules(gongkai.law.__path__)}
    assert modules & set(gongkai.law.__all__) == set()


def test_the_lazy_table_and_the_public_list_name_the_same_things():
    assert sorted(gongkai.law._HOME) == sorted(gongkai.law.__all__)


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError):
        importlib.import_module("gongkai.law").nothing  # noqa: B018


def test_importing_the_package_loads_none_of_its_modules():
    code = "import sys, gongkai.law; print([m for m in sys.modules if m.startswith('gongkai.law.')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_package_needs_nothing_outside_the_standard_library():
    code = (
        "import sys, pkgutil, importlib, gongkai.law as law\n"
        "[importlib.import_module(m.name) for m in pkgutil.walk_packages(law.__path__, 'gongkai.law.')]\n"
        "names = {m.partition('.')[0] for m in sys.modules}\n"
        "print(sorted(n for n in names - set(sys.stdlib_module_names) if not n.startswith('_')))"
    )
    done = subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, env={"PYTHONPATH": "src"})
    assert (done.stderr, done.stdout.strip()) == ("", "['gongkai']")
