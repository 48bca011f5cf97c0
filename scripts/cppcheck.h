/* For cppcheck alone, which does not read the headers of libraries: macros of jansson that look like no C. */
#define json_array_foreach(array, index, value)                                                              \
    for (index = 0; (value = json_array_get(array, index)); index++)
#define json_object_foreach(object, key, value)                                                              \
    for (void *at = json_object_iter(object);                                                                \
         at && (key = json_object_iter_key(at)) && (value = json_object_iter_value(at));                     \
         at = json_object_iter_next(object, at))
#define JSON_INTEGER_FORMAT "lld"
