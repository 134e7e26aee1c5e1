/* The buffers of one batch on an OpenCL device. */
#include <string.h>

#include "gpu/layout.h"
#include "gpu/opencl_internal.h"

/* A buffer of `size` bytes, filled from `content` unless that is NULL. `*ok` turns false at the first failure. */
static cl_mem buffer(cl_context context, size_t size, const void *content, bool *ok, struct error *err) {
  if (!*ok)
    return NULL;
  cl_int code = CL_SUCCESS;
  const cl_mem_flags flags = content != NULL ? CL_MEM_READ_WRITE | CL_MEM_COPY_HOST_PTR : CL_MEM_READ_WRITE;
  /* The copying flag does not write through the pointer; OpenCL's signature just cannot say so. */
  union {
    const void *in;
    void *out;
  } host = {content};
  /* Empty buffers are not allowed. */
  const cl_mem memory = clCreateBuffer(context, flags, size != 0 ? size : 4, size != 0 ? host.out : NULL, &code);
  if (code != CL_SUCCESS)
    *ok = opencl_fail(err, "clCreateBuffer", code);
  return code == CL_SUCCESS ? memory : NULL;
}

bool opencl_memory_create(struct opencl_memory *memory, cl_context context, const struct layout *layout,
                          struct error *err) {
  memset(memory, 0, sizeof *memory);
  bool ok = true;
  const size_t population = layout->parameters.population, groups = layout->group_count;
  memory->views = buffer(context, layout->problem_count * sizeof *layout->views, layout->views, &ok, err);
  memory->doubles = buffer(context, layout->double_count * sizeof *layout->doubles, layout->doubles, &ok, err);
  memory->costs = buffer(context, layout->cost_count * sizeof(float), NULL, &ok, err);
  memory->parameters = buffer(context, sizeof layout->parameters, &layout->parameters, &ok, err);
  memory->points = buffer(context, layout->point_count * sizeof *layout->points, layout->points, &ok, err);
  memory->genes = buffer(context, groups * layout->genes * population * sizeof(u32), NULL, &ok, err);
  memory->fitness = buffer(context, groups * population * sizeof(float), NULL, &ok, err);
  for (int i = 0; i < 2; i++) {
    memory->leaving_genes[i] = buffer(context, groups * layout->genes * sizeof(u32), NULL, &ok, err);
    memory->leaving_fitness[i] = buffer(context, groups * sizeof(float), NULL, &ok, err);
  }
  if (!ok)
    opencl_memory_free(memory);
  return ok;
}

static void release(cl_mem memory) {
  if (memory != NULL)
    (void)clReleaseMemObject(memory);
}

void opencl_memory_free(struct opencl_memory *memory) {
  release(memory->views);
  release(memory->doubles);
  release(memory->costs);
  release(memory->parameters);
  release(memory->points);
  release(memory->genes);
  release(memory->fitness);
  for (int i = 0; i < 2; i++) {
    release(memory->leaving_genes[i]);
    release(memory->leaving_fitness[i]);
  }
  memset(memory, 0, sizeof *memory);
}
