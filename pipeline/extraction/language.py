"""The languages that can be read: each is a folder beside this file that has a `language.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from importlib.util import find_spec
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from pipeline.domain.article import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

MANIFEST = "language.toml"
_KEY = "language"  # of a document's user_data


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One language: its spaCy model, and the folder with its word lists and weights.

    Two are the same only if they are one object: the modules keep by it (`functools.cache`) what they make of its lists.
    """

    code: str  # ISO 639-1; the name of the folder
    name: str
    model: str  # of an installed package, or of a folder within the folder
    lookup_forms: bool  # the model's attribute ruler and lemmatizer go by a word's form, tag and label alone
    stand_in: tuple[str, str]  # a first name and a surname that the model knows well
    body_stand_in: str  # the acronym of a body that it knows well
    folder: Traversable
    # A noun, those behind which it is mistaken, and what is parsed in its place.
    noun_stand_ins: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def is_installed(self) -> bool:
        """Whether its model is there."""
        return self.folder.joinpath(self.model).is_dir() or find_spec(self.model) is not None

    def table(self, *path: str) -> dict[str, Any]:
        """One TOML file of the folder."""
        return tomllib.loads(self.folder.joinpath(*path).read_text("utf-8"))


def languages_in(folder: Traversable) -> Mapping[str, Language]:
    """The languages that have a folder in this one, by code."""
    found = (sub for sub in folder.iterdir() if sub.is_dir() and sub.joinpath(MANIFEST).is_file())
    return MappingProxyType({sub.name: _read(sub) for sub in sorted(found, key=lambda sub: sub.name)})


def _read(folder: Traversable) -> Language:
    raw = tomllib.loads(folder.joinpath(MANIFEST).read_text("utf-8"))
    first, last = raw.pop("stand_in")
    return Language(code=folder.name, folder=folder, stand_in=(first, last), **{"lookup_forms": False, **raw})


@cache
def supported() -> Mapping[str, Language]:
    """The languages that ship with the product, by code."""
    return languages_in(resources.files(__package__))


def default() -> Language:
    """The language of what has no article: pairs to be typed, sentences to be learned from."""
    return supported()[DEFAULT_LANGUAGE]


def mark(doc: Doc, language: Language) -> None:
    """Note in a document which language it is in."""
    doc.user_data[_KEY] = language


def language_of(parsed: Doc | Span | Token) -> Language:
    """The language of a parsed text or part of one."""
    language: Language = parsed.doc.user_data[_KEY]
    return language
