/* lutdse devices: what searches can run on. */
#include <inttypes.h>

#include "cli/cli.h"
#include "cli/json_print.h"
#include "run/devices.h"

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

static json_t *device_json(const struct listed_device *listed) {
  const struct device_info *info = &listed->info;
  json_t *device =
      json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:b, s:b, s:b, s:b}", "id", info->id, "backend",
                listed->backend->name, "name", info->name, "platform", info->platform, "driver", info->driver, "units",
                (json_int_t)info->units, "memory", (json_int_t)info->memory, "doubles", info->doubles, "accelerator",
                info->accelerator, "twin", info->twin, "usable", info->usable);
  if (!info->usable)
    (void)json_object_set_new(device, "why_not", json_string(info->why_not));
  return device;
}

static bool print_json(const struct device_census *census, struct error *err) {
  json_t *devices = json_array(), *absent = json_object();
  for (size_t i = 0; i < census->device_count; i++)
    json_append(&devices, device_json(&census->device[i]));
  for (size_t i = 0; i < census->absent_count; i++)
    (void)json_object_set_new(absent, census->absent[i].backend->name, json_string(census->absent[i].reason));
  return json_print(json_pack("{s:o, s:o}", "devices", devices, "absent", absent), stdout, "JSON of the devices", err);
}

static void print_device(const struct device_info *info) {
  (void)printf("%-10s %s\n", info->id, info->name);
  (void)printf("           %s, driver %s, %u units, %.1f GiB%s\n", info->platform, info->driver, info->units,
               (double)info->memory / 0x1p30, info->doubles ? ", doubles" : "");
  if (!info->usable)
    (void)printf("           not usable: %s\n", info->why_not);
  else if (info->twin)
    (void)printf("           also seen through CUDA, which is preferred\n");
}

static void print_text(const struct device_census *census) {
  for (size_t i = 0; i < census->device_count; i++)
    print_device(&census->device[i].info);
  for (size_t i = 0; i < census->absent_count; i++)
    (void)printf("%-10s none: %s\n", census->absent[i].backend->name, census->absent[i].reason);
}

int command_devices(int argc, char **argv) {
  bool json = false;
  cli_parse(&argp, argc, argv, &json);
  struct device_census census;
  devices_list(&census);
  struct error err;
  if (!json)
    print_text(&census);
  else if (!print_json(&census, &err))
    return cli_fail(&err);
  return cli_finish_output();
}
