/* What synthesis tools found of designs: figures to lay beside those of the cost model. Part of results.h. */
#ifndef LUTDSE_STORE_SYNTHESIS_H
#define LUTDSE_STORE_SYNTHESIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "hardware/unit.h"

struct results;

/* One synthesis of one design. */
struct synthesised {
  size_t design;              /* index into results.designs */
  char library[128];          /* the cell library's file name; not empty */
  char tool[128];             /* what synthesised, with its version; not empty */
  double area_um2, area_ge;   /* finite and > 0 */
  double delay_ns, energy_pj; /* the same, or NaN: not measured */
  uint64_t flip_flops, cells;
  double block_ge[BLOCKS]; /* of each block's module alone: finite and >= 0, or NaN: not measured, or no such block */
};

/*
 * Keep a copy of one synthesis, in its place: rows ascend by design, and those of one design are in the order in which
 * they came. A row of the same design, library and tool is replaced. The design must be there. Fails with
 * ERROR_INTERNAL if memory runs out.
 */
bool results_add_synthesised(struct results *results, const struct synthesised *synthesised, struct error *err);

/* Whether any block was measured. */
bool synthesised_has_blocks(const struct synthesised *synthesised);

/* The first row of a design, or where it would be. */
size_t results_first_synthesised(const struct results *results, size_t design);

/*
 * Copy the rows of `count` designs of `from`, from number `first` on, as rows of the designs of `results` from number
 * `as` on. Fails with ERROR_INTERNAL if memory runs out.
 */
bool results_copy_synthesised(struct results *results, const struct results *from, size_t first, size_t count,
                              size_t as, struct error *err);

/* Check every row: its design, its order, its texts and figures. Fails with ERROR_INPUT; the message names the row. */
bool results_check_synthesised(const struct results *results, struct error *err);

#endif
