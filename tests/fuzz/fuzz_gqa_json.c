/*
 * Fuzz target: any bytes as tables in GQA-LUT's format. They must be refused with one line of message or give tables
 * that can be scored and exported, or not for a reason.
 */
#include "export/gqa_json.h"
#include "exports.h"
#include "target.h"

static void try_tables(const struct gqa_file *file, struct spec *spec) {
  struct error err = {.kind = ERROR_NONE};
  struct score score;
  struct design_rounding rounding;
  struct artefact artefact;
  if (!gqa_complete_spec(file, spec, &err) || !gqa_score(file, spec, &score, &rounding, &err))
    target_check_refusal(&err);
  else if (!artefact_make_gqa(&artefact, spec, file, NULL, &rounding, &err))
    target_check_refusal(&err);
  else
    exports_try(&artefact);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct gqa_file file;
  struct error err = {.kind = ERROR_NONE};
  (void)gqa_json_detect((const char *)data, size);
  if (!gqa_json_parse(&file, (const char *)data, size, "fuzzed", &err)) {
    target_check_refusal(&err);
    return 0;
  }
  struct spec narrow = {.in_bits = 8, .slope = {8, 6}, .intercept = {8, 6}};
  struct spec wide = {.in_bits = 12, .slope = {24, 20}, .intercept = {16, 8}};
  try_tables(&file, &narrow);
  try_tables(&file, &wide);
  return 0;
}
