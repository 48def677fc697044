"""The one address of an article, whatever address a feed gives for it."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from tld import get_fld

_DEFAULT_PORTS = {"http": 80, "https": 443}
# Parameters that tell where a reader came from, never which article it is.
_TRACKING = frozenset({
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "twclid", "ttclid", "yclid", "igshid", "igsh",
    "mc_cid", "mc_eid", "mkt_tok", "oly_anon_id", "oly_enc_id", "ref_src", "ref_url", "cmpid", "ocid", "ncid",
    "icid", "int_source", "int_medium", "int_campaign", "s_cid", "sr_share", "smid", "smtyp", "spm", "wt_mc",
    "wt.mc_id", "xtor", "at_medium", "at_campaign", "at_custom1", "at_custom2", "at_custom3", "at_custom4",
    "at_bbc_team", "at_link_id", "at_link_type", "at_link_origin", "at_format", "at_ptr_name",
    "at_campaign_type", "guccounter", "guce_referrer", "guce_referrer_sig", "feedtype", "rss", "partner_source",
    "__twitter_impression", "echobox", "soc_src", "soc_trk", "taid", "tpcc", "traffic_source", "vero_id",
    "_hsenc", "_hsmi", "__hssc", "__hstc", "hsctatracking", "piwik_campaign", "pk_campaign", "pk_kwd",
    "pk_source", "pk_medium", "mtm_campaign", "mtm_source", "mtm_medium", "mtm_keyword",
})  # fmt: skip
_TRACKING_PREFIXES = ("utm_", "ga_", "stm_", "itm_", "hsa_", "cm_mmc")
_AMP_PARAMETERS = frozenset(
    {("amp", ""), ("amp", "1"), ("amp", "true"), ("outputtype", "amp"), ("outputtype", "valid")}
)
_AMP_PATH = re.compile(r"(?:/amp/?|\.amp(?=\.html?$|$)|/amp(?=/index\.html?$))$|\.amp(?=\.html?$)", re.IGNORECASE)
_OTHER_HOST = re.compile(r"^(?:amp|m|mobile)\.(?=[^.]+\.[^.]+)")
_WORD = re.compile(r"\w{4,}")  # "in" and "of" say nothing of an article
_UNFIT = re.compile(r"[\x00-\x20\x7f\ud800-\udfff]")
_KEPT_IN_PATH = "/%:@!$&'()*+,;=-._~"


def canonical_url(url: str) -> str | None:
    """Return the address that stands for an article; None where it is no http(s) address.

    Scheme and host in lower case, no default port, no user name, no fragment, no tracking parameters; AMP and mobile
    addresses as those of the main site. All else stays as it is, so that a plain address is its own canonical one.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return None
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    if scheme not in _DEFAULT_PORTS or not host or _UNFIT.search(url.strip()):
        return None
    main_host = _OTHER_HOST.sub("www.", host)
    netloc = f"[{main_host}]" if ":" in main_host else main_host
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        netloc = f"{netloc}:{port}"
    path = _AMP_PATH.sub("", parts.path) or "/"
    return urlunsplit((scheme, netloc, quote(path, safe=_KEPT_IN_PATH), _query(parts.query), ""))


def _query(query: str) -> str:
    if not query:
        return ""
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=100)
    except ValueError:
        return query
    kept = [(name, value) for name, value in pairs if not _is_noise(name.lower(), value.lower())]
    # Untouched where nothing is dropped: another spelling of the same query would be another address.
    return query if len(kept) == len(pairs) else urlencode(kept)


def _is_noise(name: str, value: str) -> bool:
    return name in _TRACKING or name.startswith(_TRACKING_PREFIXES) or (name, value) in _AMP_PARAMETERS


def registered_host(url: str) -> str | None:
    """Return the part of the host that someone registered ("bbc.co.uk"); host and port where it is an address.

    The last two labels stand for it where the ending is on no list.
    """
    try:
        parts = urlsplit(url)
        registered = get_fld(url, fail_silently=True)
    except ValueError:
        return None
    if registered:
        return str(registered).lower()
    host = parts.hostname or ""
    if ":" in host or host.replace(".", "").isdigit():
        return parts.netloc.rpartition("@")[2].lower()
    return ".".join(host.split(".")[-2:]) or None


def believed_landing(asked: str, landed: str, title: str, headline: str) -> str | None:
    """Return the canonical form of where a link led by redirects, or None where that is not believed to be its article.

    Dead links end at front pages, walls at forms: the page must bear the entry's title, by half of the words of either.
    """
    own, canonical = canonical_url(asked), canonical_url(landed)
    if canonical in {None, own} or urlsplit(canonical or "").path in {"", "/"}:
        return None
    words, others = (set(_WORD.findall(text.casefold())) for text in (title, headline))
    return canonical if 2 * len(words & others) >= max(1, min(len(words), len(others))) else None


def believed_canonical(url: str, claimed: str | None) -> str | None:
    """Return the canonical form of what a page claims as its address (rel=canonical), or None where it is not believed.

    A page may speak for its own registered host only, and a front page does not stand for an article: such links are
    mistakes of the template.
    """
    if not claimed:
        return None
    try:
        canonical = canonical_url(urljoin(url, claimed.strip()))
    except ValueError:
        return None
    own = canonical_url(url)
    if canonical is None or own is None or registered_host(canonical) != registered_host(own):
        return None
    if urlsplit(canonical).path in {"", "/"} and urlsplit(own).path not in {"", "/"} and not urlsplit(canonical).query:
        return None
    return canonical
