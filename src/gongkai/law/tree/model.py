"""What a decision tree is made of, how to walk it with answers, and the proof that none of its paths goes astray."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.articles import Source
from gongkai.law.letters import LETTERS
from gongkai.law.outcomes import Outcome
from gongkai.law.remedies import Remedy, remedies_against


class Stage(StrEnum):
    """The five steps of the norm that 国办公开办函〔2020〕2号 forwards."""

    CORRECT = "补不补"
    PROPER = "该不该"
    EXISTS = "有没有"
    GIVE = "给不给"
    FIT = "当不当"


@dataclass(frozen=True, slots=True)
class Answer:
    """One way to answer a question, and the node or leaf it leads to."""

    key: str
    label: str
    to: str


@dataclass(frozen=True, slots=True)
class Node:
    """One question. ``hint``: what to do or look at before answering."""

    key: str
    stage: Stage
    question: str
    answers: tuple[Answer, ...]
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Where a path ends. ``letter``: the code in `LETTERS`, "" only where no letter is due and ``note`` says what is kept
    instead (decision 0014). ``disclosed_before``: for a repeated application, what the path has established."""

    key: str
    outcome: Outcome
    sources: tuple[Source, ...]
    letter: str
    note: str = ""
    disclosed_before: bool | None = None

    def remedies(self, decided_on: date) -> tuple[Remedy, ...]:
        """The remedies against this decision; none where there is no letter."""
        return remedies_against(self.sources, decided_on, disclosed_before=self.disclosed_before) if self.letter else ()


@dataclass(frozen=True, slots=True)
class Tree:
    """``root``: the key of the first node. Nodes and leaves share one space of keys."""

    root: str
    nodes: Mapping[str, Node]
    leaves: Mapping[str, Leaf]


@dataclass(frozen=True, slots=True)
class Taken:
    """One answered question, in words, for the record."""

    node: str
    stage: Stage
    question: str
    answer: str
    label: str


@dataclass(frozen=True, slots=True)
class Path:
    """How far the answers lead: ``leaf`` when they decide, else ``question`` is the next node."""

    taken: tuple[Taken, ...]
    leaf: Leaf | None
    question: Node | None

    def data(self) -> dict[str, object]:
        """Plain values for the record."""
        return {
            "steps": [
                {"stage": t.stage.value, "node": t.node, "question": t.question, "answer": t.answer, "label": t.label}
                for t in self.taken
            ],
            "outcome": self.leaf.outcome.value if self.leaf else None,
            "letter": self.leaf.letter or None if self.leaf else None,
            "sources": [str(source) for source in self.leaf.sources] if self.leaf else [],
            "next": self.question.key if self.question else None,
        }


class AnswerUnknown(GongkaiError):
    """An answer that its question does not offer, or to a question that the path never asks."""


def walk(answers: Mapping[str, str], tree: Tree) -> Path:
    """Follow ``answers`` (node key to answer key) from the root to a leaf or to the first open question.

    Raises `AnswerUnknown` for an answer not offered, and for one to a question that these answers do not reach: a record
    must not hold what played no part.
    """
    taken: list[Taken] = []
    key = tree.root
    while key in tree.nodes:
        node = tree.nodes[key]
        if key not in answers:
            break
        given = next((answer for answer in node.answers if answer.key == answers[key]), None)
        if given is None:
            offered = "、".join(f"{answer.key}（{answer.label}）" for answer in node.answers)
            raise AnswerUnknown(
                say(
                    "“{question}”不能回答“{answer}”。可选的有：{offered}。",
                    question=node.question,
                    answer=answers[key],
                    offered=offered,
                )
            )
        taken.append(Taken(key, node.stage, node.question, given.key, given.label))
        key = given.to
    if unused := sorted(answers.keys() - {t.node for t in taken}):
        raise AnswerUnknown(
            say("按前面的回答，用不到对“{nodes}”的回答。请删去，以免与处理记录不符。", nodes="、".join(unused))
        )
    return Path(tuple(taken), tree.leaves.get(key), tree.nodes.get(key))


def paths(tree: Tree) -> list[dict[str, str]]:
    """Every set of answers that reaches a leaf. Only for a tree without `faults`."""
    found: list[dict[str, str]] = []
    open_paths: list[tuple[str, dict[str, str]]] = [(tree.root, {})]
    while open_paths:
        key, answers = open_paths.pop()
        if key in tree.leaves:
            found.append(answers)
            continue
        open_paths += [(answer.to, {**answers, key: answer.key}) for answer in tree.nodes[key].answers]
    return found


def faults(tree: Tree) -> list[str]:
    """Everything wrong with a tree, in Chinese: dead ends, circles, nodes nobody reaches, outcomes and letters left out."""
    found: list[str] = []
    for node in tree.nodes.values():
        if len(node.answers) < 2 or len({answer.key for answer in node.answers}) != len(node.answers):
            found.append(say("“{node}”的回答少于两个或者重复。", node=node.key))
        for answer in node.answers:
            if (answer.to in tree.nodes) == (answer.to in tree.leaves):
                found.append(say("“{node}”的回答“{answer}”没有唯一的去处。", node=node.key, answer=answer.key))
    if found:
        return found
    reached, circles = _explore(tree)
    found += [say("“{node}”在一条路径上问了两次。", node=key) for key in sorted(circles)]
    found += [say("“{key}”到不了。", key=key) for key in sorted({*tree.nodes, *tree.leaves} - reached)]
    leaves = [leaf for key, leaf in tree.leaves.items() if key in reached]
    missing = set(Outcome) - {leaf.outcome for leaf in leaves}
    found += [say("没有一条路径得到“{outcome}”。", outcome=outcome) for outcome in sorted(missing)]
    wanted = {letter.code for letter in LETTERS.values() if letter.outcomes}
    found += [
        say("没有一条路径用到{letter}。", letter=code) for code in sorted(wanted - {leaf.letter for leaf in leaves})
    ]
    for leaf in leaves:
        if not leaf.letter and leaf.note:
            continue
        if leaf.letter not in LETTERS or leaf.outcome not in LETTERS[leaf.letter].outcomes:
            found.append(say("“{leaf}”的文书“{letter}”与办理结果不符。", leaf=leaf.key, letter=leaf.letter))
    return found


def _explore(tree: Tree) -> tuple[set[str], set[str]]:
    """Every key that the root leads to, and those that lead back to themselves."""
    reached: set[str] = set()
    circles: set[str] = set()
    done: set[str] = set()

    def visit(key: str, above: frozenset[str]) -> None:
        reached.add(key)
        if key in above:
            circles.add(key)
        elif key in tree.nodes and key not in done:
            for answer in tree.nodes[key].answers:
                visit(answer.to, above | {key})
            done.add(key)

    visit(tree.root, frozenset())
    return reached, circles
