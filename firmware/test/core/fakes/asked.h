// A device and a browser that asks it.
#pragma once

#include "fakes/bench.h"

namespace emeter::test {

#define OWN "Host: emeter.local\r\nOrigin: http://emeter.local\r\n"
#define PASSWORD "Authorization: Basic eDpjb3JyZWN0IGhvcnNl\r\n"  // x:correct horse

struct Asked : Bench {
  Asked() : device(board, ring, sizeof ring) {}

  // The status of the answer.
  int ask(const char* text) {
    request(device, browser, text);
    return browser.status();
  }
  int get(const char* path, const char* head) {
    static char text[400];  // off the stack: what a request needs of it is measured
    Text request(text, sizeof text);
    request.put("GET ").put(path).put(" HTTP/1.1\r\n").put(head).put("\r\n");
    return ask(text);
  }
  int post(const char* path, const char* head, const char* body) {
    static char text[900];
    Text request(text, sizeof text);
    request.put("POST ").put(path).put(" HTTP/1.1\r\n").put(head).put("Content-Length: ").number(strlen(body));
    request.put("\r\n\r\n").put(body);
    return ask(text);
  }

  Device device;
  FakeBrowser browser;
};

// Set up and online, with the password "correct horse".
struct Online : Asked {
  Online() {
    Settings& settings = device.initialSettings();
    copyText(settings.ssid, "Home");
    copyText(settings.wifiPassword, "password1");
    copyText(settings.devicePassword, "correct horse");
    settings.findLine = false;
    device.begin();
    run(device, 500);
  }
};

// Waits for its first set-up.
struct Fresh : Asked {
  Fresh() {
    device.load();
    device.begin();
    run(device, 500);
  }
};

}  // namespace emeter::test
