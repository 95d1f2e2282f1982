"""What the leak gate finds and what it misses, kind by kind, over the corpus of made-up files and over sentences; and how long it takes.

    python benchmarks/leaks.py --sentences 10000

Recall: of the leaks planted, the share that was found. Precision: of the leaks found, the share that was planted. Files and their clean
twins, sentences with and without leaks count alike. ``--misses`` prints what went wrong. Then every file is cleaned: no string that was
hidden in it may be left in any part of the copy, and the copy is looked through again.
"""

from __future__ import annotations

import argparse
import sys
import time
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from corpus import CorpusFile, files
from corpus.prose import sentences
from gongkai.leaks import CannotClean, clean_file, mask_text, scan_file, scan_text


class Tally:
    """Planted, found, and found rightly, by kind."""

    def __init__(self) -> None:
        self.planted: Counter[str] = Counter()
        self.found: Counter[str] = Counter()
        self.right: Counter[str] = Counter()

    def add(self, planted: Counter[str], found: Counter[str]) -> None:
        self.planted += planted
        self.found += found
        self.right += planted & found

    def show(self, title: str) -> None:
        print(f"\n{title}\n{'kind':<18}{'planted':>8}{'found':>8}{'recall':>9}{'precision':>11}")
        for kind in sorted({*self.planted, *self.found}):
            recall = self.right[kind] / self.planted[kind] if self.planted[kind] else 1.0
            precision = self.right[kind] / self.found[kind] if self.found[kind] else 1.0
            print(f"{kind:<18}{self.planted[kind]:>8}{self.found[kind]:>8}{recall:>9.4f}{precision:>11.4f}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sentences", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    corpus = list(files())
    print(f"{len(corpus)} files, {sum(file.is_clean for file in corpus)} of them clean")
    of_files(corpus, options.misses)
    of_sentences(options.sentences, options.seed, options.misses)
    return cleaned(corpus)


def of_files(corpus: list[CorpusFile], misses: bool) -> None:
    tally = Tally()
    seconds: dict[str, list[float]] = {}
    for file in corpus:
        began = time.perf_counter()
        scan = scan_file(file.data, file.name)
        seconds.setdefault(file.format, []).append(time.perf_counter() - began)
        found = Counter(leak.kind.value for leak in scan.leaks)
        tally.add(Counter(file.kinds), found)
        if misses and found != Counter(file.kinds):
            print(f"  {file.name}: planted {dict(file.kinds)}, found {dict(found)}")
    tally.show("Files")
    print(f"\n{'format':<8}{'files':>6}{'median ms':>11}{'most ms':>9}")
    for name, times in seconds.items():
        times.sort()
        print(f"{name:<8}{len(times):>6}{1000 * times[len(times) // 2]:>11.1f}{1000 * times[-1]:>9.1f}")


def of_sentences(count: int, seed: int, misses: bool) -> None:
    tally = Tally()
    characters = again = 0
    spent = 0.0
    for text, kinds in sentences(count, seed):
        characters += len(text)
        began = time.perf_counter()
        leaks = scan_text(text)
        spent += time.perf_counter() - began
        found = Counter(leak.kind.value for leak in leaks)
        tally.add(Counter(kinds), found)
        again += sum(1 for leak in scan_text(mask_text(text, leaks)) if leak.masks)
        if misses and found != Counter(kinds):
            print(f"  {text} planted {kinds}, found {dict(found)}")
    tally.show(f"{count} sentences")
    print(f"{characters / spent / 1e6:.2f} million characters a second; found again after masking: {again}")


def cleaned(corpus: list[CorpusFile]) -> int:
    done = refused = left = 0
    for file in corpus:
        if file.format in ("txt", "html"):
            continue
        try:
            copy = clean_file(file.data, file.name)
        except CannotClean as error:
            refused += 1
            print(f"  {file.name}: {error}")
            continue
        done += 1
        held = content(copy.data)
        remains = [text for text in file.hidden if any(form in held for form in forms(text))]
        left += len(remains)
        for text in remains:
            print(f"  {file.name}: {text} is still there")
    print(f"\nCleaned {done} files, refused {refused}; hidden strings left: {left}")
    return 1 if refused or left else 0


def content(data: bytes) -> bytes:
    """The bytes of a file with its parts unpacked."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(BytesIO(data)) as package:
        return b"\n".join(package.read(name) for name in package.namelist())


def forms(text: str) -> list[bytes]:
    wide = text.encode("utf-16-be")
    return [text.encode(), text.encode("utf-16-le"), wide, wide.hex().encode(), wide.hex().upper().encode()]


if __name__ == "__main__":
    sys.exit(main())
