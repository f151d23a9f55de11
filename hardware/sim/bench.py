"""The bench: a drawn circuit, a meter with its cable, and ngspice."""
import array
import itertools
import os
import re
import subprocess
import tempfile
from dataclasses import dataclass, replace
from typing import NamedTuple

from judge import judge
from signal_sent import BIT, BITS, END, LEAD, RISE

HERE = os.path.dirname(os.path.abspath(__file__))


class Corner(NamedTuple):
    """The outer conditions of a run."""

    supply: float  # at the pull-up, V
    rail: float  # 3.3 V rail of the ESP, V
    low: float  # what the meter calls LOW, at its pin, V
    cable: float  # F
    sink: float  # the most the meter sinks, A


def grid(supplies, rails, lows, cables, sinks):
    return tuple(Corner(*c) for c in itertools.product(supplies, rails, lows, cables, sinks))


@dataclass
class Circuit:
    """A drawn data path."""

    lines: list  # of ngspice
    supply: str = "5V"  # the net that feeds the pull-up
    inverted: bool = False  # RX is the DATA line, and the firmware inverts
    low_limit: float = 0.1  # RX when LOW, of the 3.3 V rail

    def without(self, part):
        return self.changed(part, None)

    def changed(self, part, line):
        lines = [line if l.startswith(part + " ") else l for l in self.lines]
        return replace(self, lines=[l for l in lines if l])


def read_circuit(folder, name, **options):
    with open(os.path.join(folder, name + ".cir"), encoding="ascii") as file:
        return Circuit([l.strip() for l in file if l.strip() and not l.startswith("*")], **options)


def meter_signal():
    """The meter's driver as a piecewise linear wave, 1 = it pulls its pin LOW: the P1 line is inverted, and idle is LOW."""
    points, level = [(0, 1)], 1
    for i, bit in enumerate(BITS):
        if bit != level:
            at = LEAD + i * BIT
            points += [(at - RISE / 2, level), (at + RISE / 2, bit)]
            level = bit
    return " ".join(f"{t:.9e} {v}" for t, v in points)


def deck(circuit, corners, transistor, temperature):
    """One ngspice process: the circuit, the meter and its cable, and a run for each corner."""
    lines = [re.sub(r" \S+$", " " + transistor, l) if l.startswith("Q") else l for l in circuit.lines]
    deck_lines = ["* corners", *lines, f".include \"{HERE}/transistors.lib\"",
                  f"V5 {circuit.supply} 0 5", "V33 3V3 0 3.3", "VLOW low 0 0", "VSINK sink 0 0",
                  f"VCTL ctl 0 PWL({meter_signal()})",
                  # The meter: an open collector, LOW when idle. It pulls its pin down to LOW (the standard's limit holds at
                  # the pin, so the 10 ohm are only there for the solver), and sinks a limited current.
                  "VMETER DATA meter 0",
                  "BMETER meter 0 I=V(ctl)*min(V(sink), max(0, V(meter)-V(low))/10)",
                  "CCAB DATA 0 50p", "CRX RX 0 12p", "RLEAK DATA 0 10MEG", f".options temp={temperature} method=gear",
                  ".control", "set filetype=binary"]
    for i, c in enumerate(corners):
        deck_lines += [f"alter V5 = {c.supply}", f"alter V33 = {c.rail}", f"alter VLOW = {c.low}", f"alter CCAB = {c.cable}",
                       f"alter VSINK = {c.sink}", f"tran 0.5u {END:.6e} 0 0.5u",
                       f"write {i}.raw V(RX) V(DATA) I(VMETER)", "destroy all"]
    return "\n".join([*deck_lines, ".endc", ".end", ""])


def read_raw(path):
    """An ngspice binary rawfile's columns: time, RX, DATA, current into the meter."""
    with open(path, "rb") as file:
        header, _, body = file.read().partition(b"Binary:\n")
    points = int(re.search(rb"No. Points: (\d+)", header).group(1))
    values = array.array("d", body[: points * 4 * 8])
    return [values[i::4] for i in range(4)]


def simulate(circuit, corners, transistor, temperature, distortion_limit):
    """Runs the circuit at each corner with one transistor at one temperature (degrees Celsius): figures and broken limits."""
    with tempfile.TemporaryDirectory() as scratch:
        path = os.path.join(scratch, "deck.cir")
        with open(path, "w", encoding="ascii") as file:
            file.write(deck(circuit, corners, transistor, temperature))
        run = subprocess.run(["ngspice", "-b", path], capture_output=True, text=True, cwd=scratch)
        try:
            waves = [read_raw(f"{scratch}/{i}.raw") for i in range(len(corners))]
        except (OSError, AttributeError):
            raise SystemExit(f"corners: ngspice gave no result:\n{run.stdout[-2000:]}{run.stderr[-2000:]}") from None
        return [judge(circuit, corner, wave, distortion_limit) for corner, wave in zip(corners, waves)]
