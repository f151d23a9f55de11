// The fields of a form as browsers send them: "a=1&b=2" (application/x-www-form-urlencoded).
#pragma once

#include <stddef.h>

namespace emeter {

// Whether a form has a field of this name, whatever its value.
bool formHas(const char* form, const char* name);

// The value of a field with %XX and + undone. False when it is absent, damaged or does not fit.
bool formValue(const char* form, const char* name, char* to, size_t size);

}  // namespace emeter
