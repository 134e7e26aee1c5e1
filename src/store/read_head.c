#include "store/read_head.h"

#include "store/decode.h"
#include "store/results_check.h"
#include "store/text.h"

bool head_read_sweep(hid_t file, struct results *head, struct error *err) {
  head->sweep_text = text_read_dataset(file, "/sweep");
  if (head->sweep_text == NULL)
    return error_set(err, ERROR_INPUT, "/sweep is missing or is no text");
  if (!text_read_attribute(file, "sweep_name", head->sweep_name, sizeof head->sweep_name))
    return error_set(err, ERROR_INPUT, "the attribute sweep_name is missing or is no short text");
  return true;
}

bool head_read_tables(hid_t file, struct results *head, size_t designs, struct error *err) {
  struct head_decoder decoder = {.file = file, .head = head, .designs = designs};
  const struct {
    const struct table *table;
    table_take *take;
  } tables[] = {{&functions_table, decode_function},
                {&weights_table, decode_weight},
                {&fronts_table, decode_front},
                {&ranges_table, decode_range},
                {&runs_table, decode_run}};
  for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++)
    if (!table_read(file, tables[t].table, tables[t].table->path, tables[t].take, &decoder, err))
      return false;
  return results_check_tail(head, head, designs, err);
}
