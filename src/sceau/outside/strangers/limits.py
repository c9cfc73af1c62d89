"""How much of a stranger's file is looked at."""

from __future__ import annotations

from typing import Final

MEGABYTE: Final = 1024 * 1024

MOST_BYTES: Final = 20 * MEGABYTE  # of a file
MOST_PAGES: Final = 30  # whose words and links are read
MOST_PICTURED: Final = 5  # pages looked at for a square code, the first ones: 35 ms each
MOST_ATTACHMENTS: Final = 64  # opened; a file with more of them is read no further
LARGEST_ATTACHMENT: Final = 2 * MEGABYTE
MOST_ATTACHED: Final = 16 * MEGABYTE  # all attachments of a file together: a small file may unfold into a large one
MOST_LINKS: Final = 200
MOST_CODES: Final = 16  # on one picture
LONGEST_TEXT: Final = 200_000  # characters of all pages
MOST_PIXELS: Final = 60_000_000  # a photograph of a telephone has 12 to 50 million
LONG_SIDE: Final = 3_000  # pixels: a larger picture is made smaller before it is searched
LARGEST_PICTURE: Final = 8 * MEGABYTE  # inside a document
MOST_PARTS: Final = 5_000  # files in an office document
MOST_UNFOLDED: Final = 64 * MEGABYTE  # of an office document, all parts that are read together
LONGEST_LIST: Final = 2 * MEGABYTE  # of its own list of parts
MOST_SHEETS: Final = 20
MOST_ROWS: Final = 5_000  # of a spreadsheet, in which something stands
MOST_COLUMNS: Final = 200
LONGEST_CELL: Final = 4_000  # characters
LONGEST_MARKUP: Final = 4 * MEGABYTE  # of a page or a text with formatting, pictures in it included
MOST_FIELDS: Final = 10_000  # pieces of the fields of a text
DEEPEST: Final = 500  # groups in groups
LONGEST_ANSWER: Final = 48 * MEGABYTE  # of the process that opens them, attachments and all

SECONDS: Final = 8.0  # for one file
MEMORY: Final = 1_500_000_000  # bytes of addresses
MOST_FILES: Final = 500  # opened by one process, which then makes room for a fresh one
