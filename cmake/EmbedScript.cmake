# Write FILES (separated by |) into the C source OUTPUT as the array SYMBOL. A byte array, because C11 only
# promises string literals of 4095 characters. With STRIP, lines that include a file in quotes are left out: the
# files are given in an order in which they need none.
string(REPLACE "|" ";" files "${FILES}")
set(bytes "")
foreach(file IN LISTS files)
  file(READ ${file} hex HEX)
  if(STRIP)
    # \n#include " ... in hexadecimal, up to and without the next line feed.
    string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\1 " hex "${hex}")
    string(REGEX REPLACE "0a 23 69 6e 63 6c 75 64 65 20 22 (([^0].|0[^a]) )*" "" hex "${hex}")
    string(REPLACE " " "" hex "${hex}")
  endif()
  string(APPEND bytes "${hex}")
endforeach()
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
file(WRITE ${OUTPUT} "extern const char ${SYMBOL}[];\nconst char ${SYMBOL}[] = {\n${bytes}0};\n")
