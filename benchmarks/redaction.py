"""What survives redaction: files of our own making are redacted, and the copies searched byte by byte and pixel by pixel.

    uv run python benchmarks/redaction.py [--files 240] [--seed 1] [--only docx,pdf] [--first 0] [--no-ocr] [--verify]

Prints for each kind of file how many there were, how many strings were planted and how many of them survive anywhere in the copy, and
how many of the things that must stay did. Two of twelve files hold pictures that tell something (``+``). The search
(tests/corpus/searching.py) uses other programs than the product (zipfile, pdfplumber, PDFium, recognition of the drawn pages) and does
not call its check; ``--verify`` asks that, too, and counts what passes.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from corpus.redacting import to_redact
from corpus.searching import cuts_of, searched
from gongkai.redaction import redact, verify


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=240)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="kinds, such as docx,xlsx")
    parser.add_argument("--first", type=int, default=0, help="leave out the files before this one")
    parser.add_argument("--no-ocr", action="store_true")
    parser.add_argument("--verify", action="store_true")
    options = parser.parse_args()
    files, planted, survivors, asked, stayed, cuts, passed = (Counter[str]() for _ in range(7))
    seconds: Counter[str] = Counter()
    chosen = set(filter(None, options.only.split(",")))
    for at, file in enumerate(to_redact(options.files, options.seed)):
        kind = file.kind + "+" * bool(file.pictures)
        if at < options.first or (chosen and kind not in chosen):
            continue
        own = cuts_of(file)
        began = time.perf_counter()
        made = redact(file.data, file.name, own).data
        seconds[kind] += time.perf_counter() - began  # type: ignore[assignment]
        strings = (*file.planted, *file.unseen)
        left, kept = searched(file, made, ocr=not options.no_ocr)
        files[kind] += 1
        cuts[kind] += len(own)
        planted[kind] += len(strings)
        survivors[kind] += len(left)
        asked[kind] += len(file.stays)
        stayed[kind] += len(kept)
        for string in left:
            print(f"  {file.name}: {string} survives")
        for string in set(file.stays) - set(kept):
            print(f"  {file.name}: {string} is gone")
        if options.verify:
            result = verify(file.data, made, own, file.name)
            passed[kind] += result.passed
            for check in result.checks:
                if not check.passed:
                    print(f"  {file.name}: {check.name}: {check.detail}")
    print(
        f"{'kind':<6}{'files':>7}{'cuts':>7}{'planted':>9}{'survive':>9}{'must stay':>11}{'stay':>7}{'ms each':>9}{'verified':>10}"
    )
    for kind in sorted(files):
        each = 1000 * seconds[kind] / files[kind]
        shown = str(passed[kind]) if options.verify else "-"
        print(
            f"{kind:<6}{files[kind]:>7}{cuts[kind]:>7}{planted[kind]:>9}{survivors[kind]:>9}{asked[kind]:>11}{stayed[kind]:>7}"
            f"{each:>9.0f}{shown:>10}"
        )
    total = sum(survivors.values())
    print(f"{sum(files.values())} files, {sum(planted.values())} strings planted, {total} survive; "
          f"{sum(stayed.values())} of {sum(asked.values())} stay")  # fmt: skip
    return 1 if total or stayed != asked else 0


if __name__ == "__main__":
    sys.exit(main())
