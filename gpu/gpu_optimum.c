/* The dynamic program on a GPU: a launch for each tile on the diagonal, and one for the rest of its row. */
#include "gpu/gpu.h"
#include "gpu/layout.h"
#include "gpu/optimum.h"

enum { OPTIMUM_BUFFERS = 5 };

/* The kernel's arrays: what goes in, and what comes out. */
struct optimum_buffer {
  gpu_memory memory;
  size_t bytes;
  const void *in;
  void *out;
};

static bool create_buffers(struct gpu *gpu, struct optimum_buffer *buffer, struct error *err) {
  bool ok = true;
  for (int i = 0; ok && i < OPTIMUM_BUFFERS; i++)
    ok = gpu->api->allocate(gpu, buffer[i].bytes, &buffer[i].memory, err) &&
         gpu->api->copy_in(gpu, buffer[i].memory, buffer[i].in, buffer[i].bytes, err);
  return ok;
}

static bool launch_tiles(struct gpu *gpu, const struct dynamic_program *program, const struct optimum_buffer *buffer,
                         u32 row, u32 column, size_t groups, struct error *err) {
  struct gpu_launch launch = {.kernel = GPU_OPTIMUM_ROW,
                              .groups = groups,
                              .lanes = gpu_tile_lanes(gpu),
                              .scratch = OPTIMUM_SCRATCH * sizeof(double)};
  for (int i = 0; i < OPTIMUM_BUFFERS; i++)
    launch.argument[launch.argument_count++] = (struct gpu_argument){&buffer[i].memory, sizeof buffer[i].memory};
  const u32 numbers[] = {program->entries, row, column};
  for (int i = 0; i < 3; i++)
    launch.argument[launch.argument_count++] = (struct gpu_argument){&numbers[i], sizeof numbers[i]};
  return gpu->api->launch(gpu, &launch, err);
}

static bool run_rows(struct gpu *gpu, const struct dynamic_program *program, const struct optimum_buffer *buffer,
                     struct error *err) {
  bool ok = true;
  for (u32 row = 0; ok && row < program->side; row++) {
    const u32 rest = program->side - row - 1;
    ok = launch_tiles(gpu, program, buffer, row, row, 1, err) &&
         (rest == 0 || launch_tiles(gpu, program, buffer, row, row + 1, rest, err));
  }
  for (int i = 0; ok && i < OPTIMUM_BUFFERS; i++)
    if (buffer[i].out != NULL)
      ok = gpu->api->copy_out(gpu, buffer[i].out, buffer[i].memory, buffer[i].bytes, err);
  return ok;
}

bool gpu_optimum(struct gpu *gpu, const struct dynamic_program *program, struct error *err) {
  const struct batch batch = {.settings = {.entries = 2}, .problem_count = 1, .problems = &program->problem};
  struct layout layout;
  if (!gpu_specialise_problems(gpu, err) || !layout_create(&layout, &batch, err))
    return false;
  const size_t tiles = (size_t)program->side * program->side;
  const size_t cells = (program->entries + 1) * (size_t)program->side * TILE;
  struct optimum_buffer buffer[OPTIMUM_BUFFERS] = {
      {0, sizeof *layout.views, layout.views, NULL},
      {0, layout.double_count * sizeof *layout.doubles, layout.doubles, NULL},
      {0, tiles * sizeof *program->wanted, program->wanted, NULL},
      {0, cells * sizeof *program->best, program->best, program->best},
      {0, cells * sizeof *program->from, program->from, program->from},
  };
  const bool ok = create_buffers(gpu, buffer, err) && run_rows(gpu, program, buffer, err);
  gpu->api->drain(gpu);
  for (int i = 0; i < OPTIMUM_BUFFERS; i++)
    if (buffer[i].memory != 0)
      gpu->api->release(gpu, buffer[i].memory);
  layout_free(&layout);
  return ok;
}
