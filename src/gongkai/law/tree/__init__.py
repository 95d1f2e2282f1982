"""The decision tree 补不补 → 该不该 → 有没有 → 给不给 → 当不当.

Every path of answers ends in one leaf: one outcome, the articles to cite, the letter; `faults` proves it of any tree.
"""

from gongkai.law.tree.model import Answer, AnswerUnknown, Leaf, Node, Path, Stage, Taken, Tree, faults, paths, walk
from gongkai.law.tree.nodes import BEFORE_SENDING, TREE

__all__ = [
    "BEFORE_SENDING",
    "TREE",
    "Answer",
    "AnswerUnknown",
    "Leaf",
    "Node",
    "Path",
    "Stage",
    "Taken",
    "Tree",
    "faults",
    "paths",
    "walk",
]
