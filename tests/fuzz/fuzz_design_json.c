/*
 * Fuzz target: any bytes as a design. They must be refused with one line of message or give a design that passes its
 * own check and can be exported, or not for a reason.
 */
#include "export/design_json.h"
#include "exports.h"
#include "target.h"

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
  exports_try(&artefact);
  design_file_release(&file);
  return 0;
}
