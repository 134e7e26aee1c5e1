/*
 * libFuzzer target: any bytes as a design, in both formats. They must be refused with one line of message or give a
 * design that passes its own check and can be exported, or not for a reason.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "export/c_header.h"
#include "export/gqa_json_write.h"
#include "export/table_csv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition) {
  if (!condition)
    abort();
}

static void check_refusal(const struct error *err) { require(err->kind == ERROR_INPUT && err->text[0] != '\0'); }

/* The texts of a table: made, or refused for a reason. */
static void try_exports(const struct artefact *artefact) {
  char *text = NULL;
  struct error note, err = {.kind = ERROR_NONE};
  if (!c_header_text(artefact, &text, &note, &err))
    check_refusal(&err);
  free(text);
  if (!gqa_json_text(artefact, &text, &err))
    check_refusal(&err);
  free(text);
  require(table_csv_text(artefact, &text, &err));
  free(text);
}

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
  struct artefact artefact;
  artefact_make(&artefact, &file.spec, &file.design, NULL);
  try_exports(&artefact);
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
  struct artefact artefact;
  if (!gqa_complete_spec(&file, &spec, &err) || !gqa_score(&file, &spec, &score, &rounding, &err))
    check_refusal(&err);
  else if (!artefact_make_gqa(&artefact, &spec, &file, NULL, &rounding, &err))
    check_refusal(&err);
  else
    try_exports(&artefact);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  try_design((const char *)data, size);
  try_gqa((const char *)data, size);
  return 0;
}
