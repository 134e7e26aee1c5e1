#include "store/channel.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#if H5_VERSION_GE(1, 13, 0)
#include <H5FDdevelop.h>
#endif

#include "file.h"

/* What libhdf5 knows as a file. */
struct driver_file {
  H5FD_t base; /* libhdf5's own; must be first */
  struct channel *channel;
  haddr_t end_allocated, end_of_file;
};

/* What a property list carries: libhdf5 copies it. */
struct driver_info {
  struct channel *channel;
};

static H5FD_t *driver_open(const char *name, unsigned flags, hid_t access, haddr_t most) {
  (void)name;
  (void)most;
  const struct driver_info *info = H5Pget_driver_info(access);
  struct driver_file *file = info == NULL ? NULL : calloc(1, sizeof *file);
  if (file == NULL)
    return NULL;
  const off_t size = (flags & H5F_ACC_TRUNC) != 0 ? 0 : lseek(info->channel->descriptor, 0, SEEK_END);
  file->channel = info->channel;
  file->end_of_file = size < 0 ? 0 : (haddr_t)size;
  return &file->base;
}

static herr_t driver_close(H5FD_t *base) {
  free(base);
  return 0;
}

static herr_t driver_query(const H5FD_t *base, unsigned long *flags) {
  (void)base;
  *flags = H5FD_FEAT_AGGREGATE_METADATA | H5FD_FEAT_ACCUMULATE_METADATA | H5FD_FEAT_DATA_SIEVE |
           H5FD_FEAT_AGGREGATE_SMALLDATA;
  return 0;
}

static haddr_t driver_get_eoa(const H5FD_t *base, H5FD_mem_t type) {
  (void)type;
  return ((const struct driver_file *)base)->end_allocated;
}

static herr_t driver_set_eoa(H5FD_t *base, H5FD_mem_t type, haddr_t address) {
  (void)type;
  ((struct driver_file *)base)->end_allocated = address;
  return 0;
}

static haddr_t driver_get_eof(const H5FD_t *base, H5FD_mem_t type) {
  (void)type;
  return ((const struct driver_file *)base)->end_of_file;
}

static herr_t driver_read(H5FD_t *base, H5FD_mem_t type, hid_t transfer, haddr_t address, size_t size, void *data) {
  (void)type;
  (void)transfer;
  const struct driver_file *file = (const struct driver_file *)base;
  /* libhdf5 expects zeros where it wrote nothing yet. */
  const haddr_t end = file->end_of_file;
  const size_t there = address >= end ? 0 : end - address < size ? (size_t)(end - address) : size;
  memset((char *)data + there, 0, size - there);
  const int failed = file_read_at(file->channel->descriptor, data, there, address);
  if (failed != 0 && file->channel->failed == 0)
    file->channel->failed = failed;
  return failed == 0 ? 0 : -1;
}

static herr_t driver_write(H5FD_t *base, H5FD_mem_t type, hid_t transfer, haddr_t address, size_t size,
                           const void *data) {
  (void)type;
  (void)transfer;
  struct driver_file *file = (struct driver_file *)base;
  if (file->channel->failed == 0)
    file->channel->failed = file_write_at(file->channel->descriptor, data, size, address);
  if (address + size > file->end_of_file)
    file->end_of_file = address + size;
  return 0;
}

/* libhdf5 allocates more than it writes, and expects a file of what it allocated. */
static herr_t driver_truncate(H5FD_t *base, hid_t transfer, hbool_t closing) {
  (void)transfer;
  (void)closing;
  struct driver_file *file = (struct driver_file *)base;
  if (file->end_allocated == file->end_of_file)
    return 0;
  if (file->channel->failed == 0 && ftruncate(file->channel->descriptor, (off_t)file->end_allocated) != 0)
    file->channel->failed = errno;
  file->end_of_file = file->end_allocated;
  return 0;
}

static const H5FD_class_t driver = {
#if H5_VERSION_GE(1, 13, 0)
    .version = H5FD_CLASS_VERSION,
    .value = (H5FD_class_value_t)(H5_VFD_RESERVED + 1),
#endif
    .name = "lutdse",
    .maxaddr = (haddr_t)INT64_MAX,
    .fc_degree = H5F_CLOSE_STRONG,
    .fapl_size = sizeof(struct driver_info),
    .open = driver_open,
    .close = driver_close,
    .query = driver_query,
    .get_eoa = driver_get_eoa,
    .set_eoa = driver_set_eoa,
    .get_eof = driver_get_eof,
    .read = driver_read,
    .write = driver_write,
    .truncate = driver_truncate,
    .fl_map = H5FD_FLMAP_DICHOTOMY};

/*
 * Registered anew each time: the property list and the file keep it, and there is no global identifier that a closing
 * library could leave behind.
 */
static hid_t make_access(struct channel *channel) {
  const struct driver_info info = {channel};
  const hid_t access = H5Pcreate(H5P_FILE_ACCESS), registered = H5FDregister(&driver);
  const bool ok = H5Pset_driver(access, registered, &info) >= 0;
  (void)H5FDunregister(registered);
  if (ok)
    return access;
  (void)H5Pclose(access);
  return H5I_INVALID_HID;
}

static const char shown_name[] = "lutdse-results";

/*
 * Half the fan-out of the trees that find chunks. Every table has one; by default they are most of a file of a few
 * points, and with this one still shallow in a file of a million.
 */
enum { CHUNK_INDEX_K = 8 };

hid_t channel_open(struct channel *channel) {
  const hid_t access = make_access(channel);
  const hid_t file = H5Fopen(shown_name, H5F_ACC_RDONLY, access);
  (void)H5Pclose(access);
  return file;
}

hid_t channel_create(struct channel *channel, hsize_t user_block) {
  const hid_t access = make_access(channel), creation = H5Pcreate(H5P_FILE_CREATE);
  hid_t file = H5I_INVALID_HID;
  if (H5Pset_userblock(creation, user_block) >= 0 && H5Pset_istore_k(creation, CHUNK_INDEX_K) >= 0)
    file = H5Fcreate(shown_name, H5F_ACC_TRUNC, creation, access);
  (void)H5Pclose(creation);
  (void)H5Pclose(access);
  return file;
}
