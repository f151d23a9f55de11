// Serves the pages: a small HTTP server that does a bounded piece of work at a time and never waits.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "emeter/control.h"
#include "emeter/http.h"
#include "emeter/pages.h"
#include "emeter/status.h"

namespace emeter {

// The answer to one request: a head and either parts of a page or a text.
class Response {
 public:
  static constexpr size_t largestText = largestStatus;

  void page(Page page);
  // Starts a JSON text; what is put into the result is sent.
  Text& json(uint16_t status = 200);
  // {"error": sentence}
  void error(uint16_t status, const char* sentence);
  void redirect(const char* location);

  uint16_t status() const { return status_; }
  bool ready() const { return status_ != 0; }
  const char* text() const { return text_; }

  // Copies the next bytes to send; 0 at the end.
  size_t take(uint8_t* to, size_t size);

 private:
  void writeHead(const char* type, size_t size, const char* location);

  uint16_t status_ = 0;
  char head_[320] = "";
  size_t headAt_ = 0;
  FlashText parts_[mostPageParts];
  size_t partCount_ = 0;
  size_t part_ = 0;
  size_t partAt_ = 0;
  char text_[largestText] = "";
  Text writer_{text_, sizeof text_};
  size_t textAt_ = 0;
  bool isText_ = false;
};

// Decides what a request gets. Knows nothing of connections.
class Routes {
 public:
  explicit Routes(Control& control) : control_(control) {}

  // `body` is the whole body, closed with a 0. An image of new firmware comes by the three calls below instead.
  void answer(const HttpRequest& request, const char* body, uint32_t now, Response& response);

  static bool takesImage(const HttpRequest& request);
  // False (and answered) when the image is refused.
  bool beginImage(const HttpRequest& request, uint32_t now, Response& response);
  bool writeImage(const uint8_t* from, size_t size, Response& response);
  void endImage(Response& response);
  void abortImage();

 private:
  void get(const HttpRequest& request, uint32_t now, Response& response);
  void post(const HttpRequest& request, const char* body, uint32_t now, Response& response);
  // Answers itself and returns false when the change is not allowed.
  bool mayChange(const HttpRequest& request, uint32_t now, Response& response);
  bool unlocked(const HttpRequest& request, uint32_t now, Response& response);
  bool foreignHost(const HttpRequest& request) const;

  void showSettings(Response& response);
  void showSetup(Response& response);
  void showNetworks(Response& response);
  void showLine(Response& response);
  void changeSettings(const char* body, Response& response);
  void changeWifi(const char* body, Response& response);
  void changeLine(const HttpRequest& request, const char* body, uint32_t now, Response& response);
  void setUp(const char* body, Response& response);

  Control& control_;
  bool wrongPassword_ = false;
  uint32_t wrongPasswordAt_ = 0;
};

class Web {
 public:
  static constexpr size_t connections = 2;
  static constexpr size_t largestBody = 1024;
  static constexpr uint32_t idleMillis = 5'000;
  static constexpr uint32_t longestMillis = 120'000;
  // A connection that has sent nothing so long (browsers open such in advance) gives way to one that waits.
  static constexpr uint32_t givesWayAfterMillis = 500;
  static constexpr int piecesAtOnce = 4;  // of 256 bytes: what one run reads at most

  Web(Net& net, Control& control) : net_(net), routes_(control) {}

  // One bounded piece of work: at most one connection accepted, one read and one write.
  void run(uint32_t now);

 private:
  enum class Phase : uint8_t { free, head, body, image, answer, drain };

  struct Connection {
    Sink* sink = nullptr;
    Phase phase = Phase::free;
    uint32_t begun = 0;
    uint32_t since = 0;     // last progress
    uint32_t bodyLeft = 0;
    size_t bodyUsed = 0;
    size_t outUsed = 0;     // bytes of `out` filled and sent
    size_t outSent = 0;
    HttpRequestReader reader;
    Response response;
    char body[largestBody + 1];
    uint8_t out[512];
  };

  void accept(uint32_t now);
  void advance(Connection& c, uint32_t now);
  void receive(Connection& c, uint32_t now);
  void take(Connection& c, const uint8_t* from, size_t size, uint32_t now);
  void headDone(Connection& c, uint32_t now);
  void takeBody(Connection& c, const uint8_t* from, size_t size, uint32_t now);
  void answered(Connection& c);
  void send(Connection& c, uint32_t now);
  void end(Connection& c);

  Net& net_;
  Routes routes_;
  Connection connections_[connections];
  size_t next_ = 0;
};

}  // namespace emeter
