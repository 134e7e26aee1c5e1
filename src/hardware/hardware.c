#include "hardware/hardware.h"

#include <string.h>

static const char *const storage_names[STORAGES] = {"enable", "gated", "rom"};
static const char *const selector_names[SELECTORS] = {"one_hot", "tree", "binary", "uniform", "power2"};

static int name_find(const char *const *names, int count, const char *name) {
  for (int i = 0; i < count; i++)
    if (strcmp(name, names[i]) == 0)
      return i;
  return -1;
}

const char *storage_name(enum storage storage) { return storage_names[storage]; }
int storage_parse(const char *name) { return name_find(storage_names, STORAGES, name); }
const char *selector_name(enum selector selector) { return selector_names[selector]; }
int selector_parse(const char *name) { return name_find(selector_names, SELECTORS, name); }
