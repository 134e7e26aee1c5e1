#include "run/devices.h"

#include <stdio.h>
#include <string.h>

#include "parallel.h"
#include "run/self_test.h"

/* A device of the list: which back end has it, and under which number there. */
struct listed {
  const struct backend *backend;
  size_t index;
  struct device_info info;
};

static size_t list_all(struct listed *listed, size_t max) {
  size_t count = 0;
  for (size_t b = 0; b < backend_count(); b++) {
    struct device_info info[BACKEND_DEVICES_MAX];
    char reason[160];
    const size_t found = backend_at(b)->list(info, BACKEND_DEVICES_MAX, reason, sizeof reason);
    for (size_t i = 0; i < found && count < max; i++)
      listed[count++] = (struct listed){backend_at(b), i, info[i]};
  }
  return count;
}

/* An NVIDIA card that the CUDA back end has is the same card under OpenCL. */
static void mark_twins(struct listed *listed, size_t count) {
  for (size_t i = 0; i < count; i++)
    for (size_t j = 0; j < i && !listed[i].info.twin; j++)
      listed[i].info.twin = listed[j].backend == &cuda_backend && listed[j].info.usable &&
                            listed[i].backend != &cuda_backend && listed[i].info.accelerator &&
                            strcmp(listed[i].info.name, listed[j].info.name) == 0;
}

static size_t list_marked(struct listed *listed, size_t max) {
  const size_t count = list_all(listed, max);
  mark_twins(listed, count);
  return count;
}

size_t devices_list(struct device_info *info, size_t max) {
  struct listed listed[BACKEND_DEVICES_MAX];
  const size_t count = list_marked(listed, BACKEND_DEVICES_MAX);
  for (size_t i = 0; i < count && i < max; i++)
    info[i] = listed[i].info;
  return count < max ? count : max;
}

static bool no_such_device(const char *id, const struct listed *listed, size_t count, struct error *err) {
  char known[512] = "";
  size_t length = 0;
  for (size_t i = 0; i < count && length < sizeof known; i++)
    length += (size_t)snprintf(known + length, sizeof known - length, " %s", listed[i].info.id);
  return error_set(err, ERROR_DEVICE, "--devices %s: no such device; there are: auto all%s", id, known);
}

/* What was asked for: flags over the list. */
struct choice {
  bool chosen[BACKEND_DEVICES_MAX], named[BACKEND_DEVICES_MAX];
};

static void choose_cpu(struct choice *choice, const struct listed *listed, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (listed[i].backend == &cpu_backend)
      choice->chosen[i] = true;
}

/* Returns whether there is one. */
static bool choose_accelerators(struct choice *choice, const struct listed *listed, size_t count) {
  bool any = false;
  for (size_t i = 0; i < count; i++)
    if (listed[i].info.usable && listed[i].info.accelerator && !listed[i].info.twin)
      any = choice->chosen[i] = true;
  return any;
}

static bool choose_word(struct choice *choice, const char *word, const struct listed *listed, size_t count,
                        struct error *err) {
  if (strcmp(word, "auto") == 0 || strcmp(word, "all") == 0) {
    const bool any = choose_accelerators(choice, listed, count);
    if (!any || word[1] == 'l')
      choose_cpu(choice, listed, count);
    return true;
  }
  for (size_t i = 0; i < count; i++)
    if (strcmp(listed[i].info.id, word) == 0) {
      choice->chosen[i] = choice->named[i] = true;
      return true;
    }
  return no_such_device(word, listed, count, err);
}

static bool choose(struct choice *choice, const char *list, const struct listed *listed, size_t count,
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

static bool open_one(struct run_device *device, const struct listed *listed, unsigned threads, struct error *err) {
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

size_t devices_open(const char *list, unsigned threads, struct run_device *out,
                    void (*note)(void *context, const char *text), void *context, struct error *err) {
  struct listed listed[BACKEND_DEVICES_MAX];
  struct choice choice;
  const size_t count = list_marked(listed, BACKEND_DEVICES_MAX);
  if (!choose(&choice, list, listed, count, err))
    return 0;
  size_t opened = 0;
  for (size_t i = 0; i < count; i++) {
    if (!choice.chosen[i])
      continue;
    if (open_one(&out[opened], &listed[i], threads, err)) {
      opened++;
    } else if (choice.named[i]) {
      devices_close(out, opened);
      return 0;
    } else if (note != NULL) {
      note(context, err->text);
    }
  }
  return opened;
}

void devices_close(struct run_device *devices, size_t count) {
  for (size_t i = 0; i < count; i++)
    devices[i].on.backend->close(devices[i].on.device);
}
