// The answer to one request: a head and either parts of a page or a text.
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "emeter/text/flash.h"
#include "emeter/text/text.h"
#include "emeter/web/pages.h"
#include "emeter/web/status.h"

namespace emeter {

class Response {
 public:
  static constexpr size_t largestText = largestStatus;

  void page(Page page);
  // Starts a JSON text; what is put into the result is sent.
  Text& json(uint16_t status = 200);
  // {"error": sentence}
  void error(uint16_t status, FlashString sentence);
  void redirect(FlashString location);

  uint16_t status() const { return status_; }
  bool ready() const { return status_ != 0; }
  const char* text() const { return text_; }

  // Copies the next bytes to send; 0 at the end.
  size_t take(uint8_t* to, size_t size);

 private:
  void writeHead(FlashString type, size_t size, FlashString location);

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

}  // namespace emeter
