#include "run/ledger.h"

#include <math.h>
#include <stdlib.h>

bool ledger_create(struct ledger *ledger, size_t count, struct error *err) {
  *ledger = (struct ledger){count, 0, calloc(count + 1, sizeof *ledger->row)};
  return ledger->row != NULL || error_memory(err, "points");
}

void ledger_free(struct ledger *ledger) {
  free(ledger->row);
  *ledger = (struct ledger){0, 0, NULL};
}

struct optimum ledger_optimum(const struct ledger *ledger, size_t point) {
  return (struct optimum){(enum optimum_kind)ledger->row[point].kind, ledger->row[point].optimum};
}

void ledger_set_optimum(struct ledger *ledger, size_t point, struct optimum optimum) {
  ledger->row[point].kind = (uint8_t)optimum.kind;
  ledger->row[point].optimum = optimum.value;
}

bool ledger_note(struct ledger *ledger, size_t point, double best, struct optimum optimum) {
  struct ledger_row *const row = &ledger->row[point];
  if (!row->known) {
    *row = (struct ledger_row){best, optimum.value, (uint8_t)optimum.kind, true};
    ledger->known++;
    return true;
  }
  const struct optimum before = ledger_optimum(ledger, point), better = optimum_better(before, optimum);
  ledger_set_optimum(ledger, point, better);
  return better.kind != before.kind || better.value != before.value;
}

struct optimum_census ledger_census(const struct ledger *ledger) {
  struct optimum_counter counter = optimum_counter_begin();
  for (size_t p = 0; p < ledger->count; p++) {
    const struct optimum optimum = ledger_optimum(ledger, p);
    optimum_counter_add(&counter, &optimum, ledger->row[p].best);
  }
  return optimum_counter_end(&counter);
}
