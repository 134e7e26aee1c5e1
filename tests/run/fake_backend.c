#include "fake_backend.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct device {
  struct fake *fake;
  struct device *processor;
};

static struct fake fakes[FAKES_MAX];
static size_t fake_count;

void fakes_reset(size_t count) {
  fake_count = count;
  for (size_t i = 0; i < FAKES_MAX; i++)
    fakes[i] = (struct fake){.good = FAKE_FOREVER, .kind = ERROR_DEVICE, .name = "fake"};
}

struct fake *fake_at(size_t index) {
  return &fakes[index];
}

static size_t list(struct device_info *info, size_t max, char *reason, size_t size) {
  if (fake_count == 0)
    (void)snprintf(reason, size, "no fakes today");
  for (size_t i = 0; i < fake_count && i < max; i++) {
    memset(&info[i], 0, sizeof info[i]);
    (void)snprintf(info[i].id, sizeof info[i].id, "fake:%zu", i);
    (void)snprintf(info[i].name, sizeof info[i].name, "%s", fakes[i].name);
    (void)snprintf(info[i].why_not, sizeof info[i].why_not, "out of order");
    info[i].accelerator = !fakes[i].processor;
    info[i].usable = !fakes[i].unusable;
  }
  return fake_count;
}

static struct device *open_fake(size_t index, unsigned threads, struct error *err) {
  struct device *device = calloc(1, sizeof *device);
  if (device == NULL || fakes[index].shut) {
    free(device);
    (void)error_set(err, ERROR_DEVICE, "fake:%zu is shut", index);
    return NULL;
  }
  device->fake = &fakes[index];
  device->fake->opens++;
  device->fake->open++;
  device->processor = cpu_backend.open(0, threads == 0 ? 1 : threads, err);
  return device;
}

static void wait_for(unsigned milliseconds) {
  const struct timespec time = {milliseconds / 1000, 1000000L * (milliseconds % 1000)};
  (void)nanosleep(&time, NULL);
}

static bool run(struct device *device, const struct batch *batch, struct batch_result *result, struct error *err) {
  struct fake *fake = device->fake;
  /* Not atomic: a device is never at work on two batches at once. */
  const unsigned number = fake->runs++;
  wait_for(fake->delay);
  if (number >= fake->good && number - fake->good < fake->bad)
    return error_set(err, fake->kind, "batch %u went wrong", number);
  if (!cpu_backend.run(device->processor, batch, result, err))
    return false;
  if (fake->lie == LIE_BOUNDARY)
    result->boundaries[2 * (batch->settings.entries - 1)]++;
  if (fake->lie == LIE_FITNESS)
    result->fitness[1] *= 1.0000002F;
  return true;
}

static bool probe(struct device *device, const struct probe *probe, struct error *err) {
  if (!cpu_backend.probe(device->processor, probe, err))
    return false;
  if (device->fake->lie == LIE_WORD)
    probe->word[2][3] ^= 1;
  if (device->fake->lie == LIE_LINE)
    probe->fit[4].intercept++;
  return true;
}

static bool optimum(struct device *device, const struct dynamic_program *program, struct error *err) {
  return cpu_backend.optimum(device->processor, program, err);
}

static bool baseline(struct device *device, const struct baseline_batch *batch, struct baseline_result *result,
                     struct error *err) {
  return cpu_backend.baseline(device->processor, batch, result, err);
}

static void close_fake(struct device *device) {
  device->fake->open--;
  cpu_backend.close(device->processor);
  free(device);
}

const struct backend fake_backend = {"fake", list, open_fake, run, probe, optimum, baseline, close_fake};
