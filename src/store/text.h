/*
 * Texts in HDF5: string attributes and string datasets. Internal to src/store/.
 */
#ifndef LUTDSE_STORE_TEXT_H
#define LUTDSE_STORE_TEXT_H

#include <hdf5.h>
#include <stdbool.h>
#include <stddef.h>

/* Write a text as an attribute of an object, or as a dataset of a file. Returns false if HDF5 fails. */
bool text_write_attribute(hid_t object, const char *name, const char *text);
bool text_write_dataset(hid_t file, const char *path, const char *text);

/* Read such an attribute; returns false if it is missing or does not fit `size` bytes with its final zero. */
bool text_read_attribute(hid_t object, const char *name, char *text, size_t size);

/* Read such a dataset into malloc'ed memory; returns NULL if it is missing, no text, or memory runs out. */
char *text_read_dataset(hid_t file, const char *path);

#endif
