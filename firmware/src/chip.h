// The chip as a board for the core. Each chip's folder has its own.
#pragma once

#if defined(ESP8266)
#include "esp8266/chip_esp8266.h"
#elif defined(ESP32)
#include "esp32/chip_esp32.h"
#else
#error "this firmware is for the ESP8266 and the ESP32; for Linux see host/"
#endif
