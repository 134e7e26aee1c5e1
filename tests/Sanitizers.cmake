# Every test run by ctest, and what it starts, leaves known leaks of libraries out of account.
set(known_leaks ${PROJECT_BINARY_DIR}/generated/known_leaks.cmake)
file(WRITE ${known_leaks} "if(NOT DEFINED ENV{LSAN_OPTIONS})
  set(ENV{LSAN_OPTIONS} \"suppressions='${CMAKE_CURRENT_SOURCE_DIR}/leaks.supp':print_suppressions=0\")
endif()
")
set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES ${known_leaks})
