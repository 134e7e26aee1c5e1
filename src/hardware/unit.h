/*
 * The unit: the datapath that evaluates a table in silicon. Its dimensions and choices follow from a spec and a
 * hardware choice, its contents from a design; the cost model prices it, and the exports write it as SystemVerilog and
 * C.
 *
 *   x -> [clamp] -> [range, fold] -> compare -> select -+-> multiply -+-> add -> [unfold, range] -> [output] -> y
 *                                                       +-> shift ----+
 *
 * x and y are registered. Register stages between the blocks (`pipeline` of them) come, in this order,
 * 1: after select; 2: also after multiply and shift; 3: also after compare. So y belongs to the x of
 * 2 + pipeline clock edges before.
 *
 * A unit serves a set of scales. Its input port `scale` is the number of a scale in the set, in the order of the spec.
 * Units whose parameters are constants hold thresholds for every scale; programmable ones hold those of one scale and
 * are loaded anew for another.
 */
#ifndef LUTDSE_HARDWARE_UNIT_H
#define LUTDSE_HARDWARE_UNIT_H

#include "hardware/hardware.h"
#include "model/design.h"
#include "model/symmetry.h"

enum {
  PIPELINE_MAX = 3,
  UNIT_BITS_MAX = 63 /* of any signal within a unit */
};

/* The blocks of a unit, in the order of the data. The cost model prices each; each is a module of the RTL. */
enum block {
  BLOCK_STORAGE,  /* parameter registers with their write logic; nothing where parameters are constants */
  BLOCK_COMPARE,  /* clamp, range, fold, and comparators or address decoder: from x to the entry */
  BLOCK_SELECT,   /* slope and intercept of the entry */
  BLOCK_MULTIPLY, /* slope times x */
  BLOCK_SHIFT,    /* the intercept at the current scale; both terms at exponents of their own */
  BLOCK_ADD,      /* their sum */
  BLOCK_OUTPUT,   /* unfold, the range's shift, requantise, saturate */
  BLOCK_PIPELINE, /* registers of input, output and stages */
  BLOCKS
};

/* "storage" "compare" "select" "multiply" "shift" "add" "output" "pipeline". */
const char *block_name(enum block block);

struct unit {
  enum storage storage;
  enum selector selector;
  int slope_digits; /* 0: full multiplier; else slopes are stored as so many signed digits */
  bool clamp;       /* the input is clamped to the domain */
  bool mirrored;    /* half a table; the rest follows from `symmetry` */
  int pipeline;     /* register stages between blocks, 0 ... PIPELINE_MAX */

  int entries;                    /* entries stored: those of the table, or half of them if mirrored */
  int x_bits;                     /* input code */
  int threshold_bits;             /* x_bits: signed, or unsigned if mirrored */
  int slope_bits, intercept_bits; /* of the codes, whatever is stored of them */
  /* Dynamic fixed point: codes of at most so many bits times a power of two (hardware/stored.h); 0: any code. */
  int slope_significant, intercept_significant;

  int scale_count;
  int scale_bits; /* of the port `scale`: 0 for a single scale, else ceil(log2(scale_count)) */
  /*
   * acc = (slope * x << slope_shift) + intercept term, at scale S 2^-frac. The intercept term is the stored intercept
   * shifted left by intercept_shift[scale]; by a negative number: divided and rounded half to even. If `prescaled`
   * (some scale is no power of two) it is the stored intercept itself, which then belongs to one scale, like
   * thresholds.
   */
  int frac, slope_shift;
  bool prescaled;
  int intercept_shift[SCALE_MAX];
  int sum_bits; /* of acc, signed: holds the sum for any parameters and any x, also after the unfolding */

  /* uniform, power2: log2 of each scale over the finest, so that a threshold p of the finest grid is p / 2^this. */
  int coarseness[SCALE_MAX];

  struct symmetry symmetry; /* if mirrored: for x <= 0, y = sign acc(|x|) + slope x + intercept */
  int one_shift[SCALE_MAX]; /* with a symmetry that has an intercept: 1.0 in acc is 2^this, which is above 0 */

  /*
   * Input ranges (model/ranges.h); 0: none. Codes of range r are divided by 2^(range_input_shift r), rounded half to
   * even, or, where that is 0, added to. The result is acc shifted left by unit_range_left() (hardware/unit_ranges.h);
   * without ranges it is acc.
   */
  int ranges;
  int range_input_shift;
  int range_output_shift; /* a step in ranges multiplies outputs by 2^this: -1 or 1 */

  /*
   * The output: the result itself (y_bits = unit_result_bits()) or, if `requantised`, the result divided by
   * 2^output_shift[scale] (a negative number multiplies), rounded half to even and saturated to y_bits.
   */
  bool requantised;
  int y_bits;
  int output_shift[SCALE_MAX];
};

/*
 * The unit of a spec that passes spec_check(), on given hardware. Fails with ERROR_INPUT, and a message that names the
 * key, if no unit of shifts and adders is exact: an output stage whose scale is no power of two times every scale of
 * the set; uniform or power2 segments where there are several scales and one is no power of two; signals wider than
 * UNIT_BITS_MAX.
 */
bool unit_create(struct unit *out, const struct spec *spec, const struct hardware *hardware, struct error *err);

/* Thresholds stored: entries - 1, or none where segments are found by address; and two more for the clamp. */
int unit_threshold_count(const struct unit *unit);

/* Bits of the sum of the terms of a unit whose other fields are set. */
int unit_sum_bits(const struct unit *unit);

/* Bits of the result, and how many of them are fraction: it is a whole number of S 2^-unit_result_frac(). */
int unit_result_bits(const struct unit *unit);
int unit_result_frac(const struct unit *unit);

/* The smallest and the largest of shift[0 ... count-1]. */
struct shift_range {
  int least, most;
};
struct shift_range unit_shift_range(const int *shift, int count);

/* What the unit holds for one design. Arrays run over the stored entries. */
struct unit_content {
  int32_t threshold[SCALE_MAX][ENTRIES_MAX - 1]; /* as compared with, per scale; if mirrored 0 ... 2^(x_bits-1) */
  int32_t clamp_low[SCALE_MAX], clamp_high[SCALE_MAX];
  /* Bounds between ranges r and r + 1, what is added to codes of range r + 1, and the outermost bound where others are
   * parts of it. Bounds are limited to the codes and one beyond. */
  int32_t range_bound[SCALE_MAX][RANGES_MAX - 1], range_offset[SCALE_MAX][RANGES_MAX - 1];
  int64_t range_last[SCALE_MAX];
  int32_t slope[ENTRIES_MAX];
  int64_t intercept[SCALE_MAX][ENTRIES_MAX]; /* the codes (alike at every scale), or at each scale if prescaled */
  /*
   * uniform: threshold number t of the finest grid is (segment_first + t) << segment_log2.
   * power2: thresholds are -2^j for j from negative_most down to negative_least, then 0 if there is zero_threshold,
   * then 2^j for j from positive_least to positive_most; a side without thresholds has most < least.
   */
  int segment_log2;
  int32_t segment_first;
  int negative_least, negative_most, positive_least, positive_most;
  bool zero_threshold;
};

/* The content of a unit for a design that passes design_check() for the spec that the unit was made for. */
void unit_content(struct unit_content *out, const struct unit *unit, const struct spec *spec,
                  const struct design *design);

#endif
