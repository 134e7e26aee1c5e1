/*
 * libFuzzer target: any bytes as a design, in both formats. They must be refused with one line of message or give a
 * design that passes its own check.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "export/gqa_json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition) {
  if (!condition)
    abort();
}

static void check_refusal(const struct error *err) { require(err->kind == ERROR_INPUT && err->text[0] != '\0'); }

static void try_design(const char *text, size_t size) {
  struct design_file file;
  struct error err = {.kind = ERROR_NONE};
  if (!design_json_parse(&file, text, size, "fuzzed", &err)) {
    check_refusal(&err);
    return;
  }
  require(spec_check(&file.spec, &err) && design_check(&file.design, &file.spec, &err));
  struct score score;
  evaluate(&file.spec, &file.design, &score);
  (void)design_file_verify(&file, &score, 1e-9, "fuzzed", &err);
  design_file_release(&file);
}

static void try_gqa(const char *text, size_t size) {
  struct gqa_file file;
  struct error err = {.kind = ERROR_NONE};
  if (!gqa_json_parse(&file, text, size, "fuzzed", &err)) {
    check_refusal(&err);
    return;
  }
  struct spec spec = {.in_bits = 8, .slope = {8, 6}, .intercept = {8, 6}};
  struct score score;
  struct design_rounding rounding;
  if (!gqa_complete_spec(&file, &spec, &err) || !gqa_score(&file, &spec, &score, &rounding, &err))
    check_refusal(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  try_design((const char *)data, size);
  try_gqa((const char *)data, size);
  return 0;
}
