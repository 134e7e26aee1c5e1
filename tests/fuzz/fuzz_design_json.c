/*
 * Fuzz target: any bytes as a design. They must be refused with one line of message or give a design that passes its
 * own check and can be exported, or not for a reason.
 */
#include <stdlib.h>

#include "export/c_header.h"
#include "export/gqa_json_write.h"
#include "export/table_csv.h"
#include "target.h"

/* The texts of a table: made, or refused for a reason. */
static void try_exports(const struct artefact *artefact) {
  char *text = NULL;
  struct error note, err = {.kind = ERROR_NONE};
  if (!c_header_text(artefact, &text, &note, &err))
    target_check_refusal(&err);
  free(text);
  if (!gqa_json_text(artefact, &text, &err))
    target_check_refusal(&err);
  free(text);
  target_require(table_csv_text(artefact, &text, &err));
  free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct design_file file;
  struct error err = {.kind = ERROR_NONE};
  if (!design_json_parse(&file, (const char *)data, size, "fuzzed", &err)) {
    target_check_refusal(&err);
    return 0;
  }
  target_require(spec_check(&file.spec, &err) && design_check(&file.design, &file.spec, &err));
  struct score score;
  evaluate(&file.spec, &file.design, &score);
  (void)design_file_verify(&file, &score, 1e-9, "fuzzed", &err);
  struct artefact artefact;
  artefact_make(&artefact, &file.spec, &file.design, NULL);
  try_exports(&artefact);
  design_file_release(&file);
  return 0;
}
