/* In place of src/backend.c: fakes and the processor, so that tests decide which devices there are. */
#include "fake_backend.h"

static const struct backend *const backends[] = {&fake_backend, &cpu_backend};

size_t backend_count(void) { return sizeof backends / sizeof backends[0]; }

const struct backend *backend_at(size_t index) { return backends[index]; }
