/*
 * Tables in the JSON format of GQA-LUT: {"gelu": {"0": {"breakpoints": [...], "slopes": [...], "intercepts": [...]},
 * "1": ...}}. Key j belongs to the scale 2^-j and brings breakpoints of its own, already rounded for that scale.
 */
#ifndef LUTDSE_EXPORT_GQA_JSON_H
#define LUTDSE_EXPORT_GQA_JSON_H

#include "export/design_json.h"

enum { GQA_EXPONENT_MAX = 24 }; /* keys are "0" to "24" */

/* The table of one scale, in real numbers. */
struct gqa_table {
  double scale;
  double breakpoint[ENTRIES_MAX - 1], slope[ENTRIES_MAX], intercept[ENTRIES_MAX];
};

struct gqa_file {
  const struct function *function; /* built in */
  int entries;                     /* the same at every scale */
  int count;                       /* tables, in order of descending scale */
  struct gqa_table table[SCALE_MAX];
};

/* Whether a text looks like this format: one key, whose value is an object with whole numbers as keys. */
bool gqa_json_detect(const char *text, size_t size);

/* Read tables from their text. Fails with ERROR_INPUT: one message that names the file (`path`) and the key. */
bool gqa_json_parse(struct gqa_file *out, const char *text, size_t size, const char *path, struct error *err);

/*
 * Fill in what the file decides of a spec: function, entries, and scales. Where spec->scales is not empty it selects:
 * fails with ERROR_INPUT if the file has no table for one of them. Ends with spec_check().
 */
bool gqa_complete_spec(const struct gqa_file *file, struct spec *spec, struct error *err);

/* The table of a scale; NULL if there is none. */
const struct gqa_table *gqa_find_table(const struct gqa_file *file, double scale);

/*
 * Score every scale of the spec with its own table, rounded at that scale; *rounding counts what moved over all of
 * them. The totals are those of evaluate(). Fails with ERROR_INPUT if a table is no design.
 */
bool gqa_score(const struct gqa_file *file, const struct spec *spec, struct score *score,
               struct design_rounding *rounding, struct error *err);

#endif
