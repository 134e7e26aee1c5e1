/*
 * Fuzz target: any bytes as a Liberty file. They must be refused with a message or give a library whose cells can
 * be looked at.
 */
#include <string.h>

#include "synth/liberty_pick.h"
#include "synth/liberty_table.h"
#include "target.h"

static void look_at(const struct liberty_pin *pin, size_t pins) {
  uint32_t map[1024];
  const uint8_t values[1] = {1};
  target_require(pins + 2 <= sizeof map / sizeof map[0]);
  memset(map, 0, sizeof map);
  target_require(logic_value(&pin->function, values, map) <= 1);
  for (const struct liberty_power *power = pin->power; power != NULL; power = power->next)
    (void)liberty_table_value(&power->rise, 0.1, 0.1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct liberty liberty;
  struct error err = {.kind = ERROR_NONE};
  if (!liberty_parse(&liberty, (const char *)data, size, "fuzzed", &err)) {
    target_check_refusal(&err);
    return 0;
  }
  for (size_t c = 0; c < liberty.cell_count; c++)
    for (size_t i = 0; i < liberty.cells[c].pin_count; i++)
      look_at(&liberty.cells[c].pins[i], liberty.cells[c].pin_count);
  (void)liberty_typical_slew(&liberty);
  (void)liberty_pick_latch(&liberty);
  (void)liberty_pick_flip_flop(&liberty);
  liberty_release(&liberty);
  return 0;
}
