#include "rtl/data_path.h"

#include <string.h>

struct signal signal_of(const char *base, int bits, bool is_signed) {
  struct signal signal = {.base = base, .bits = bits, .is_signed = is_signed};
  snprintf(signal.name, sizeof signal.name, "%s", base);
  return signal;
}

void put_declaration(const struct rtl *rtl, const struct signal *signal) {
  if (signal->bits == 0)
    return;
  put(rtl, "  ");
  put_type(rtl, signal->bits, signal->is_signed);
  put(rtl, "%s;\n", signal->name);
}

void put_stage(const struct rtl *rtl, struct path *path, const char *comment,
               struct signal *const list[REGISTERS_MAX]) {
  char from[REGISTERS_MAX][24] = {{0}};
  path->stage++;
  put(rtl, "\n  // %s\n", comment);
  for (int i = 0; i < REGISTERS_MAX && list[i] != NULL; i++) {
    memcpy(from[i], list[i]->name, sizeof from[i]);
    snprintf(list[i]->name, sizeof list[i]->name, "%s_%d", list[i]->base, path->stage);
    put_declaration(rtl, list[i]);
  }
  put(rtl, "  always_ff @(posedge clk) begin\n");
  for (int i = 0; i < REGISTERS_MAX && list[i] != NULL; i++)
    if (list[i]->bits > 0)
      put(rtl, "    %s <= %s;\n", list[i]->name, from[i]);
  put(rtl, "  end\n");
}

void put_instance(const struct rtl *rtl, const char *block) { put(rtl, "  %s_%s u_%s (\n", rtl->name, block, block); }

void put_link(const struct rtl *rtl, const char *port, const char *signal, bool last) {
  put(rtl, "      .%s(%s)%s\n", port, signal, last ? "\n  );" : ",");
}

void put_link_if(const struct rtl *rtl, const char *port, const struct signal *signal) {
  if (signal->bits > 0)
    put_link(rtl, port, signal->name, false);
}
