/*
 * Designs as JSON files, one table each, that stand alone: docs/design-json.md describes the keys.
 */
#ifndef LUTDSE_EXPORT_DESIGN_JSON_H
#define LUTDSE_EXPORT_DESIGN_JSON_H

#include "store/metric.h"
#include "store/results.h"

/* How many numbers of a file did not lie on their grid and were rounded onto it, and how many saturated. */
struct design_rounding {
  int breakpoints, slopes, intercepts;
  int saturated; /* slopes and intercepts beyond their format */
};

/* What a file says of the best possible design. */
struct claimed_optimum {
  struct optimum optimum; /* of kind OPTIMUM_NONE where it says nothing */
  enum error_metric metric;
  double gap;           /* NaN: it says nothing */
  double max_abs_limit; /* it is the optimum of tables within this; INFINITY: of all */
};

/* A design as read from a file. Do not copy: spec.function and spec.weight may point into it. */
struct design_file {
  struct function own;  /* the file's own definition of its function, else all zero */
  struct weight weight; /* the file's weight, else all zero */
  struct spec spec;
  struct hardware hardware; /* the default one where the file says nothing of it */
  struct design design;
  struct design_rounding rounding;
  bool has_errors;    /* whether the file says what the errors are: */
  bool has_per_scale; /* and what they are at each scale */
  struct score claimed;
  struct claimed_optimum optimum;
};

/* The JSON text of a design, the point it was found for and the optimum of that; the caller frees *out. */
bool design_json_text(const struct point *point, const struct scored_design *design, const struct optimum *optimum,
                      char **out, struct error *err);

/* The same of a design without a point; `claim`: what is known of its optimum. */
bool design_json_bare_text(const struct spec *spec, const struct hardware *hardware, const struct design *design,
                           const struct score *score, const struct claimed_optimum *claim, char **out,
                           struct error *err);

enum { DESIGN_TEXT_MAX = 64 << 20 }; /* bytes of a file that may be one */

/*
 * Read a design from its text. Breakpoints are rounded onto the grid of the finest scale, slopes and intercepts onto
 * their formats (half to even, saturating); out->rounding counts what moved. Fails with ERROR_INPUT: one message that
 * names the file (`path`) and the key. On failure *out is left empty.
 */
bool design_json_parse(struct design_file *out, const char *text, size_t size, const char *path, struct error *err);

void design_file_release(struct design_file *file);

/*
 * Compare what the file says about its optimum with a score: its gap must follow from both. Fails as
 * design_file_verify() does. True if the file says nothing.
 */
bool design_file_verify_gap(const struct design_file *file, const struct score *score, double tolerance,
                            const char *path, struct error *err);

/* The same with an optimum proven anew in the metric of the file's: of two that are exact the values must agree. */
bool design_file_verify_optimum(const struct design_file *file, const struct optimum *proven, double tolerance,
                                const char *path, struct error *err);

/*
 * Compare what the file says about its errors with a score. Fails with ERROR_INPUT at the first figure that differs by
 * more than `tolerance` relative; the message names it with both values. True if the file says nothing.
 */
bool design_file_verify(const struct design_file *file, const struct score *score, double tolerance, const char *path,
                        struct error *err);

/*
 * Round real breakpoints, slopes and intercepts to the codes of a spec (spec->entries of them), adding to *rounding.
 * Fails with ERROR_INPUT if a breakpoint is out of any range or smaller than the one before.
 */
bool design_from_reals(struct design *out, const struct spec *spec, const double *breakpoint, const double *slope,
                       const double *intercept, struct design_rounding *rounding, struct error *err);

#endif
