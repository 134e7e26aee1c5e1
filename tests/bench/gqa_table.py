"""The tables of GQA-LUT: chords between breakpoints, their exact score in integers, and the published JSON."""
import json
from typing import NamedTuple

import numpy as np
from scipy import special

FRACTION_BITS = 6  # of slopes and intercepts
SCALES = range(7)  # one table serves the scales 2^0 ... 2^-6
CODE_MIN, CODE_MAX = -128, 127
STEP = 0.01  # of the published grid of samples


class Function(NamedTuple):
    """A function as the published configuration has it."""

    value: object
    domain: tuple  # where samples lie and codes count
    outer: tuple  # the far ends of the outermost chords
    rounding: bool  # whether mutation rounds


FUNCTIONS = {
    "gelu": Function(lambda x: 0.5 * x * (1 + special.erf(x / np.sqrt(2))), (-4.0, 4.0), (-1e4, 1e4), True),
    "hswish": Function(lambda x: x * np.clip(x + 3, 0, 6) / 6, (-4.0, 4.0), (-1e4, 1e4), True),
    "exp": Function(np.exp, (-8.0, 0.0), (-16.0, 0.0), True),
    "div": Function(np.reciprocal, (0.5, 4.0), (0.5, 4.0), False),
    "rsqrt": Function(lambda x: 1 / np.sqrt(x), (0.25, 4.0), (0.25, 4.0), False),
}

# Exact scores of the tables that GQA-LUT ships, as `lutdse eval` finds them.
SHIPPED = {
    ("gelu", 8): 5.1912100123873404e-4,
    ("gelu", 16): 5.2961396727873797e-4,
    ("exp", 8): 2.0228347321422203e-4,
    ("exp", 16): 2.558576044068868e-4,
    ("hswish", 8): 4.9963514306027696e-4,
    ("hswish", 16): 4.4787175690578715e-4,
}


def breakpoint_range(name, entries):
    if name == "exp":
        return (-6.5, 0.0) if entries == 16 else (-8.0, 0.0)
    return {"div": (0.625, 3.875), "rsqrt": (0.25, 3.875)}.get(name, (-4.0, 4.0))


def rounding_offset(name, entries):
    """The coarsest step, 2^-offset, that mutation rounds to."""
    return 2 if (name, entries) in (("gelu", 8), ("hswish", 16)) else 0


def samples_of(name):
    return np.arange(*FUNCTIONS[name].domain, STEP)


def round_to(values, bits):
    return np.round(np.asarray(values) * 2.0**bits) / 2.0**bits


def chords(name, breakpoints):
    """Slopes and intercepts of the chords between ascending breakpoints; the line 0 where two are equal."""
    function = FUNCTIONS[name]
    ends = np.concatenate(([function.outer[0]], breakpoints, [function.outer[1]]))
    values, widths = function.value(ends), np.diff(ends)
    slopes = np.divide(np.diff(values), widths, out=np.zeros(widths.size), where=widths != 0)
    intercepts = np.where(widths != 0, values[:-1] - ends[:-1] * slopes, 0)
    return round_to(slopes, FRACTION_BITS), round_to(intercepts, FRACTION_BITS)


def exact_mse(name, breakpoints):
    """The exact error of the chords between ascending breakpoints."""
    return exact_mse_of(name, breakpoints, chords(name, breakpoints))


def exact_mse_of(name, breakpoints, lines):
    """The mean over the scales of the mean squared error over all INT8 codes of the domain, in Q(8,6)."""
    function = FUNCTIONS[name]
    slopes, intercepts = (np.clip(np.round(line * 2**FRACTION_BITS), CODE_MIN, CODE_MAX) for line in lines)
    errors = []
    for bits in SCALES:
        scale = 2.0**-bits
        codes = np.arange(CODE_MIN, CODE_MAX + 1)
        codes = codes[(codes * scale >= function.domain[0]) & (codes * scale <= function.domain[1])]
        thresholds = np.clip(np.round(np.asarray(breakpoints) / scale), CODE_MIN, CODE_MAX)
        entry = np.searchsorted(thresholds, codes)
        outputs = (slopes[entry] * codes * scale + intercepts[entry]) / 2**FRACTION_BITS
        errors.append(np.mean((outputs - function.value(codes * scale)) ** 2))
    return float(np.mean(errors))


def table_text(name, breakpoints):
    """The published format: breakpoints rounded for each scale, slopes and intercepts once."""
    slopes, intercepts = chords(name, breakpoints)
    tables = {
        str(bits): {
            "breakpoints": list(round_to(breakpoints, bits)),
            "slopes": list(slopes),
            "intercepts": list(intercepts),
        }
        for bits in SCALES
    }
    return json.dumps({name: tables}, indent=2) + "\n"
