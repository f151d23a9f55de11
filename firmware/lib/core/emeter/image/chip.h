// The chip this image is for: EMETER_CHIP in the image's mark, EMETER_CHIP_FAMILY as flashers call it. The compiler tells some; platformio.ini the rest.
#pragma once

#if defined(ESP8266)
#define EMETER_CHIP "esp8266"
#define EMETER_CHIP_FAMILY "ESP8266"
#elif defined(ESP32) && defined(EMETER_ESP32S2)
#define EMETER_CHIP "esp32s2"
#define EMETER_CHIP_FAMILY "ESP32-S2"
#elif defined(ESP32) && defined(EMETER_ESP32S3)
#define EMETER_CHIP "esp32s3"
#define EMETER_CHIP_FAMILY "ESP32-S3"
#elif defined(ESP32) && defined(__riscv)
#define EMETER_CHIP "esp32c3"
#define EMETER_CHIP_FAMILY "ESP32-C3"
#elif defined(ESP32)
#define EMETER_CHIP "esp32"
#define EMETER_CHIP_FAMILY "ESP32"
#else
#define EMETER_CHIP "host"
#define EMETER_CHIP_FAMILY "Linux"
#endif
