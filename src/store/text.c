#include "store/text.h"

#include <stdlib.h>
#include <string.h>

#include "store/table_type.h"

bool text_write_attribute(hid_t object, const char *name, const char *text) {
  const hid_t type = table_type_text(strlen(text) + 1), space = H5Screate(H5S_SCALAR);
  const hid_t attribute = H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT);
  const bool written = H5Awrite(attribute, type, text) >= 0, ok = H5Aclose(attribute) >= 0 && written;
  (void)H5Sclose(space);
  (void)H5Tclose(type);
  return ok;
}

bool text_write_dataset(hid_t file, const char *path, const char *text) {
  const hid_t type = table_type_text(strlen(text) + 1), space = H5Screate(H5S_SCALAR);
  const hid_t properties = H5Pcreate(H5P_DATASET_CREATE);
  (void)H5Pset_obj_track_times(properties, false);
  const hid_t dataset = H5Dcreate2(file, path, type, space, H5P_DEFAULT, properties, H5P_DEFAULT);
  const bool written = H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, text) >= 0;
  const bool ok = H5Dclose(dataset) >= 0 && written;
  (void)H5Pclose(properties);
  (void)H5Sclose(space);
  (void)H5Tclose(type);
  return ok;
}

/* The bytes of a scalar of a fixed-length string type, or 0 if it is anything else. */
static size_t scalar_size(hid_t type, hid_t space) {
  if (H5Tget_class(type) != H5T_STRING || H5Tis_variable_str(type) != 0 || H5Sget_simple_extent_npoints(space) != 1)
    return 0;
  return H5Tget_size(type);
}

bool text_read_attribute(hid_t object, const char *name, char *text, size_t size) {
  const hid_t attribute = H5Aopen(object, name, H5P_DEFAULT);
  const hid_t type = H5Aget_type(attribute), space = H5Aget_space(attribute);
  const size_t found = scalar_size(type, space);
  const bool ok = found > 0 && found <= size && H5Aread(attribute, type, text) >= 0 && memchr(text, 0, found) != NULL;
  (void)H5Sclose(space);
  (void)H5Tclose(type);
  (void)H5Aclose(attribute);
  return ok;
}

char *text_read_dataset(hid_t file, const char *path) {
  const hid_t dataset = H5Dopen2(file, path, H5P_DEFAULT);
  const hid_t type = H5Dget_type(dataset), space = H5Dget_space(dataset);
  const size_t size = scalar_size(type, space);
  char *text = size > 0 ? calloc(size + 1, 1) : NULL;
  if (text != NULL && H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, text) < 0) {
    free(text);
    text = NULL;
  }
  (void)H5Sclose(space);
  (void)H5Tclose(type);
  (void)H5Dclose(dataset);
  return text;
}
