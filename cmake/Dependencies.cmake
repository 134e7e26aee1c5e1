# The libraries lutdse stands on, gathered in one interface target.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)

pkg_check_modules(HDF5 REQUIRED IMPORTED_TARGET hdf5-serial)
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
pkg_check_modules(MUPARSER REQUIRED IMPORTED_TARGET muparser)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
find_path(RANDOM123_INCLUDE_DIR Random123/philox.h REQUIRED)
find_package(OpenCL)

add_library(lutdse_dependencies INTERFACE)
target_include_directories(lutdse_dependencies SYSTEM INTERFACE ${RANDOM123_INCLUDE_DIR})
target_link_libraries(lutdse_dependencies INTERFACE
  PkgConfig::HDF5 PkgConfig::YAML PkgConfig::JANSSON PkgConfig::MUPARSER PkgConfig::XXHASH Threads::Threads m)
