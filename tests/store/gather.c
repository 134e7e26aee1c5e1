#include "gather.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sample.h"

/* What a run remembers of the points that it was told of. */
struct ledger {
  size_t count, capacity;
  struct store_key *key;
};

static bool note(void *context, const struct store_key *key, bool *learnt, struct error *err) {
  struct ledger *ledger = context;
  for (size_t i = 0; i < ledger->count; i++)
    if (strcmp(ledger->key[i].id.hex, key->id.hex) == 0) {
      const struct optimum before = ledger->key[i].optimum, after = optimum_better(before, key->optimum);
      *learnt = before.kind != after.kind || before.value != after.value;
      ledger->key[i].optimum = after;
      return true;
    }
  if (ledger->count == ledger->capacity) {
    ledger->capacity = 2 * ledger->capacity + 64;
    ledger->key = realloc(ledger->key, ledger->capacity * sizeof *ledger->key);
  }
  ledger->key[ledger->count++] = *key;
  *learnt = true;
  (void)err;
  return true;
}

static bool by_place(void *context, const struct store_key *of, uint64_t *key) {
  (void)context;
  *key = of->place;
  return true;
}

static bool take(void *context, struct results *slice, struct error *err) {
  struct results *out = context;
  for (size_t p = 0; p < slice->point_count; p++)
    if (!results_add_copy(out, slice, p, &slice->points[p], err))
      return false;
  return true;
}

bool gather(const struct parts *parts, struct results *out, struct error *err) {
  const struct weave weave = {.context = out, .key = by_place, .take = take};
  struct ledger ledger = {.count = 0};
  results_init(out);
  bool ok = parts_scan(parts, note, &ledger, err) && parts_weave(parts, &weave, out, err);
  if (ok && ledger.count != out->point_count)
    ok = error_set(err, ERROR_INTERNAL, "%zu points were scanned, %zu woven", ledger.count, out->point_count);
  free(ledger.key);
  if (!ok)
    results_release(out);
  return ok;
}

void gather_complaint(void *context, const char *message) {
  struct complaints *complaints = context;
  complaints->count++;
  (void)snprintf(complaints->last, sizeof complaints->last, "%s", message);
}

void gather_open(struct parts *parts, const char *folder, struct complaints *complaints) {
  struct error err = {0};
  *complaints = (struct complaints){0};
  if (!parts_open(parts, sample_path(folder, "r.h5"), &err))
    fail_msg("%s", err.text);
  parts->complain = gather_complaint;
  parts->context = complaints;
}

int gather_count(const char *folder, const char *part_of_name) {
  int count = 0;
  DIR *directory = opendir(folder);
  for (const struct dirent *entry; (entry = readdir(directory)) != NULL;)
    count += strstr(entry->d_name, part_of_name) != NULL;
  (void)closedir(directory);
  return count;
}
