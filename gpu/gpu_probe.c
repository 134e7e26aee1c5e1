/* Known-answer tests on a GPU: random words and solved lines one by one. */
#include <string.h>

#include "gpu/gpu.h"
#include "gpu/layout.h"

enum { PROBE_BUFFERS = 6 };

/* The kernel's arrays: what goes in, and what comes out. */
struct probe_buffer {
  gpu_memory memory;
  size_t bytes;
  const void *in;
  void *out;
};

static bool create_buffers(struct gpu *gpu, struct probe_buffer *buffer, struct error *err) {
  bool ok = true;
  for (int i = 0; ok && i < PROBE_BUFFERS; i++) {
    ok = gpu->api->allocate(gpu, buffer[i].bytes != 0 ? buffer[i].bytes : 4, &buffer[i].memory, err);
    if (ok && buffer[i].in != NULL)
      ok = gpu->api->copy_in(gpu, buffer[i].memory, buffer[i].in, buffer[i].bytes, err);
  }
  return ok;
}

static bool launch_probe(struct gpu *gpu, const struct probe *probe, const struct probe_buffer *buffer,
                         struct error *err) {
  const u32 draws = (u32)probe->draw_count, lines = (u32)probe->run_count;
  struct gpu_launch launch = {.kernel = GPU_PROBE, .groups = 1, .lanes = 1, .scratch = 4};
  for (int i = 0; i < PROBE_BUFFERS; i++)
    launch.argument[launch.argument_count++] = (struct gpu_argument){&buffer[i].memory, sizeof buffer[i].memory};
  launch.argument[launch.argument_count++] = (struct gpu_argument){&draws, sizeof draws};
  launch.argument[launch.argument_count++] = (struct gpu_argument){&lines, sizeof lines};
  bool ok = gpu->api->launch(gpu, &launch, err);
  for (int i = 0; ok && i < PROBE_BUFFERS; i++)
    if (buffer[i].out != NULL)
      ok = gpu->api->copy_out(gpu, buffer[i].out, buffer[i].memory, buffer[i].bytes, err);
  return ok;
}

bool gpu_probe(struct gpu *gpu, const struct probe *probe, struct error *err) {
  const struct batch batch = {.settings = {.entries = 2}, .problem_count = 1, .problems = &probe->problem};
  struct layout layout;
  if (!gpu_specialise_problems(gpu, err) || !layout_create(&layout, &batch, err))
    return false;
  struct probe_buffer buffer[PROBE_BUFFERS] = {
      {0, sizeof *layout.views, layout.views, NULL},
      {0, layout.double_count * sizeof *layout.doubles, layout.doubles, NULL},
      {0, probe->draw_count * sizeof *probe->counter, probe->counter, NULL},
      {0, probe->draw_count * sizeof *probe->word, NULL, probe->word},
      {0, probe->run_count * sizeof *probe->run, probe->run, NULL},
      {0, probe->run_count * sizeof *probe->fit, NULL, probe->fit},
  };
  const bool ok = create_buffers(gpu, buffer, err) && launch_probe(gpu, probe, buffer, err);
  gpu->api->drain(gpu);
  for (int i = 0; i < PROBE_BUFFERS; i++)
    if (buffer[i].memory != 0)
      gpu->api->release(gpu, buffer[i].memory);
  layout_free(&layout);
  return ok;
}
