#include "run/choose.h"

#include <stdio.h>
#include <string.h>

#include "parallel.h"

size_t choose_list(struct device_info *info, size_t max) {
  size_t count = 0;
  for (size_t b = 0; b < backend_count(); b++) {
    char reason[160];
    const size_t found = backend_at(b)->list(info + count, max - count, reason, sizeof reason);
    count += found < max - count ? found : max - count;
  }
  return count;
}

static bool no_such_device(const char *id, const struct device_info *info, size_t count, struct error *err) {
  char known[512] = "";
  size_t length = 0;
  for (size_t i = 0; i < count && length < sizeof known; i++)
    length += (size_t)snprintf(known + length, sizeof known - length, " %s", info[i].id);
  return error_set(err, ERROR_DEVICE, "--device %s: no such device; there are: auto%s", id, known);
}

/* The index of the device that `id` names, or `count`. */
static size_t find_device(const char *id, const struct device_info *info, size_t count) {
  const bool automatic = strcmp(id, "auto") == 0;
  for (size_t i = 0; i < count; i++)
    if (automatic ? info[i].usable && info[i].accelerator : strcmp(info[i].id, id) == 0)
      return i;
  return automatic ? find_device("cpu", info, count) : count;
}

/* Open device number `index` of choose_list(): the back ends' devices lie one after the other. */
static struct device *open_listed(size_t index, unsigned threads, const struct backend **backend, struct error *err) {
  for (size_t b = 0; b < backend_count(); b++) {
    char reason[160];
    *backend = backend_at(b);
    const size_t found = (*backend)->list(NULL, 0, reason, sizeof reason);
    if (index < found)
      return (*backend)->open(index, threads, err);
    index -= found;
  }
  (void)error_set(err, ERROR_DEVICE, "the device is gone");
  return NULL;
}

bool choose_device(const char *id, unsigned threads, struct search_device *out, struct device_info *info,
                   struct error *err) {
  struct device_info all[BACKEND_DEVICES_MAX];
  const size_t count = choose_list(all, BACKEND_DEVICES_MAX);
  const size_t index = find_device(id, all, count);
  if (index == count)
    return no_such_device(id, all, count, err);
  *info = all[index];
  out->threads = threads != 0 ? threads : parallel_processors();
  out->device = open_listed(index, threads, &out->backend, err);
  return out->device != NULL;
}
