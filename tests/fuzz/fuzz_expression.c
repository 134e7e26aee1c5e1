/*
 * Fuzz target: any bytes as an expression. They must be refused with a message or give a function that has
 * values, without a crash, a hang or a leak.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/function.h"
#include "target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  char *text = calloc(size + 1, 1);
  if (text == NULL)
    return 0;
  if (size > 0)
    memcpy(text, data, size);
  struct function function;
  struct error err = {0};
  if (function_from_expression(&function, "fuzzed", text, -1, 1, &err)) {
    target_require(isfinite(function_value(&function, -1)) && isfinite(function_value(&function, 1)));
    function_release(&function);
  } else {
    target_check_refusal(&err);
  }
  free(text);
  return 0;
}
