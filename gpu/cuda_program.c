/* The kernel source, compiled by NVRTC and loaded by the driver. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gpu/cuda_internal.h"
#include "gpu/program_cache.h"
#include "gpu/source.h"

enum { OPTIONS = 8 };

/* Compiler options, and the text that names them in the cache's key. */
struct options {
  char architecture[48], definitions[GPU_OPTIONS_SIZE];
  const char *list[OPTIONS];
  int count;
  bool machine_code; /* else PTX for the driver to finish */
  char text[256];
};

static void add_option(struct options *options, const char *option) { options->list[options->count++] = option; }

/* NVRTC wants options one by one: cut the definitions at their blanks. */
static void add_definitions(struct options *options, const struct gpu_shape *shape) {
  gpu_shape_options(shape, options->definitions);
  char *rest = NULL;
  for (char *word = strtok_r(options->definitions, " ", &rest); word != NULL; word = strtok_r(NULL, " ", &rest))
    add_option(options, word);
}

static void set_options(struct options *options, const struct cuda_target *target, const struct gpu_shape *shape) {
  memset(options, 0, sizeof *options);
  options->machine_code = target->architecture == 10 * target->major + target->minor;
  (void)snprintf(options->architecture, sizeof options->architecture, "--gpu-architecture=%s_%d",
                 options->machine_code ? "sm" : "compute", target->architecture);
  add_option(options, options->architecture);
  add_option(options, "--fmad=false"); /* bit identity: no contraction */
  add_option(options, "--device-as-default-execution-space");
  add_definitions(options, shape);
  size_t length = 0;
  for (int i = 0; i < options->count; i++)
    length += (size_t)snprintf(options->text + length, sizeof options->text - length, "%s ", options->list[i]);
}

static bool nvrtc_failed(const struct cuda_api *api, nvrtc_program program, const char *call, int code,
                         struct error *err) {
  size_t size = 0;
  char *log = NULL;
  if (program != NULL && api->nvrtc_log_size(program, &size) == 0 && size > 1)
    log = calloc(1, size + 1);
  if (log != NULL && api->nvrtc_log(program, log) != 0)
    log[0] = '\0';
  (void)error_set(err, ERROR_DEVICE, "CUDA: %s failed: %s: %.700s", call, api->nvrtc_error(code),
                  log != NULL ? log : "");
  free(log);
  return false;
}

/* The compiled image, malloc'ed. */
static void *take_image(const struct cuda_api *api, nvrtc_program program, bool machine_code, size_t *size,
                        struct error *err) {
  int code = (machine_code ? api->nvrtc_image_size : api->nvrtc_ptx_size)(program, size);
  char *image = code == 0 ? malloc(*size + 1) : NULL;
  if (image != NULL)
    code = (machine_code ? api->nvrtc_image : api->nvrtc_ptx)(program, image);
  if (image != NULL && code == 0)
    return image;
  free(image);
  if (code == 0)
    (void)error_memory(err, "compiled kernels");
  else
    (void)nvrtc_failed(api, NULL, "nvrtcGetCUBIN", code, err);
  return NULL;
}

static void *compile_image(const struct cuda_api *api, const struct options *options, size_t *size, struct error *err) {
  nvrtc_program program = NULL;
  int code = api->nvrtc_create(&program, gpu_kernel_source, "lutdse_kernels.cu", 0, NULL, NULL);
  if (code != 0) {
    (void)nvrtc_failed(api, NULL, "nvrtcCreateProgram", code, err);
    return NULL;
  }
  const char *list[OPTIONS];
  memcpy(list, options->list, sizeof list);
  code = api->nvrtc_compile(program, options->count, list);
  void *image = NULL;
  if (code != 0)
    (void)nvrtc_failed(api, program, "nvrtcCompileProgram", code, err);
  else
    image = take_image(api, program, options->machine_code, size, err);
  (void)api->nvrtc_destroy(&program);
  return image;
}

static bool load_kernel(const struct cuda_api *api, struct cuda_program *program, int which, size_t scratch_max,
                        struct error *err) {
  cuda_function *kernel = &program->kernel[which];
  cuda_result code = api->module_function(kernel, program->module, gpu_kernel_info[which].name);
  if (code != CUDA_SUCCESS)
    return cuda_fail(api, err, "cuModuleGetFunction", code);
  code = api->function_set(*kernel, CUDA_FUNCTION_MAX_DYNAMIC_SHARED, (int)scratch_max);
  if (code != CUDA_SUCCESS)
    return cuda_fail(api, err, "cuFuncSetAttribute", code);
  int threads = 0;
  code = api->function_get(&threads, CUDA_FUNCTION_MAX_THREADS, *kernel);
  if (code != CUDA_SUCCESS)
    return cuda_fail(api, err, "cuFuncGetAttribute", code);
  program->lanes_max[which] = (unsigned)threads;
  return true;
}

static bool load_image(const struct cuda_api *api, struct cuda_program *program, const void *image, size_t scratch_max,
                       struct error *err) {
  cuda_result code = api->module_load(&program->module, image);
  if (code != CUDA_SUCCESS) {
    program->module = NULL;
    return cuda_fail(api, err, "cuModuleLoadData", code);
  }
  for (int i = 0; i < GPU_KERNELS; i++)
    if (gpu_kernel_info[i].part == program->shape.part && !load_kernel(api, program, i, scratch_max, err))
      return false;
  return true;
}

/* Load what the cache holds; false if it holds nothing the driver takes. */
static bool load_cached(const struct cuda_api *api, const struct program_key *key, struct cuda_program *program,
                        size_t scratch_max) {
  size_t size = 0;
  struct error ignored;
  void *image = program_cache_load(key, &size);
  const bool ok = image != NULL && load_image(api, program, image, scratch_max, &ignored);
  free(image);
  if (!ok && program->module != NULL) {
    (void)api->module_unload(program->module);
    program->module = NULL;
  }
  return ok;
}

static bool compile_and_load(const struct cuda_api *api, const struct options *options, const struct program_key *key,
                             struct cuda_program *program, size_t scratch_max, struct error *err) {
  size_t size = 0;
  void *image = compile_image(api, options, &size, err);
  if (image == NULL)
    return false;
  const bool ok = load_image(api, program, image, scratch_max, err);
  if (ok)
    program_cache_store(key, image, size);
  free(image);
  return ok;
}

struct cuda_program *cuda_compile(const struct cuda_api *api, const struct cuda_target *target,
                                  const struct gpu_shape *shape, size_t scratch_max, struct error *err) {
  struct options options;
  set_options(&options, target, shape);
  struct cuda_program *program = calloc(1, sizeof *program);
  if (program == NULL) {
    (void)error_memory(err, "CUDA program");
    return NULL;
  }
  program->shape = *shape;
  const struct program_key key = {gpu_kernel_source, options.text, target->device, target->driver};
  if (load_cached(api, &key, program, scratch_max) || compile_and_load(api, &options, &key, program, scratch_max, err))
    return program;
  cuda_release(api, program);
  return NULL;
}

void cuda_release(const struct cuda_api *api, struct cuda_program *programs) {
  while (programs != NULL) {
    struct cuda_program *next = programs->next;
    if (programs->module != NULL)
      (void)api->module_unload(programs->module);
    free(programs);
    programs = next;
  }
}
