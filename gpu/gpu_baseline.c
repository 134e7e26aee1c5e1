/* Published baselines on a GPU: a launch for each epoch, all points at once; in pieces if memory is short. */
#include "gpu/baseline_batch.h"
#include "gpu/gpu_buffers.h"

enum { BASELINE_BUFFERS = 8, BASELINE_LANES = 64 };

/* By enum baseline_kind. */
static const enum gpu_kernel kernels[BASELINE_KINDS] = {
    [BASELINE_GQA] = GPU_GQA_EPOCH, [BASELINE_GADE] = GPU_GADE_EPOCH, [BASELINE_NNLUT] = GPU_NNLUT_EPOCH};

static void list_buffers(struct gpu_buffer buffer[BASELINE_BUFFERS], const struct baseline_batch *batch,
                         const struct baseline_arrays *arrays, const struct baseline_result *result) {
  const baseline_parameters *parameters = &batch->parameters;
  const size_t points = batch->point_count, epochs = points * parameters->epochs;
  const struct gpu_buffer all[BASELINE_BUFFERS] = {
      {0, batch->table_count * sizeof *arrays->views, arrays->views, NULL},
      {0, arrays->double_count * sizeof *arrays->doubles, arrays->doubles, NULL},
      {0, sizeof *parameters, parameters, NULL},
      {0, points * sizeof *arrays->points, arrays->points, NULL},
      {0, points * baseline_state_doubles(parameters) * sizeof(double), NULL, NULL},
      {0, epochs * BASELINE_ANSWER((size_t)parameters->entries) * sizeof(double), NULL, result->answers},
      {0, epochs * sizeof *result->history, NULL, result->history},
      {0, epochs * sizeof *result->spent, NULL, result->spent},
  };
  for (int i = 0; i < BASELINE_BUFFERS; i++)
    buffer[i] = all[i];
}

static bool run_epochs(struct gpu *gpu, const struct baseline_batch *batch, const struct gpu_buffer *buffer,
                       struct error *err) {
  const size_t population = batch->parameters.population, most = BASELINE_LANES;
  const size_t wanted = population < most ? population : most;
  bool ok = true;
  for (u32 epoch = 0; ok && epoch < batch->parameters.epochs; epoch++) {
    struct gpu_launch launch = {.kernel = kernels[batch->parameters.kind],
                                .groups = batch->point_count,
                                .lanes = wanted < gpu->lanes_max ? wanted : gpu->lanes_max,
                                .scratch = 4};
    gpu_buffers_pass(&launch, buffer, BASELINE_BUFFERS);
    launch.argument[launch.argument_count++] = (struct gpu_argument){&epoch, sizeof epoch};
    ok = gpu->api->launch(gpu, &launch, err);
  }
  return ok && gpu_buffers_read(gpu, buffer, BASELINE_BUFFERS, err);
}

/* Run a batch that is laid out; false in *fits if there is not enough memory for it. */
static bool run_arrays(struct gpu *gpu, const struct baseline_batch *batch, const struct baseline_arrays *arrays,
                       const struct baseline_result *result, bool *fits, struct error *err) {
  struct gpu_buffer buffer[BASELINE_BUFFERS];
  list_buffers(buffer, batch, arrays, result);
  size_t needed = 0, available = 0;
  for (int i = 0; i < BASELINE_BUFFERS; i++)
    needed += buffer[i].bytes;
  if (!gpu->api->available(gpu, &available, err))
    return false;
  *fits = needed <= available;
  if (!*fits)
    return error_set(err, ERROR_DEVICE,
                     "a single point takes %zu bytes of device memory; %zu can be had: use a smaller population",
                     needed, available);
  *fits = gpu_buffers_create(gpu, buffer, BASELINE_BUFFERS, err);
  const bool ok = *fits && run_epochs(gpu, batch, buffer, err);
  gpu_buffers_free(gpu, buffer, BASELINE_BUFFERS);
  return ok;
}

static bool run_piece(struct gpu *gpu, const struct baseline_batch *batch, size_t first, size_t count,
                      const struct baseline_result *result, struct error *err) {
  struct baseline_result into = baseline_result_at(result, &batch->parameters, first);
  struct baseline_piece piece;
  const bool ok =
      baseline_piece_create(&piece, batch, first, count, err) && gpu_baseline(gpu, &piece.batch, &into, err);
  baseline_piece_free(&piece);
  return ok;
}

bool gpu_baseline(struct gpu *gpu, const struct baseline_batch *batch, struct baseline_result *result,
                  struct error *err) {
  const struct gpu_shape shape = {.part = GPU_BASELINES, .pack = gpu->pack};
  struct baseline_arrays arrays;
  if (!gpu->api->specialise(gpu, &shape, err) || !baseline_arrays_create(&arrays, batch, err))
    return false;
  bool fits = true;
  const bool ok = run_arrays(gpu, batch, &arrays, result, &fits, err);
  baseline_arrays_free(&arrays);
  if (fits || batch->point_count == 1)
    return ok;
  const size_t half = batch->point_count / 2;
  return run_piece(gpu, batch, 0, half, result, err) &&
         run_piece(gpu, batch, half, batch->point_count - half, result, err);
}
