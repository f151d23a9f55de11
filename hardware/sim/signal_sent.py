"""The test signal: eight bytes at 115200 baud, 8N1, with the shortest and the longest runs of equal bits there are."""
BAUD = 115200
BIT = 1 / BAUD
SENT = bytes.fromhex("5500FF2F21550180")
LEAD = 2 * BIT  # idle line before the first start bit
RISE = 200e-9  # of the meter's driver
BITS = [b for byte in SENT for b in (0, *((byte >> i) & 1 for i in range(8)), 1)]
END = LEAD + len(BITS) * BIT + 2 * BIT
IDEAL_EDGES = [LEAD + i * BIT for i in range(len(BITS)) if BITS[i] != (BITS[i - 1] if i else 1)]
