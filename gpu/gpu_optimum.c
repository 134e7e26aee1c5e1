/* The dynamic program on a GPU: a launch for each tile on the diagonal, and one for the rest of its row. */
#include "gpu/gpu_buffers.h"
#include "gpu/layout.h"
#include "gpu/optimum.h"

enum { OPTIMUM_BUFFERS = 5 };

static bool launch_tiles(struct gpu *gpu, const struct dynamic_program *program, const struct gpu_buffer *buffer,
                         u32 row, u32 column, size_t groups, struct error *err) {
  struct gpu_launch launch = {.kernel = GPU_OPTIMUM_ROW,
                              .groups = groups,
                              .lanes = gpu_tile_lanes(gpu),
                              .scratch = OPTIMUM_SCRATCH * sizeof(double)};
  gpu_buffers_pass(&launch, buffer, OPTIMUM_BUFFERS);
  const u32 numbers[] = {program->entries, row, column};
  for (int i = 0; i < 3; i++)
    launch.argument[launch.argument_count++] = (struct gpu_argument){&numbers[i], sizeof numbers[i]};
  return gpu->api->launch(gpu, &launch, err);
}

static bool run_rows(struct gpu *gpu, const struct dynamic_program *program, const struct gpu_buffer *buffer,
                     struct error *err) {
  bool ok = true;
  for (u32 row = 0; ok && row < program->side; row++) {
    const u32 rest = program->side - row - 1;
    ok = launch_tiles(gpu, program, buffer, row, row, 1, err) &&
         (rest == 0 || launch_tiles(gpu, program, buffer, row, row + 1, rest, err));
  }
  return ok && gpu_buffers_read(gpu, buffer, OPTIMUM_BUFFERS, err);
}

bool gpu_optimum(struct gpu *gpu, const struct dynamic_program *program, struct error *err) {
  const struct batch batch = {.settings = {.entries = 2}, .problem_count = 1, .problems = &program->problem};
  struct layout layout;
  if (!gpu_specialise_problems(gpu, err) || !layout_create(&layout, &batch, err))
    return false;
  const size_t tiles = (size_t)program->side * program->side;
  const size_t cells = (program->entries + 1) * (size_t)program->side * TILE;
  struct gpu_buffer buffer[OPTIMUM_BUFFERS] = {
      {0, sizeof *layout.views, layout.views, NULL},
      {0, layout.double_count * sizeof *layout.doubles, layout.doubles, NULL},
      {0, tiles * sizeof *program->wanted, program->wanted, NULL},
      {0, cells * sizeof *program->best, program->best, program->best},
      {0, cells * sizeof *program->from, program->from, program->from},
  };
  const bool ok = gpu_buffers_create(gpu, buffer, OPTIMUM_BUFFERS, err) && run_rows(gpu, program, buffer, err);
  gpu_buffers_free(gpu, buffer, OPTIMUM_BUFFERS);
  layout_free(&layout);
  return ok;
}
