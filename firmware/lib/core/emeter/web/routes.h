// Decides what a request gets. Knows nothing of connections.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "emeter/image/image_mark.h"
#include "emeter/web/access.h"
#include "emeter/web/control.h"
#include "emeter/web/http.h"
#include "emeter/web/response.h"

namespace emeter {

class Routes {
 public:
  explicit Routes(Control& control) : control_(control), access_(control) {}

  // `body` is the whole body, closed with a 0. An image of new firmware comes by the calls below instead.
  void answer(const HttpRequest& request, const char* body, const Asker& asker, Response& response);

  static bool takesImage(const HttpRequest& request);
  // One image at a time. False (and answered) when it is refused.
  bool beginImage(const HttpRequest& request, const Asker& asker, Response& response);
  bool writeImage(const uint8_t* from, size_t size, Response& response);
  void endImage(Response& response);
  void abortImage();

 private:
  // What a handler has of a request.
  struct Exchange {
    const HttpRequest& request;
    const char* body;
    Asker asker;
    Response& response;
  };
  using Handler = void (Routes::*)(const Exchange&);
  // What the table asks for before a handler is called; what depends on more the handler asks for itself.
  enum class Asks : uint8_t {
    nothing,
    nothingOfPrograms,  // nor its own name: they may know the device by another one. A browser is led by names, and must use ours
    password,
    passwordAndOrigin,
  };
  struct Route {
    char path[16];
    Method method;
    Asks asks;
    Handler handler;
  };
  static const Route routes[];

  static bool find(const HttpRequest& request, Route& route);
  bool passes(Asks asks, const Exchange& e);
  bool mayKeep(const Exchange& e);

  void showFirstPage(const Exchange& e);
  void showStatusPage(const Exchange& e);
  void showSetupPage(const Exchange& e);
  void showSettingsPage(const Exchange& e);
  void showUpdatePage(const Exchange& e);
  void showStatus(const Exchange& e);
  void showLine(const Exchange& e);
  void changeLine(const Exchange& e);
  void showSettings(const Exchange& e);
  void changeSettings(const Exchange& e);
  void showSetup(const Exchange& e);
  void showNetworks(const Exchange& e);
  void setUp(const Exchange& e);
  void changeWifi(const Exchange& e);
  void restart(const Exchange& e);
  void erase(const Exchange& e);

  Control& control_;
  Access access_;
  ImageMark mark_;
  bool imageUnderWay_ = false;
};

}  // namespace emeter
