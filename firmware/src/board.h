// The board this image is for. Pins can be overridden by build flags; see platformio.ini.
#pragma once

#if defined(ESP8266)

#if !defined(EMETER_BOARD)
#define EMETER_BOARD "esp8266"
#endif
#if !defined(EMETER_BUTTON_PIN)
#define EMETER_BUTTON_PIN 0
#endif
#if !defined(EMETER_LED_PIN)
#define EMETER_LED_PIN 2
#endif
#if !defined(EMETER_LED_ACTIVE_LOW)
#define EMETER_LED_ACTIVE_LOW 1
#endif

#elif defined(ESP32)

#if !defined(EMETER_BOARD)
#define EMETER_BOARD "esp32"
#endif
#if !defined(EMETER_BUTTON_PIN)
#define EMETER_BUTTON_PIN 0
#endif
#if !defined(EMETER_LED_PIN)
#define EMETER_LED_PIN 2
#endif
#if !defined(EMETER_LED_ACTIVE_LOW)
#define EMETER_LED_ACTIVE_LOW 0
#endif
// The pins offered for the meter's line, the default first. test/pins knows which a chip has no use of.
#if !defined(EMETER_RX_PINS)
#define EMETER_RX_PINS 4, 13, 27, 32, 33
#endif

#endif
