#include "backend.h"

static const struct backend *const backends[] = {&cuda_backend,
#if defined(LUTDSE_OPENCL)
                                                 &opencl_backend,
#endif
                                                 &cpu_backend};

size_t backend_count(void) { return sizeof backends / sizeof backends[0]; }

const struct backend *backend_at(size_t index) { return backends[index]; }
