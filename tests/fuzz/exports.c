#include "exports.h"

#include <stdlib.h>

#include "export/c_header.h"
#include "export/gqa_json_write.h"
#include "export/table_csv.h"
#include "target.h"

void exports_try(const struct artefact *artefact) {
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
