/* Known-answer tests on a GPU: random words and solved lines one by one. */
#include "gpu/gpu_buffers.h"
#include "gpu/layout.h"

enum { PROBE_BUFFERS = 6 };

static bool launch_probe(struct gpu *gpu, const struct probe *probe, const struct gpu_buffer *buffer,
                         struct error *err) {
  const u32 draws = (u32)probe->draw_count, lines = (u32)probe->run_count;
  struct gpu_launch launch = {.kernel = GPU_PROBE, .groups = 1, .lanes = 1, .scratch = 4};
  gpu_buffers_pass(&launch, buffer, PROBE_BUFFERS);
  launch.argument[launch.argument_count++] = (struct gpu_argument){&draws, sizeof draws};
  launch.argument[launch.argument_count++] = (struct gpu_argument){&lines, sizeof lines};
  return gpu->api->launch(gpu, &launch, err) && gpu_buffers_read(gpu, buffer, PROBE_BUFFERS, err);
}

bool gpu_probe(struct gpu *gpu, const struct probe *probe, struct error *err) {
  const struct batch batch = {.settings = {.entries = 2}, .problem_count = 1, .problems = &probe->problem};
  struct layout layout;
  if (!gpu_specialise_problems(gpu, err) || !layout_create(&layout, &batch, err))
    return false;
  struct gpu_buffer buffer[PROBE_BUFFERS] = {
      {0, sizeof *layout.views, layout.views, NULL},
      {0, layout.double_count * sizeof *layout.doubles, layout.doubles, NULL},
      {0, probe->draw_count * sizeof *probe->counter, probe->counter, NULL},
      {0, probe->draw_count * sizeof *probe->word, NULL, probe->word},
      {0, probe->run_count * sizeof *probe->run, probe->run, NULL},
      {0, probe->run_count * sizeof *probe->fit, NULL, probe->fit},
  };
  const bool ok = gpu_buffers_create(gpu, buffer, PROBE_BUFFERS, err) && launch_probe(gpu, probe, buffer, err);
  gpu_buffers_free(gpu, buffer, PROBE_BUFFERS);
  layout_free(&layout);
  return ok;
}
