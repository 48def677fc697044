"""OPML in and out: a list of feeds with their folders, names and per-feed settings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from pipeline.errors import BadInputError
from pipeline.feeds.entries import printable, whole_characters

FOLDER_SEPARATOR = "/"
# Attributes of an outline that are settings of ours, and their names in the table.
SETTINGS = ("interval_s", "zone", "login", "paused")
_PREFIX = "wirewatch_"
_LARGEST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class FeedListing:
    """One feed of an OPML file. `name` is the outlet's, `title` the feed's own; `folder` the folders that hold it, joined by "/"."""

    url: str
    name: str = ""
    folder: str = ""
    home: str = ""
    title: str = ""
    settings: dict[str, str] = field(default_factory=dict)


def read_opml(text: bytes) -> list[FeedListing]:
    """Return the feeds of an OPML file, each address once, in the order of the file.

    Raises BadInputError where the file is no OPML.
    """
    if len(text) > _LARGEST_BYTES:
        raise BadInputError(f"the OPML file is larger than {_LARGEST_BYTES // 1_000_000} MB")
    if b"<!entity" in text.replace(b"\0", b"").lower():
        raise BadInputError("the OPML file declares entities; take its DOCTYPE out")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(whole_characters(text.lstrip()), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadInputError(f"the file cannot be read as OPML: {error}") from error
    if root is None or not isinstance(root.tag, str) or etree.QName(root).localname.lower() != "opml":
        raise BadInputError("the file is no OPML: its root element is not <opml>")
    found: dict[str, FeedListing] = {}
    for child in root:
        if isinstance(child.tag, str) and child.tag.lower() == "body":
            _walk(child, (), found)
    return list(found.values())


def _walk(element: etree._Element, folders: tuple[str, ...], found: dict[str, FeedListing]) -> None:
    for outline in element:
        if not isinstance(outline.tag, str) or outline.tag.lower() != "outline":
            continue
        attributes = {str(name).lower(): printable(str(value)).strip() for name, value in outline.attrib.items()}
        name = attributes.get("text") or attributes.get("title", "")
        if url := attributes.get("xmlurl", ""):
            settings = {key: attributes[_PREFIX + key] for key in SETTINGS if attributes.get(_PREFIX + key)}
            folder = FOLDER_SEPARATOR.join(folders)
            title = attributes.get("title", "")
            listing = FeedListing(
                url, name, folder, attributes.get("htmlurl", ""), title if title != name else "", settings
            )
            found.setdefault(url, listing)
            _walk(outline, folders, found)
        else:
            _walk(outline, (*folders, *_levels(name)), found)


def _levels(name: str) -> list[str]:
    return [level.strip() for level in name.split(FOLDER_SEPARATOR) if level.strip()]


def write_opml(feeds: Iterable[FeedListing], *, title: str = "Wirewatch feeds") -> bytes:
    """Return an OPML 2.0 file of some feeds; reading it gives the same feeds, by folder."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = title
    body = etree.SubElement(root, "body")
    places: dict[tuple[str, ...], etree._Element] = {(): body}
    for feed in feeds:
        parent = _folder(places, tuple(_levels(feed.folder)))
        outline = etree.SubElement(parent, "outline", type="rss", text=feed.name, xmlUrl=feed.url)
        if feed.title and feed.title != feed.name:
            outline.set("title", feed.title)
        if feed.home:
            outline.set("htmlUrl", feed.home)
        for key in SETTINGS:
            if value := feed.settings.get(key):
                outline.set(_PREFIX + key, value)
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _folder(places: dict[tuple[str, ...], etree._Element], path: tuple[str, ...]) -> etree._Element:
    if path not in places:
        places[path] = etree.SubElement(_folder(places, path[:-1]), "outline", text=path[-1])
    return places[path]
