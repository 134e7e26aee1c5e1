/* What the writers of modules share. Internal to src/hardware/ and src/rtl/. */
#ifndef LUTDSE_RTL_EMIT_H
#define LUTDSE_RTL_EMIT_H

#include <stdio.h>

#include "hardware/address.h"
#include "hardware/parameter_words.h"
#include "hardware/stored.h"
#include "rtl/rtl.h"

/* A file in the making, and widths that follow from the unit. */
struct rtl {
  FILE *out; /* a stream into memory; whether it failed is asked once, at the end */
  const char *name;
  const struct unit *unit;
  const struct unit_content *content; /* NULL if it is not needed */
  const struct rtl_header *header;

  struct parameter_words words; /* all zero where parameters are constants */
  struct address_widths address;
  bool rom, addressed;
  bool reals;     /* codes are the bits of floating-point numbers */
  int index_bits; /* number of an entry */
  int entry_bits; /* what compare tells select: one-hot, thresholds passed, or a number; 0 for a single entry */
  struct stored_form slope, intercept;
  int parameter_bits; /* slope and intercept side by side, as stored */
  int product_bits;   /* of multiply */
  int aligned_bits;   /* of the product at the exponent of its slope; product_bits if that has none */
  int term_bits, acc_bits;
  int range_bits;     /* of how far the sum is shifted for its range; 0 without ranges */
  bool operand;       /* compare changes x: clamped, reduced, folded */
  bool shift, output; /* there is such a block */
  bool compare_scale, select_scale, shift_scale, output_scale; /* blocks that look at the scale */
};

/* Derive everything but `out`. */
void rtl_prepare(struct rtl *rtl, const struct unit *unit, const struct unit_content *content,
                 const struct rtl_header *header);

/* What the public functions ask of a name and a content; ERROR_INPUT. */
bool rtl_check(const struct unit *unit, const struct unit_content *content, const struct rtl_header *header,
               struct error *err);

/* What the stored thresholds, or what stands in for them, are called. */
const char *rtl_threshold_port(const struct rtl *rtl);

/* What comparators compare is called in the module, before it is folded: the code, clamped, reduced, or a key. */
const char *rtl_code(const struct rtl *rtl);

/* Close a stream into memory. If writing to it failed: free what it held, set *text to NULL and return false. */
bool rtl_finish(FILE *stream, char **text);

/* printf into the file. */
void put(const struct rtl *rtl, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "logic signed [7:0] ": a type, padded so that names stand in a column; a scalar if `bits` is 0. */
void put_type(const struct rtl *rtl, int bits, bool is_signed);

/* A port of a module's list; `last` ends the list. */
enum direction { INPUT, OUTPUT };
void put_port(const struct rtl *rtl, enum direction direction, int bits, bool is_signed, const char *name, bool last);

/* A sized decimal literal: 8'sd5, -8'sd3, 3'd6. */
void put_number(const struct rtl *rtl, int64_t value, int bits, bool is_signed);

/* The same, padded so that those below each other end in one column. */
void put_aligned(const struct rtl *rtl, int64_t value, int bits, bool is_signed);

/*
 * Declare a name as a constant or, if `by_scale`, as a function of the port `scale`, with one value a scale. What is no
 * number of a scale counts as the last.
 */
void put_by_scale(const struct rtl *rtl, const char *name, int bits, bool is_signed, const int64_t *values,
                  bool by_scale);

/* How a multiplexer tree is steered: by {prefix}{first}{suffix}, {prefix}{first + 1}{suffix}, ..., lowest bit first. */
struct steering {
  const char *prefix; /* NULL: by the thresholds passed, in `entry` */
  int first;
  const char *suffix;
};

/*
 * A multiplexer tree over `count` vectors side by side in `leaves`, `bits` each. Levels are called STEM_1, STEM_2 ...;
 * the last one's name (or that of the leaves, if there is but one) is put into `root`.
 */
void put_tree(const struct rtl *rtl, const char *leaves, int count, int bits, const char *stem,
              struct steering steering, char root[32]);

/*
 * Declare `to` = `from` / 2^down rounded half to even, for a signed `from` of `bits` > down bits. Returns its width.
 */
int put_rounded(const struct rtl *rtl, const char *from, int bits, int down, const char *to);

/* Declare `name`_up: whether half-to-even rounding of `from` / 2^down goes up; down > 0. */
void put_round_up(const struct rtl *rtl, const char *from, int down, const char *name);

/* The modules. */
void put_header(const struct rtl *rtl);
void put_preamble(const struct rtl *rtl); /* of the header: all but what the unit computes */
void put_top(const struct rtl *rtl);
void put_storage(const struct rtl *rtl);
void put_compare(const struct rtl *rtl);
void put_address(const struct rtl *rtl); /* of compare: from the operand to the entry, by address */
void put_reduced_code(const struct rtl *rtl, const char *code); /* of compare: the code in the table's domain */
void put_select(const struct rtl *rtl);
void put_multiply(const struct rtl *rtl);
void put_shift(const struct rtl *rtl);
void put_add(const struct rtl *rtl);
void put_output(const struct rtl *rtl);
void put_ranged_sum(const struct rtl *rtl, const char *from); /* of output: declares `ranged` */

#endif
