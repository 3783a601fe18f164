"""The names of HTML's elements by how a browser lays them out. Constants.

https://html.spec.whatwg.org/#rendering
"""

BLOCKS = frozenset(
    "address article aside blockquote body br center dd details dialog dir div dl dt fieldset"
    " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main"
    " menu nav ol optgroup option p plaintext pre search section summary table tbody tfoot thead"
    " caption tr ul xmp".split()
)
CELLS = frozenset(("td", "th"))
# Nothing of these is a word of the page; `rt` and `rp` say how a word is read.
UNSEEN = frozenset(
    "area audio base basefont canvas datalist embed frame frameset head iframe input link meta"
    " noembed noframes noscript object param rp rt rtc script select style svg math template"
    " textarea title track video".split()
)
STRUCK = frozenset(("del", "s", "strike"))
