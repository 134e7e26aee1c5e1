#include <stdlib.h>

#include "file.h"
#include "store/decode.h"
#include "store/hdf5_quiet.h"
#include "store/seal.h"
#include "store/store.h"
#include "store/text.h"

static bool read_sweep(hid_t file, struct results *out, struct error *err) {
  out->sweep_text = text_read_dataset(file, "/sweep");
  if (out->sweep_text == NULL)
    return error_set(err, ERROR_INPUT, "/sweep is missing or is no text");
  if (!text_read_attribute(file, "sweep_name", out->sweep_name, sizeof out->sweep_name))
    return error_set(err, ERROR_INPUT, "the attribute sweep_name is missing or is no short text");
  return true;
}

static bool read_tables(struct decoder *decoder, struct error *err) {
  const struct {
    const struct table *table;
    table_take *take;
  } tables[] = {
      {&functions_table, decode_function}, {&weights_table, decode_weight},        {&points_table, decode_point},
      {&designs_table, decode_design},     {&errors_table, decode_error},          {&convergence_table, decode_step},
      {&fronts_table, decode_front},       {&synthesis_table, decode_synthesised}, {&runs_table, decode_run}};
  for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++)
    if (!table_read(decoder->file, tables[t].table, tables[t].table->path, tables[t].take, decoder, err))
      return false;
  return decode_finish_errors(decoder, err);
}

static bool read_content(hid_t file, struct results *out, struct error *err) {
  struct decoder decoder = {.file = file, .out = out};
  const bool ok = read_sweep(file, out, err) && read_tables(&decoder, err) && results_check(out, ERROR_INPUT, err) &&
                  decode_finish_points(&decoder, err);
  free(decoder.figures);
  return ok;
}

/* Open the bytes as an HDF5 file: what was checked is what is read, and no lock on a network drive is in the way. */
static hid_t open_image(void *image, size_t size) {
  const hid_t access = H5Pcreate(H5P_FILE_ACCESS);
  hid_t file = H5I_INVALID_HID;
  if (H5Pset_fapl_core(access, SEAL_SIZE, false) >= 0 && H5Pset_file_image(access, image, size) >= 0)
    file = H5Fopen("lutdse-results", H5F_ACC_RDONLY, access);
  (void)H5Pclose(access);
  return file;
}

static bool read_image(void *image, size_t size, struct results *out, struct error *err) {
  if (!seal_check(image, size, err))
    return false;
  const struct hdf5_quiet quiet = hdf5_quiet_begin();
  const hid_t file = open_image(image, size);
  const bool ok = file >= 0 ? read_content(file, out, err)
                            : error_set(err, ERROR_INPUT, "libhdf5 cannot open it (out of memory, or damaged)");
  (void)H5Fclose(file);
  hdf5_quiet_end(&quiet);
  return ok;
}

bool store_read(struct results *out, const char *path, struct error *err) {
  void *image;
  size_t size;
  results_init(out);
  if (!file_read(path, &image, &size, err))
    return false;
  const bool ok = read_image(image, size, out, err);
  free(image);
  if (ok)
    return true;
  results_release(out);
  return error_prefix(err, "%s", path);
}
