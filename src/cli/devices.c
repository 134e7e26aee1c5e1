/* lutdse devices: what searches can run on. */
#include <inttypes.h>
#include <jansson.h>

#include "backend.h"
#include "cli/cli.h"

static const struct argp_option options[] = {
    {"json", 'j', NULL, 0, "Print JSON", 0},
    {0},
};

static error_t parse_option(int key, char *text, struct argp_state *state) {
  (void)text;
  if (key != 'j')
    return ARGP_ERR_UNKNOWN;
  *(bool *)state->input = true;
  return 0;
}

static const struct argp argp = {
    options, parse_option, NULL, "List the devices of every back end, and why one cannot be used.", NULL, NULL, NULL};

static json_t *device_json(const struct backend *backend, const struct device_info *info) {
  json_t *device =
      json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:b, s:b}", "id", info->id, "backend", backend->name, "name",
                info->name, "platform", info->platform, "driver", info->driver, "units", (json_int_t)info->units,
                "memory", (json_int_t)info->memory, "accelerator", info->accelerator, "usable", info->usable);
  if (!info->usable)
    (void)json_object_set_new(device, "why_not", json_string(info->why_not));
  return device;
}

static void print_device(const struct device_info *info) {
  (void)printf("%-10s %s\n", info->id, info->name);
  (void)printf("           %s, driver %s, %u units, %.1f GiB\n", info->platform, info->driver, info->units,
               (double)info->memory / 0x1p30);
  if (!info->usable)
    (void)printf("           not usable: %s\n", info->why_not);
}

int command_devices(int argc, char **argv) {
  bool json = false;
  cli_parse(&argp, argc, argv, &json);
  json_t *devices = json_array(), *absent = json_object();
  for (size_t b = 0; b < backend_count(); b++) {
    const struct backend *backend = backend_at(b);
    struct device_info info[BACKEND_DEVICES_MAX];
    char reason[160] = "";
    const size_t count = backend->list(info, BACKEND_DEVICES_MAX, reason, sizeof reason);
    if (count == 0 && !json)
      (void)printf("%-10s none: %s\n", backend->name, reason);
    if (count == 0)
      (void)json_object_set_new(absent, backend->name, json_string(reason));
    for (size_t i = 0; i < count && i < BACKEND_DEVICES_MAX; i++) {
      if (json)
        (void)json_array_append_new(devices, device_json(backend, &info[i]));
      else
        print_device(&info[i]);
    }
  }
  json_t *all = json_pack("{s:o, s:o}", "devices", devices, "absent", absent);
  if (json) {
    (void)json_dumpf(all, stdout, JSON_INDENT(2));
    (void)putchar('\n');
  }
  json_decref(all);
  return cli_finish_output();
}
