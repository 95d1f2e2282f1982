"""One report put together from its stream: which table each segment stands in, which edition each table is, what is missing."""

from __future__ import annotations

from gongkai.documents.model import Document, Place
from gongkai.language import say
from gongkai.reports.editions import Edition, TableForm
from gongkai.reports.model import TABLES, AnnualReport, CellId, Doubt, FilledTable, Reading, Value
from gongkai.reports.recognise.blocks import read_blocks
from gongkai.reports.recognise.cells import Cells
from gongkai.reports.recognise.contexts import set_contexts
from gongkai.reports.recognise.identity import Identity, identify
from gongkai.reports.recognise.items import Segment, Stream
from gongkai.reports.recognise.labels import Vocabulary, core
from gongkai.reports.recognise.matrix import read_head, read_matrix
from gongkai.reports.recognise.rows import Candidate, Found, candidates_of, resolve
from gongkai.reports.recognise.sections import Extent, sections_of
from gongkai.reports.recognise.several import line_of, where_another_begins
from gongkai.reports.recognise.signature import signature_of
from gongkai.reports.recognise.wide import read_wide


class Recognition:
    def __init__(self, document: Document, stream: Stream, vocabulary: Vocabulary, text: str) -> None:
        self.document = document
        self.stream = stream
        self.vocabulary = vocabulary
        self.text = text
        uncertain: frozenset[Place] = frozenset(getattr(document.source, "uncertain", ()))
        self.cells = Cells(uncertain=uncertain)

    def reading(self) -> Reading:
        candidates = candidates_of(self.stream.segments, self.vocabulary)
        who = identify(self.stream.prose, self.document.title, _first_table_line(candidates))
        kept = self._one_report_only(who, candidates)
        if len(kept) < len(candidates):
            candidates = kept
            who = identify(self.stream.prose, None, _first_table_line(candidates))
        set_contexts(candidates, self.stream.prose, self.vocabulary)
        segments = self.stream.segments
        fallback = self._edition_of_blocks(who.year)
        table_editions: dict[str, str] = {}
        extents: dict[str, Extent] = {}
        for table in TABLES:
            mine = [c for c in candidates if c.segment.context == table and c.segment.slots]
            edition, used = self._read_table(table, mine, fallback)
            table_editions[table] = edition.id
            if used:
                extents[table] = self._extent(segments, used)
        report_edition = self.vocabulary.editions[table_editions["proactive"]]
        if len(set(table_editions.values())) > 1:
            used_forms = "、".join(
                say("“{name}”用{edition}年格式", name=self.vocabulary.editions[e].tables[t].name, edition=e)
                for t, e in table_editions.items()
            )
            self.cells.doubt("editions-mixed", say("各表所用的报告格式不一致：{list}。", list=used_forms))
        lines = self.stream.prose
        agency = self._agency(who)
        keys = ["".join(line.key.split()) for line in lines]
        ended = max((e.last for e in extents.values()), default=None)
        body = None if ended is None else next((i for i, p in enumerate(lines) if p.line > ended), len(lines)) - 1
        signed = signature_of(keys, agency=agency, year=who.year, title=who.index, body=body)
        signature = lines[signed.first].line if signed.first is not None else None
        sections, preamble, preamble_lines = sections_of(
            lines, report_edition, self.vocabulary, extents, who.line, signature
        )
        if who.rivals:
            message = say(
                "文中有几个不同的报告标题，如“{other}”，不能确定哪一个是本报告的，按“{title}”读取。",
                other=who.rivals[0],
                title=who.title,
            )
            self.cells.doubt("agency-unclear", message, place=who.place)
            self.cells.doubt("year-unclear", message, place=who.place)
        if who.year is None:
            self.cells.doubt("year-missing", say("没有找到报告年度。"))
        tables = {}
        for table in TABLES:
            form = self.vocabulary.editions[table_editions[table]].tables[table]
            tables[table] = self._filled(form, table_editions[table], table in extents)
        report = AnnualReport(
            agency=agency,
            year=who.year,
            edition=report_edition.id,
            tables=tables,
            sections=sections,
            title=who.title,
            preamble=preamble,
            signed_by=signed.by,
            signed_on=signed.on,
            preamble_lines=preamble_lines,
        )
        if not extents and not sections and who.title is None:
            message = say(
                "没有找到年度报告的标题、六个部分和表格，这可能不是政府信息公开工作年度报告。请核对是不是选错了文件。"
            )
            self.cells.doubts.insert(0, Doubt("not-a-report", message))
        marks = {"title": who.place} if who.title is not None else {}
        if signed.at is not None:
            marks["signature"] = lines[signed.at].place
        return Reading(report, self.cells.places, self.cells.printed, tuple(self.cells.doubts), self.text, marks)

    def _extent(self, segments: list[Segment], used: set[int]) -> Extent:
        """From the first line of the table's head to its last figure. The words before the first figures may hold much
        else (headings, running text); the head begins where nothing but the form's own words follows."""
        lines = [slot.line for i in used for slot in segments[i].slots]
        words = [word.line for i in used if i != min(used) for word in segments[i].words]
        opening = segments[min(used)].words
        first = min(lines)
        for word in reversed(opening):
            text = core(word.text)
            if word.line < first and text in self.vocabulary.headings and word.origin == "line":
                break
            if word.line < first and (
                self.vocabulary.belongs_to_table(text) or text in self.vocabulary.rows or len(text) <= 4
            ):
                first = word.line
        return Extent(first, max([*lines, *words]))

    def _one_report_only(self, who: Identity, candidates: list[Candidate]) -> list[Candidate]:
        """Where a second report begins in the same file, read the first and say so."""
        starts = {
            (form.key, next(iter(form.rows)))
            for edition in self.vocabulary.editions.values()
            for form in edition.tables.values()
            if form.layout == "matrix"
        }
        first_rows = [c.segment for c in candidates if c.hit and c.hit.name in starts and c.segment.figures]
        if len(first_rows) < 2:
            return candidates
        first, second = first_rows[0].slots[0].line, first_rows[1].slots[0].line
        at = where_another_begins(who, candidates, self.stream.prose, self.vocabulary, between=(first, second))
        if at is None:
            return candidates
        self.cells.doubt(
            "several-reports",
            say(
                "文件中不止一份报告，后一份自“{start}”开始。只读了第一份，请把各份分开再读。", start=self._words_at(at)
            ),
            place=next((p.place for p in self.stream.prose if p.line == at), Place()),
        )
        self.stream = Stream(
            [s for s in self.stream.segments if line_of(s) < at],
            [p for p in self.stream.prose if p.line < at],
            at,
        )
        return [c for c in candidates if line_of(c.segment) < at]

    def _words_at(self, line: int) -> str:
        return next((p.text for p in self.stream.prose if p.line >= line), "")[:40]

    def _edition_of_blocks(self, year: int | None) -> Edition:
        """The edition of table 2 by the column and row names that only one edition has; by the year where there are none."""
        editions = self.vocabulary.editions
        seen = {core(w.text) for s in self.stream.segments for w in s.words if len(w.text) < 80}
        scores: dict[str, int] = {}
        for edition in editions.values():
            others = {
                label
                for other in editions.values()
                if other.id != edition.id
                for label in _table_labels(other.tables["proactive"])
            }
            own = _table_labels(edition.tables["proactive"]) - others
            scores[edition.id] = len(own & seen)
        best = max(scores.values())
        leading = [id for id, score in scores.items() if score == best]
        if best and len(leading) == 1:
            return editions[leading[0]]
        usable = list(editions.values())
        if year is not None:
            covering = [e for e in usable if e.from_year <= year]
            return max(covering, key=lambda e: e.from_year) if covering else usable[0]
        return max(usable, key=lambda e: e.from_year)

    def _read_table(self, table: str, mine: list[Candidate], fallback: Edition) -> tuple[Edition, set[int]]:
        form = fallback.tables[table]
        if form.layout == "blocks":
            return fallback, read_blocks(form, mine, self.vocabulary, self.cells)
        if form.layout == "wide":
            return fallback, read_wide(form, mine, self.cells)
        return self._read_matrix(table, mine, fallback)

    def _read_matrix(self, table: str, mine: list[Candidate], fallback: Edition) -> tuple[Edition, set[int]]:
        """Try every edition; the one that explains the most rows is the one that was used."""
        tried: list[tuple[int, bool, Edition, list[Found], Cells]] = []
        figures = sum(bool(c.segment.figures) for c in mine)
        for edition in sorted(self.vocabulary.editions.values(), key=lambda e: e.id != fallback.id):
            scratch = Cells()
            found = resolve(edition.tables[table], mine, self.vocabulary, scratch)
            rows = {f.row for f in found if f.doubt is None}
            tried.append((len(rows), edition.id == fallback.id, edition, found, scratch))
            if len(rows) == len(edition.tables[table].rows) and len(found) == figures:
                break  # every row of the form and every figure is accounted for: no other edition can do better
        tried.sort(key=lambda t: (t[0], t[1]), reverse=True)
        _, _, edition, found, scratch = tried[0]
        form = edition.tables[table]
        self.cells.doubts.extend(scratch.doubts)
        head = read_head(form, [s for s in self.stream.segments if s.context == table], self.vocabulary)
        if found and not head.order:
            message = say("没有找到{name}表的表头，各列按格式规定的次序读取。", name=form.name)
            self.cells.doubt("head-missing", message, place=found[0].segment.place)
        once = self._without_repeats(form, found)
        self._doubt_what_a_repeat_lends(form, found, once)
        read_matrix(form, once, head, self.cells)
        if len(tried) > 1 and tried[1][0] == tried[0][0]:
            self._doubt_the_difference(form, tried[1][2].tables[table], once)
        return edition, {f.index for f in once}

    def _doubt_the_difference(self, form: TableForm, other: TableForm, found: list[Found]) -> None:
        """Both editions explain as many rows: the rows that only one of them has are not certain."""
        for item in found:
            if item.row not in other.rows:
                ids = [CellId(form.key, item.row, c.key) for c in form.blocks[0].columns]
                self.cells.doubt_all(
                    ids, "edition-unclear", say("无法确定此表用的是哪一年的格式，此行请核对。"), item.segment.place
                )

    def _doubt_what_a_repeat_lends(self, form: TableForm, found: list[Found], once: list[Found]) -> None:
        """Where the whole table is printed again, a row that only the second copy has is not certain to be the first's."""
        order = {row: i for i, row in enumerate(form.rows)}
        farthest, seen = -1, set[str]()
        again: int | None = None
        for item in sorted(found, key=lambda f: f.index):
            if item.row in seen and order[item.row] + 1 < farthest:
                again = item.index
                break
            seen.add(item.row)
            farthest = max(farthest, order[item.row])
        if again is None:
            return
        for item in once:
            if item.index > again and item.doubt is None:
                item.doubt = ("row-repeated", say("此表出现两次，此行只在后一个表中有，请核对。"))

    def _without_repeats(self, form: TableForm, found: list[Found]) -> list[Found]:
        """The first of each row; a later one that says something else puts every differing cell in doubt."""
        first: dict[str, Found] = {}
        repeats: list[Found] = []
        for item in found:
            if item.row not in first:
                first[item.row] = item
            elif _fuller(item, first[item.row], len(form.blocks[0].columns)):
                repeats.append(first[item.row])
                first[item.row] = item
            else:
                repeats.append(item)
        for item in repeats:
            one = [s.figure.value if s.figure else None for s in first[item.row].segment.slots]
            two = [s.figure.value if s.figure else None for s in item.segment.slots]
            own = len(item.segment.figures) != len(form.blocks[0].columns) and not item.segment.anchored
            if not item.segment.figures or own:
                continue
            if [v for v in one if v is not None] == [v for v in two if v is not None]:
                self.cells.doubt(
                    "row-repeated",
                    say("“{row}”一行重复出现，数字相同。", row=_row_label(form, item.row)),
                    place=item.segment.place,
                )
            else:
                old, new = ("、".join(s.text for s in i.segment.figures) for i in (first[item.row], item))
                message = say("此行出现两次，先为“{old}”，后为“{new}”，取前者。", old=old, new=new)
                first[item.row].doubt = first[item.row].doubt or ("row-repeated", message)
        return list(first.values())

    def _agency(self, who: Identity) -> str | None:
        if who.agency is None:
            if who.generic:
                self.cells.doubt(
                    "agency-unclear", say("只写了“{name}”，没有写明是哪里的单位。", name=who.generic), place=who.place
                )
            else:
                self.cells.doubt("agency-missing", say("没有找到报告单位的名称。"))
            return None
        if who.variant and who.variant != who.agency:
            message = say("标题写“{short}”，正文写“{full}”，按后者读取。", short=who.agency, full=who.variant)
            self.cells.doubt("agency-unclear", message, place=who.place)
            return who.variant
        return who.agency

    def _filled(self, form: TableForm, edition: str, found: bool) -> FilledTable:
        rows: dict[str, dict[str, Value]] = {}
        for row, columns in form.rows.items():
            for column in columns:
                cell = CellId(form.key, row, column.key)
                if cell not in self.cells.values:
                    self.cells.values[cell] = None
                    if found:
                        self.cells.doubt("row-missing", say("没有找到“{row}”一行。", row=_row_label(form, row)), cell)
                    else:
                        self.cells.doubt("table-missing", say("没有找到“{name}”表。", name=form.name), cell)
                rows.setdefault(row, {})[column.key] = self.cells.values[cell]
        return FilledTable(edition, rows)


def _fuller(item: Found, other: Found, n: int) -> bool:
    """Whether ``item`` is plainly the row of the form and ``other`` some lines of the body's own with the same words."""
    mine, its = len(item.segment.figures), len(other.segment.figures)
    return (mine > 0 and its == 0) or (mine == n != its and item.segment.anchored >= other.segment.anchored)


def _first_table_line(candidates: list[Candidate]) -> int | None:
    """Where the first row of a statutory table stands for certain."""
    sure = (c for c in candidates if c.hit and not c.hit.short and c.hit.quality == "exact" and c.segment.figures)
    return next((line_of(c.segment) for c in sure), None)


def _table_labels(form: TableForm) -> set[str]:
    out: set[str] = set()
    for block in form.blocks:
        for row in block.rows:
            out.update(core(label) for label in row.labels)
        for column in block.columns:
            out.update(core(label) for label in column.labels)
    return out


def _row_label(form: TableForm, row: str) -> str:
    return next(r.label for block in form.blocks for r in block.rows if r.key == row)
