#!/usr/bin/env python3
"""Writes first inputs for every fuzz target into fuzz/corpus, from files of this repository.

Run in the repository: python3 fuzz/seeds.py. Targets take a byte or two before the content, which say how it is used.
"""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "fuzz" / "corpus"
READ = ROOT / "crates" / "corpus-read" / "tests"
# The order of NAMES in crates/corpus-read/tests/body/mod.rs.
NAMES = re.findall(r'"(a\.[a-z.]+)"', (READ / "body" / "mod.rs").read_text())


def put(target: str, name: str, content: bytes) -> None:
    folder = OUT / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name.replace("/", "_")).write_bytes(content)


def name_number(path: Path) -> int:
    endings = [name.removeprefix("a") for name in NAMES]
    fitting = [i for i, ending in enumerate(endings) if path.name.endswith(ending)]
    return max(fitting, key=lambda i: len(endings[i]), default=0)


for path in sorted((READ / "fixtures").rglob("*")):
    if path.is_file() and path.stat().st_size < 20_000:
        content = path.read_bytes()
        put("read", path.name, bytes([name_number(path)]) + content)
        kind = {".rtf": 0, ".pdf": 1, ".docx": 7}.get(path.suffix)
        if kind is not None:
            head = {0: b"{\\rtf1", 1: b"%PDF-1.5\n", 7: b"PK\x03\x04"}[kind]
            put("documents", path.name, bytes([kind]) + content.removeprefix(head))
put("documents", "map", bytes([3]) + b"1 beginbfchar <41> <0042> endbfchar 1 beginbfrange <41> <43> <0061> endbfrange")
put("documents", "page", bytes([2]) + b"BT /F 10 Tf 12 TL 9 99 Td (The pier) Tj T* [(is) -300 (shut)] TJ ET")
put("documents", "word", bytes([4]) + b"<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>The pier</w:t></w:r></w:p></w:body></w:document>")
put("documents", "open", bytes([5]) + b"<office:document-content><office:body><text:h>Pier</text:h><text:p>It is<text:s/>shut.</text:p></office:body></office:document-content>")
put("documents", "book", bytes([6]) + b"<package><manifest><item id='a' href='a.xhtml' media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/></spine></package>")

kinds = {".txt": 0, ".md": 1, ".html": 2}
for path in sorted((ROOT / "corpus").rglob("*")):
    if path.suffix in kinds:
        content = path.read_bytes()
        put("clean", path.name, bytes([kinds[path.suffix]]) + content)
        put("dates", path.name, content[:1500])

# What tests ask and mark is what queries and dates look like.
for path in sorted((ROOT / "crates" / "corpus-search").rglob("*.rs")):
    for i, words in enumerate(re.findall(r'(?:parse|search|check|ids)\(\s*"((?:[^"\\]|\\.)*)"', path.read_text())):
        put("query", f"{path.stem}-{i}", words.replace('\\"', '"').encode())
for i, words in enumerate(re.findall(r'"([^"\n]*⟦[^"\n]*)"', (ROOT / "crates/corpus-annotate/src/date/tests.rs").read_text())):
    put("dates", f"test-{i}", re.sub(r"[⟦⟧]|\|[^⟧]*⟧", "", words).encode())
for section in range(24):
    put("pack", f"section-{section}", bytes([section, 0, 1, 2, 3, 4]))

for folder in sorted(OUT.iterdir()):
    print(folder.name, len(list(folder.iterdir())))
