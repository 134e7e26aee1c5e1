# version.h: the version and the commit that results files record. The commit is looked up at every build, so that a new
# commit needs no new configuration.
find_package(Git QUIET)
set(version_h ${PROJECT_BINARY_DIR}/generated/version.h)
add_custom_target(lutdse_version
  COMMAND ${CMAKE_COMMAND} -DGIT=${GIT_EXECUTABLE} -DSOURCE_DIR=${PROJECT_SOURCE_DIR} -DVERSION=${PROJECT_VERSION}
    -DINPUT=${PROJECT_SOURCE_DIR}/cmake/version.h.in -DOUTPUT=${version_h}
    -P ${PROJECT_SOURCE_DIR}/cmake/VersionScript.cmake
  BYPRODUCTS ${version_h}
  COMMENT "Looking up the commit"
  VERBATIM)
