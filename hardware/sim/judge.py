"""What a run is judged by: the edges of the RX wave, the bytes a UART reads from it, and the limits."""
from bisect import bisect_right
from dataclasses import dataclass

from signal_sent import BIT, BITS, IDEAL_EDGES, LEAD, SENT

THRESHOLDS = (0.25, 0.5, 0.75)  # of the 3.3 V rail: where an ESP8266 may see LOW and must see HIGH
BAUD_ERRORS = (-0.03, -0.02, 0, 0.02, 0.03)


@dataclass
class Figures:
    """What one run measured."""

    low: float  # RX when LOW, V
    high: float  # RX when HIGH, as a share of the 3.3 V rail
    peak: float  # RX at its highest, V above the rail
    distortion: float  # of the time between two edges, in bits
    current: float  # into the meter's data pin, A


def crossings(time, wave, level):
    """Times at which the wave crosses the level, and whether it is above it at the start."""
    above = [value > level for value in wave]
    found = []
    for i in (i for i, (a, b) in enumerate(zip(above, above[1:])) if a != b):
        share = (level - wave[i]) / (wave[i + 1] - wave[i])
        found.append(time[i] + share * (time[i + 1] - time[i]))
    return found, above[0]


class Line:
    """A logic line: the level at a time, from its edges."""

    def __init__(self, edges, first):
        self.edges, self.first = edges, first

    def at(self, moment):
        return self.first ^ (bisect_right(self.edges, moment) & 1)

    def next_fall(self, moment):
        next_edge = bisect_right(self.edges, moment)
        next_edge += not self.at(moment)
        return self.edges[next_edge] if next_edge < len(self.edges) else None


def received(line, baud_error):
    """The bytes a UART reads: it starts at a falling edge and samples in the middle of its own bits."""
    bit, data, moment = BIT * (1 + baud_error), bytearray(), 0.0
    while (start := line.next_fall(moment)) is not None:
        data.append(sum(line.at(start + (i + 1.5) * bit) << i for i in range(8)))
        moment = start + 9.5 * bit
        if not line.at(moment):
            return None  # no stop bit
    return bytes(data)


def value_at(time, wave, moments):
    """The wave at each of the moments, which ascend."""
    found, i = [], 0
    for moment in moments:
        while time[i] < moment:
            i += 1
        found.append(wave[i])
    return found


def uart_faults(circuit, rail, time, rx):
    """Whether RX has an edge for each edge sent, and whether a UART reads what was sent, at any threshold and clock."""
    broken = set()
    for threshold in THRESHOLDS:
        edges, first = crossings(time, rx, threshold * rail)
        if len(edges) != len(IDEAL_EDGES):
            broken.add("edge count")
        line = Line(edges, first ^ circuit.inverted)
        if any(received(line, error) != SENT for error in BAUD_ERRORS):
            broken.add("bytes")
    return broken


def distortion(rail, time, rx):
    """How much the time between two edges differs from the ideal, at most, in bits."""
    edges, _ = crossings(time, rx, 0.5 * rail)
    if len(edges) != len(IDEAL_EDGES):
        return 1.0
    late = [edge - wanted for edge, wanted in zip(edges, IDEAL_EDGES)]
    return max(abs(b - a) for a, b in zip(late, late[1:])) / BIT


def judge(circuit, corner, run, distortion_limit):
    """The figures of one run, and the names of the limits it breaks."""
    time, rx, data, current = run
    settled = [LEAD + (i + 0.75) * BIT for i in range(len(BITS))]
    levels = value_at(time, rx, settled)
    highs = [bool(bit) ^ circuit.inverted for bit in BITS]
    figures = Figures(
        low=max(v for v, high in zip(levels, highs) if not high),
        high=min(v for v, high in zip(levels, highs) if high) / corner.rail,
        peak=max(rx) - corner.rail,
        distortion=distortion(corner.rail, time, rx),
        current=max(abs(i) for i, bit in zip(value_at(time, current, settled), BITS) if bit))
    data_high = min(v for v, bit in zip(value_at(time, data, settled), BITS) if not bit)
    limits = {
        "RX high": figures.high >= 0.8,
        "RX low": figures.low <= circuit.low_limit * corner.rail,
        "RX minimum": min(rx) >= -0.3,
        # Settled, no more than the chip's 3.6 V; at an edge the base's swing lifts the collector for a moment, through
        # the transistor's few picofarad.
        "RX maximum": max(levels) <= min(3.6, corner.rail + 0.2) + 0.001 and figures.peak <= 0.2,
        "pin current": figures.current <= 5e-3,
        "DATA high": circuit.inverted or corner.supply < 4.9 or data_high >= 4.0,
        "distortion": figures.distortion <= distortion_limit}
    return figures, {name for name, held in limits.items() if not held} | uart_faults(circuit, corner.rail, time, rx)
