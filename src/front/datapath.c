#include "front/datapath.h"

#include "front/list_text.h"

bool datapath_accepts(const struct datapath_filter *filter, const struct point *point) {
  const struct hardware *const hardware = &point->hardware;
  const struct restriction *const restriction = &point->spec.restriction;
  return (!filter->by_storage || filter->storage == hardware->storage) &&
         (!filter->by_selector || filter->selector == hardware->selector) &&
         (!filter->by_digits || filter->slope_digits == restriction->slope_digits) &&
         (!filter->by_symmetry || filter->mirrored == restriction->mirrored) &&
         (!filter->by_pipeline || filter->pipeline == hardware->pipeline) &&
         (!filter->by_ranges || filter->ranges == (point->spec.ranges == 0 ? 1 : point->spec.ranges));
}

void datapath_append_wanted(const struct datapath_filter *filter, char *text, size_t size) {
  if (filter->by_storage)
    text_append_item(text, size, "storage %s", storage_name(filter->storage));
  if (filter->by_selector)
    text_append_item(text, size, "select %s", selector_name(filter->selector));
  if (filter->by_digits && filter->slope_digits == 0)
    text_append_item(text, size, "digits full");
  else if (filter->by_digits)
    text_append_item(text, size, "digits %d", filter->slope_digits);
  if (filter->by_symmetry)
    text_append_item(text, size, "symmetry %s", symmetry_name(filter->mirrored));
  if (filter->by_pipeline)
    text_append_item(text, size, "pipeline %d", filter->pipeline);
  if (filter->by_ranges)
    text_append_item(text, size, "ranges %d", filter->ranges);
}
