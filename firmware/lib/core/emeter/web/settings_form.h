// The settings as the page's form sends and shows them.
#pragma once

#include "emeter/board/uart.h"
#include "emeter/settings/settings.h"
#include "emeter/text/flash.h"
#include "emeter/text/text.h"

namespace emeter {

// Takes the fields that `form` has into `to`. Returns what the first wrong one must be; empty when all are right.
FlashString readSettingsForm(const char* form, const Uart& uart, Settings& to);

// As JSON, without passwords.
void writeSettingsForm(const Settings& settings, const Uart& uart, bool hasRadio, Text& to);

// The set-up's device password, which may be empty. False when it is not one.
bool readNewPassword(const char* form, Settings& to);
FlashString devicePasswordRule();

// Whether a form's field is "1" or "on".
bool formFlag(const char* form, const char* name);

}  // namespace emeter
