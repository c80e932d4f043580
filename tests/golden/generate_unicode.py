"""Writes src/JakSignals/Cases/unicode-forms.txt from Python's unicodedata: what NFKC needs, so that a fold depends on no library of the machine.

Run: python3 tests/golden/generate_unicode.py > src/JakSignals/Cases/unicode-forms.txt
Lines: `D point sequence` full compatibility decomposition; `C point first second` primary composite; `O first last class` canonical order.
Hangul syllables are left out: they are composed by arithmetic.
"""
import sys
import unicodedata

print(f"# Unicode {unicodedata.unidata_version}, from Python {sys.version.split()[0]} unicodedata by tests/golden/generate_unicode.py. "
      "Data of the Unicode Character Database, Unicode License v3.")
points = [p for p in range(0xA0, 0x110000) if not 0xD800 <= p <= 0xDFFF and not 0xAC00 <= p <= 0xD7A3]
for p in points:
    full = unicodedata.normalize("NFKD", chr(p))
    if full != chr(p):
        print("D", f"{p:X}", " ".join(f"{ord(c):X}" for c in full))
for p in points:
    parts = unicodedata.decomposition(chr(p)).split()
    if len(parts) == 2 and not parts[0].startswith("<") and unicodedata.normalize("NFC", chr(p)) == chr(p):
        print("C", f"{p:X}", parts[0].lstrip("0"), parts[1].lstrip("0"))
start = None
for p in points + [0x110000]:
    order = unicodedata.combining(chr(p)) if p < 0x110000 else 0
    if start and (order != start[1] or p != last + 1):
        print("O", f"{start[0]:X}", f"{last:X}", start[1])
        start = None
    if order and not start:
        start = (p, order)
    last = p
