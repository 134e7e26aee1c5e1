#include "run/devices.h"

#include <stdio.h>
#include <string.h>

#include "parallel.h"
#include "run/self_test.h"

/* An NVIDIA card that the CUDA back end has is the same card under OpenCL. */
static bool is_twin(const struct device_census *census, const struct listed_device *device) {
  for (size_t i = 0; i < census->device_count; i++) {
    const struct listed_device *other = &census->device[i];
    if (other->backend == &cuda_backend && other->info.usable && device->backend != &cuda_backend &&
        device->info.accelerator && strcmp(other->info.name, device->info.name) == 0)
      return true;
  }
  return false;
}

static void list_backend(struct device_census *census, const struct backend *backend) {
  struct device_info info[BACKEND_DEVICES_MAX];
  char reason[sizeof census->absent[0].reason] = "";
  const size_t found = backend->list(info, BACKEND_DEVICES_MAX, reason, sizeof reason);
  if (found == 0) {
    struct absent_backend *absent = &census->absent[census->absent_count++];
    absent->backend = backend;
    memcpy(absent->reason, reason, sizeof reason);
  }
  for (size_t i = 0; i < found && census->device_count < BACKEND_DEVICES_MAX; i++) {
    struct listed_device device = {backend, i, info[i]};
    device.info.twin = is_twin(census, &device);
    census->device[census->device_count++] = device;
  }
}

void devices_list(struct device_census *census) {
  memset(census, 0, sizeof *census);
  /* CUDA comes first in the list of back ends: its devices are known when OpenCL's are looked at. */
  for (size_t b = 0; b < backend_count() && b < BACKENDS_MAX; b++)
    list_backend(census, backend_at(b));
}

static bool no_such_device(const char *id, const struct listed_device *listed, size_t count, struct error *err) {
  char known[512] = "";
  size_t length = 0;
  for (size_t i = 0; i < count && length < sizeof known; i++)
    length += (size_t)snprintf(known + length, sizeof known - length, " %s", listed[i].info.id);
  if (id[0] == '\0')
    return error_set(err, ERROR_DEVICE, "--devices: a name is missing; there are: auto all%s", known);
  return error_set(err, ERROR_DEVICE, "--devices %s: no such device; there are: auto all%s", id, known);
}

/* What was asked for: flags over the list. */
struct choice {
  bool chosen[BACKEND_DEVICES_MAX], named[BACKEND_DEVICES_MAX];
  bool fallback; /* the CPU stands in for accelerators if none opens */
};

static void choose_cpu(struct choice *choice, const struct listed_device *listed, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (listed[i].backend == &cpu_backend)
      choice->chosen[i] = true;
}

/* Returns whether there is one. */
static bool choose_accelerators(struct choice *choice, const struct listed_device *listed, size_t count) {
  bool any = false;
  for (size_t i = 0; i < count; i++)
    if (listed[i].info.usable && listed[i].info.accelerator && !listed[i].info.twin)
      any = choice->chosen[i] = true;
  return any;
}

static bool choose_word(struct choice *choice, const char *word, const struct listed_device *listed, size_t count,
                        struct error *err) {
  if (strcmp(word, "auto") == 0 || strcmp(word, "all") == 0) {
    const bool any = choose_accelerators(choice, listed, count);
    if (!any || word[1] == 'l')
      choose_cpu(choice, listed, count);
    choice->fallback |= any && word[1] == 'u';
    return true;
  }
  for (size_t i = 0; i < count; i++)
    if (strcmp(listed[i].info.id, word) == 0) {
      choice->chosen[i] = choice->named[i] = true;
      return true;
    }
  return no_such_device(word, listed, count, err);
}

static bool choose(struct choice *choice, const char *list, const struct listed_device *listed, size_t count,
                   struct error *err) {
  memset(choice, 0, sizeof *choice);
  for (const char *at = list;; at++) {
    const size_t length = strcspn(at, ",");
    char word[64];
    (void)snprintf(word, sizeof word, "%.*s", (int)(length < sizeof word ? length : sizeof word - 1), at);
    if (!choose_word(choice, word, listed, count, err))
      return false;
    at += length;
    if (*at == '\0')
      return true;
  }
}

static bool open_one(struct run_device *device, const struct listed_device *listed, unsigned threads,
                     struct error *err) {
  device->info = listed->info;
  device->on =
      (struct search_device){.backend = listed->backend, .threads = threads != 0 ? threads : parallel_processors()};
  if (!listed->info.usable)
    return error_set(err, ERROR_DEVICE, "%s (%s): %s", listed->info.id, listed->info.name, listed->info.why_not);
  device->on.device = listed->backend->open(listed->index, threads, err);
  if (device->on.device == NULL)
    return false;
  if (self_test(&device->on, err))
    return true;
  device->on.backend->close(device->on.device);
  return error_prefix(err, "%s (%s)", listed->info.id, listed->info.name);
}

/* Where to open devices, and whom to tell. */
struct opening {
  struct run_device *out;
  size_t opened;
  unsigned threads;
  void (*note)(void *context, const char *text);
  void *context;
};

/* Open what is chosen. Fails if a device fails that was named; then none is open. */
static bool open_chosen(struct opening *opening, const struct choice *choice, const struct device_census *census,
                        struct error *err) {
  for (size_t i = 0; i < census->device_count; i++) {
    if (!choice->chosen[i])
      continue;
    if (open_one(&opening->out[opening->opened], &census->device[i], opening->threads, err)) {
      opening->opened++;
    } else if (choice->named[i]) {
      devices_close(opening->out, opening->opened);
      return false;
    } else if (opening->note != NULL) {
      opening->note(opening->context, err->text);
    }
  }
  return true;
}

size_t devices_open(const char *list, unsigned threads, struct run_device *out,
                    void (*note)(void *context, const char *text), void *context, struct error *err) {
  struct device_census census;
  struct choice choice, last = {.fallback = false};
  struct opening opening = {out, 0, threads, note, context};
  devices_list(&census);
  (void)error_set(err, ERROR_DEVICE, "--devices %s: there is no such device", list);
  if (!choose(&choice, list, census.device, census.device_count, err) || !open_chosen(&opening, &choice, &census, err))
    return 0;
  if (opening.opened == 0 && choice.fallback) {
    choose_cpu(&last, census.device, census.device_count);
    (void)open_chosen(&opening, &last, &census, err);
  }
  return opening.opened;
}

void devices_close(struct run_device *devices, size_t count) {
  for (size_t i = 0; i < count; i++)
    devices[i].on.backend->close(devices[i].on.device);
}
